"""What the pages of item analysis say, as numbers that can be kept. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from quizzes.statistics.exam import ExamFigures
from quizzes.statistics.items import ItemFigures
from quizzes.statistics.small_numbers import LEAST, few


@dataclass(frozen=True)
class Counted:
    """What figures stand on. ``n`` attempts, of ``cohorts`` cohorts; ``waiting`` ones are not in it."""

    n: int
    waiting: int
    cohorts: int

    @property
    def is_told(self) -> bool:
        return self.n >= LEAST

    @property
    def is_few(self) -> bool:
        return few(self.n)


@dataclass(frozen=True)
class Asked:
    """One version of a question. ``number`` is that of the question; ``weight`` is of all its versions together."""

    version: int
    question: int
    number: int
    figures: ItemFigures
    weight: float | None


@dataclass(frozen=True)
class ItemsFigures:
    """Everything about one exam. ``whole`` is None, and ``classes`` empty, where too few attempts are told.

    ``classes`` are how many scores there are for each bar of the histogram; ``versions`` stand in the order of their
    numbers.
    """

    counted: Counted
    whole: ExamFigures | None
    classes: tuple[int, ...]
    versions: tuple[Asked, ...]


class ExamCount(NamedTuple):
    """``n`` first attempts that count, and ``waiting`` ones that still wait for a person's mark."""

    n: int
    waiting: int


@dataclass(frozen=True)
class ExamCounts:
    """By the row of the exam; without those that nobody has handed in."""

    of: dict[int, ExamCount]
