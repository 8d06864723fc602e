"""The words to look at twice, as data: each file beside this one holds rows of the lexicon, and names to leave alone.

In a pattern a space stands for any white space, ``~`` for a hyphen or white space, and ``<person>`` for the group of
words of that name in ``names.yaml``. All else is a regular expression, without case, that begins and ends at a word.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from course.content.yaml_tree import read_yaml

FOLDER = Path(__file__).parent
GAP = r"(?:[ \t\xa0]+|[ \t]*\n[ \t]*)"
GROUP = re.compile(r"<([a-z_]+)>")


class Row(BaseModel):
    """One way to say something that may hurt or mislead, and better ways. ``number`` is its place in the source table.

    A match inside one of ``fine`` is no finding. ``must`` are sentences that have to be found, ``must_not`` others.
    ``about`` are short parts of words; a text that holds none of them holds no match.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    number: int
    key: str
    severity: Literal["high", "medium", "context"]
    about: list[str]
    find: list[str]
    fine: list[str] = []
    instead: list[str]
    reason: str
    sources: list[str]
    must: list[str]
    must_not: list[str]


class Names(BaseModel):
    """``groups`` of words for patterns, ``official`` names, and the ``sources`` of the lexicon by their tags."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    groups: dict[str, str]
    official: list[str]
    abbreviations: list[str]
    shouted: list[str]
    sources: dict[str, str]


class Matcher(NamedTuple):
    """A row, ready to search with."""

    row: Row
    find: re.Pattern[str]
    fine: re.Pattern[str] | None


def _read(name: str) -> Any:
    return read_yaml((FOLDER / name).read_text(encoding="utf-8")).data


@cache
def names() -> Names:
    return Names.model_validate(_read("names.yaml"))


@cache
def rows() -> tuple[Row, ...]:
    """The whole lexicon, by number."""
    files = sorted(path.name for path in FOLDER.glob("words-*.yaml"))
    return tuple(sorted((Row.model_validate(each) for name in files for each in _read(name)), key=_number))


@cache
def matchers() -> tuple[Matcher, ...]:
    """Made once in a process, when the first text is checked."""
    return tuple(Matcher(row, any_of(row.find), any_of(row.fine) if row.fine else None) for row in rows())


@cache
def official() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Official names, each with its first word."""
    return tuple((name.split()[0], re.compile(_spaced(re.escape(name)))) for name in names().official)


def any_of(patterns: list[str]) -> re.Pattern[str]:
    """One pattern for all of these, as the lexicon writes them."""
    groups = names().groups
    written = "|".join(GROUP.sub(lambda match: f"(?:{groups[match[1]]})", each) for each in patterns)
    return re.compile(rf"\b(?:{_spaced(written)})(?!\w)", re.IGNORECASE)


def _spaced(pattern: str) -> str:
    pattern = pattern.replace("\\ ", " ").replace("'", "['’]")
    return pattern.replace(" ", GAP).replace("~", f"(?:-|{GAP})")


def _number(row: Row) -> int:
    return row.number
