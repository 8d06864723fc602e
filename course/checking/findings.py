"""Findings about a text, and the texts that a piece of content is made of. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from course.content.errors import Path

NOT_PROSE = frozenset(
    {
        "accepted",
        "activity",
        "answer",
        "competencies",
        "image",
        "key",
        "kind",
        "next",
        "src",
        "state",
        "to",
        "url",
    }
)
"""Keys of a payload whose texts nobody reads: names, codes, addresses, patterns."""

SOURCES = frozenset({"reference", "references"})
"""Keys that hold the titles and publishers of others."""


ALL_WORDS = "language"
"""The rule under which all words of the lexicon are kept in one thing, such as a topic on language itself."""


class Severity(StrEnum):
    """How much a finding weighs; the worst first."""

    HIGH = "high"
    MEDIUM = "medium"
    CLARITY = "clarity"
    CONTEXT = "context"


class Text(NamedTuple):
    """One text of a payload and the way to it, such as ``("choices", 1, "why")``."""

    path: Path
    text: str


@dataclass(frozen=True)
class Finding:
    """Something to look at again. Never a reason not to publish.

    ``start`` and ``end`` are offsets in the text at ``path``; ``line`` counts from 1 there, and is 0 where the finding
    is about the text as a whole. ``words`` are what was found, in one line; a "keep" goes by them.
    """

    rule: str
    severity: Severity
    path: Path
    line: int
    words: str
    reason: str
    instead: tuple[str, ...] = ()
    start: int = 0
    end: int = 0


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What a topic takes, worked out: its words, its speed in words per minute, and minutes."""

    words: int
    speed: int
    reading: int
    low: int
    high: int

    @property
    def doing(self) -> tuple[int, int]:
        """Minutes of all that is not reading, from and to."""
        return self.low - self.reading, self.high - self.reading


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One piece of content. ``address`` is its stable name within the course and its kind, such as ``roles/pills``.

    ``measure`` works out what it takes, where it takes time; it is asked only when the text says a time.
    ``state`` changes when a finding might: two things alike in it have the same findings. Empty: not known.
    """

    kind: str
    address: str
    title: str
    payload: Mapping[str, Any]
    language: str = "en"
    measure: Callable[[], Measured] | None = field(default=None, compare=False)
    state: str = ""


def texts_of(payload: Mapping[str, Any]) -> Iterator[Text]:
    """Every text of a payload that learners read in the author's voice, however deep; sources are others' words."""
    for name, value in payload.items():
        if name not in NOT_PROSE | SOURCES:
            yield from _within(value, (str(name),))


def _within(value: Any, path: Path) -> Iterator[Text]:
    if isinstance(value, str):
        if value.strip():
            yield Text(path, value)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            if name not in NOT_PROSE | SOURCES:
                yield from _within(inner, (*path, str(name)))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _within(inner, (*path, index))


def one_line(text: str, most: int = 200) -> str:
    """White space made single, cut to ``most`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def likeness(words: str) -> str:
    """Words as a keep compares them: without case, and with plain quotation marks and dashes."""
    return one_line(words).casefold().translate(_PLAIN)


_PLAIN = str.maketrans("“”‘’–—", "\"\"''--")
