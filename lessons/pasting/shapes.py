"""What a pasted text turned out to be."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from lessons.pasting.tables import Cuts, cells_of


class Why(Enum):
    """Why something that could be read in the text is not in the topic."""

    LESSON = "lesson"
    TIME = "time"
    ACTIVITY = "activity"
    CLICK = "click"
    INTRO = "intro"
    HEADING = "heading"
    IMAGE = "image"
    ADDRESS = "address"
    SETTING = "setting"


@dataclass(frozen=True)
class Left:
    """Words that were left out, as they stood."""

    text: str
    why: Why


@dataclass(frozen=True)
class Source:
    """A source as far as the text tells it: "" and 0 are unknown and asked."""

    key: str
    title: str
    publisher: str = ""
    year: int = 0
    url: str = ""

    @property
    def complete(self) -> bool:
        return bool(self.title and self.publisher and self.year)


@dataclass(frozen=True)
class Stated:
    """The time that the text says of itself: minutes and words, 0 where it does not say."""

    minutes: int = 0
    words: int = 0


@dataclass(frozen=True)
class Table:
    """Lines that are rows. ``cuts`` are, for each line, the offsets at which its second and later cells begin.

    ``sure`` where tabs were kept, so that nothing was guessed. ``caption`` is the heading above.
    """

    lines: tuple[str, ...]
    cuts: Cuts
    caption: str
    sure: bool

    @property
    def columns(self) -> int:
        return len(self.cuts[0]) + 1

    @property
    def rows(self) -> list[list[str]]:
        return [cells_of(line, cuts) for line, cuts in zip(self.lines, self.cuts, strict=True)]


@dataclass
class Pasted:
    """The parts of a topic. ``source`` is Markdown without citations; ``signs`` are emoji that marked lines."""

    title: str = ""
    lesson: str = ""
    activity: str = ""
    source: str = ""
    objectives: list[str] = field(default_factory=list)
    competencies: list[str] = field(default_factory=list)
    references: list[Source] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    signs: list[str] = field(default_factory=list)
    stated: Stated | None = None
