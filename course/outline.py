"""Where a learner is in a course: next, previous, resume, what is left. Pure: it knows no database and no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Generic, Protocol, TypeVar

from course import labels


class Walkable(Protocol):
    """What a step must tell to be walked."""

    pk: Any
    done_at: datetime | None
    minutes_low: Any
    minutes_high: Any
    lesson_id: Any
    requires_id: Any


S = TypeVar("S", bound=Walkable)


@dataclass(frozen=True)
class Left:
    """What is still open: steps, and minutes from ``low`` to ``high``."""

    steps: int
    low: int
    high: int

    def __str__(self) -> str:
        return labels.minutes_left(self.steps, self.low, self.high)


@dataclass(frozen=True)
class Part(Generic[S]):
    """One lesson's run of steps within an outline."""

    steps: tuple[S, ...]

    @property
    def lesson(self) -> Any:
        return self.steps[0].lesson  # type: ignore[attr-defined]

    @property
    def total(self) -> int:
        return len(self.steps)

    @property
    def done(self) -> int:
        return sum(step.done_at is not None for step in self.steps)

    @property
    def progress(self) -> str:
        return labels.steps_done(self.done, self.total)

    @property
    def left(self) -> Left:
        return left(self.steps)


def parts(steps: Sequence[S]) -> list[Part[S]]:
    """The steps of a course, in order, cut into lessons."""
    return [Part(tuple(run)) for _, run in groupby(steps, key=lambda step: step.lesson_id)]


def left(steps: Iterable[Walkable]) -> Left:
    """Add up what is not done. The minutes shown for single steps add up to these."""
    still = [step for step in steps if step.done_at is None]
    return Left(len(still), sum(s.minutes_low for s in still), sum(s.minutes_high for s in still))


def neighbors(steps: Sequence[S], current: Walkable) -> tuple[S | None, S | None]:
    """The steps before and after ``current`` in the course, across lessons; None at either end."""
    index = next(i for i, step in enumerate(steps) if step.pk == current.pk)
    before = steps[index - 1] if index > 0 else None
    after = steps[index + 1] if index + 1 < len(steps) else None
    return before, after


def locked_by(steps: Sequence[S], step: Walkable) -> S | None:
    """The step that must be finished before this one opens; None when it is open."""
    if step.requires_id is None:
        return None
    return next((s for s in steps if s.pk == step.requires_id and s.done_at is None), None)


def resume(steps: Sequence[S]) -> S | None:
    """Where to go on: the first open step after the one finished last, else the first; None when all is done."""
    still = [step for step in steps if step.done_at is None and locked_by(steps, step) is None]
    finished = [(step.done_at, index) for index, step in enumerate(steps) if step.done_at is not None]
    if not finished:
        return still[0] if still else None
    last = max(finished)[1]
    after = [step for step in steps[last + 1 :] if step in still]
    return after[0] if after else (still[0] if still else None)
