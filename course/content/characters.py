"""Characters that no content file may hold: they hide, reorder or break what follows, or cannot be stored. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from django.utils.translation import gettext as _

# Controls but tab and newline; the line ends that editors do not count; embeddings, overrides and isolates of
# direction; lone surrogates; the mark of a damaged character; a byte order mark that is not at the start.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffd\ud800-\udfff]")


class Forbidden(NamedTuple):
    place: int
    message: str


def first_forbidden(text: str) -> Forbidden | None:
    """The first such character: its offset, and a sentence that names it."""
    match = FORBIDDEN.search(text)
    if match is None:
        return None
    message = _("The character %(name)s is not allowed. Delete it.") % {"name": character_name(match[0])}
    return Forbidden(match.start(), message)


def character_name(character: str) -> str:
    """Name and code point: ``RIGHT-TO-LEFT OVERRIDE (U+202E)``."""
    code = ord(character)
    fallback = "LONE SURROGATE" if 0xD800 <= code <= 0xDFFF else "NUL" if code == 0 else "CONTROL CHARACTER"
    return f"{unicodedata.name(character, fallback)} (U+{code:04X})"
