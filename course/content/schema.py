"""The building blocks of what content files may say. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from course.inline_markdown import markdown_problem

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"


class Strict(BaseModel):
    """A group of keys: no key but these, no value of another type, white space around texts dropped."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, str_strip_whitespace=True)


def _in_one_line(text: str) -> str:
    if "\n" in text:
        raise ValueError(_("This must be one line."))
    return text


def _https(text: str) -> str:
    if not re.fullmatch(r"https://[^\s/]+\S*", text):
        raise ValueError(_("An address must begin with https:// and hold no spaces."))
    return text


def _sound_markdown(text: str) -> str:
    if problem := markdown_problem(text):
        raise ValueError(problem)
    return text


def _decimal(value: Any) -> Any:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=50)]
LongSlug = Annotated[str, StringConstraints(pattern=SLUG, max_length=80)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_in_one_line)]
LongLine = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_in_one_line)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
MaybeText = Annotated[str, StringConstraints(max_length=20_000)]
MarkdownText = Annotated[Text, AfterValidator(_sound_markdown)]
"""A short text with the Markdown of ``course.inline_markdown``."""
Https = Annotated[str, StringConstraints(max_length=500), AfterValidator(_https)]
Number = Annotated[Decimal, BeforeValidator(_decimal)]
"""A whole number or a decimal, written without quotes."""
Note = Annotated[str, StringConstraints(max_length=20_000)]
"""An author's comment. It is never shown to learners."""
