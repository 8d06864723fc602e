"""Does a short text fit a pattern? ``*`` stands for any characters, ``?`` for one; ``\\`` before one makes it plain.

Spaces at the ends and doubled spaces never matter, nor does the shape of quotation marks. A match takes at most as many
steps as the text has characters times those of the pattern, whatever either holds: nothing blows up.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Literal, NamedTuple

RUN: Literal[True] = True
ONE: Literal[False] = False
Token = str | bool
"""A character, or ``RUN`` or ``ONE``."""
_STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


class Folding(NamedTuple):
    """Which differences matter."""

    case: bool = False
    accents: bool = False


def fits(pattern: str, text: str, folding: Folding) -> bool:
    """Whether the whole text is what the pattern says."""
    return _fits(tokens(pattern, folding), _tidy(fold(text, folding)))


def fold(text: str, folding: Folding) -> str:
    """The text without the differences that do not matter."""
    text = unicodedata.normalize("NFKD", text.translate(_STRAIGHT))
    if not folding.accents:
        text = "".join(character for character in text if not unicodedata.combining(character))
    text = unicodedata.normalize("NFC", text)
    return text if folding.case else unicodedata.normalize("NFC", text.casefold())


def tokens(pattern: str, folding: Folding) -> list[Token]:
    """The pattern taken apart and folded."""
    found: list[Token] = []
    for part in split(pattern):
        found += [part] if isinstance(part, bool) else fold(part, folding)
    return _tidy_tokens(found)


def split(pattern: str) -> Iterator[Token]:
    """Runs of plain characters, and what stands between them."""
    plain, characters = "", iter(pattern)
    for character in characters:
        if character in "*?":
            if plain:
                yield plain
            plain = ""
            yield RUN if character == "*" else ONE
        else:
            plain += next(characters, "\\") if character == "\\" else character
    if plain:
        yield plain


def filled(pattern: str, filler: str) -> str:
    """The pattern with ``filler`` for each run and an x for each single character."""
    return "".join((filler if part else "x") if isinstance(part, bool) else part for part in split(pattern))


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _tidy_tokens(found: list[Token]) -> list[Token]:
    tidy: list[Token] = []
    for token in found:
        token = " " if isinstance(token, str) and token.isspace() else token
        if token in (" ", True) and tidy and tidy[-1] == token:
            continue
        tidy.append(token)
    while tidy and tidy[0] == " ":
        tidy.pop(0)
    while tidy and tidy[-1] == " ":
        tidy.pop()
    return tidy


def _fits(pattern: list[Token], text: str) -> bool:
    """Go back no further than to the last run: an earlier one can never take more than it must."""
    at = place = 0
    last_run = resume = -1
    while place < len(text):
        token = pattern[at] if at < len(pattern) else None
        if token is RUN:
            last_run, resume, at = at, place, at + 1
        elif token is ONE or token == text[place]:
            at, place = at + 1, place + 1
        elif last_run >= 0:
            resume += 1
            at, place = last_run + 1, resume
        else:
            return False
    return all(token is RUN for token in pattern[at:])
