"""The three kinds of hours, kept apart: estimated, observed, and credited by a named rule. Pure; times in seconds."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from django.utils.translation import gettext_lazy as _


class Rule(StrEnum):
    """What a program grants hours for."""

    UPPER = "upper"
    LOWER = "lower"
    OBSERVED = "observed"
    FIXED = "fixed"


LABELS = {
    Rule.UPPER: _("Estimated time, upper end"),
    Rule.LOWER: _("Estimated time, lower end"),
    Rule.OBSERVED: _("Measured time, at most the estimate"),
    Rule.FIXED: _("Fixed minutes for each lesson"),
}


@dataclass(frozen=True)
class Work:
    """One step of one learner. ``observed`` None: nothing was measured. ``areas``: what it teaches, by framework."""

    lesson: int
    low: int
    high: int
    observed: int | None
    done: bool
    areas: Mapping[str, Sequence[Hashable]]


def credited(steps: Sequence[Work], rule: Rule, stated: Mapping[int, int | None]) -> list[int]:
    """What ``rule`` grants for each step. ``stated`` is what the program says of each lesson, for ``Rule.FIXED``.

    Steps must stand in the order of the course. A step that is not done is granted nothing. Fixed time is granted once
    every step of the lesson is done, and divided among its steps by their upper estimates.
    """
    if rule is Rule.FIXED:
        return [seconds for run in _by_lesson(steps) for seconds in _fixed(run, stated.get(run[0].lesson))]
    return [_granted(step, rule) if step.done else 0 for step in steps]


def _granted(step: Work, rule: Rule) -> int:
    if rule is Rule.OBSERVED:
        return min(step.observed or 0, step.high)
    return step.low if rule is Rule.LOWER else step.high


def _fixed(steps: Sequence[Work], stated: int | None) -> list[int]:
    if not stated or not all(step.done for step in steps):
        return [0] * len(steps)
    return apportion(stated, [step.high for step in steps])


def _by_lesson(steps: Sequence[Work]) -> list[list[Work]]:
    return [list(run) for _lesson, run in groupby(steps, key=lambda step: step.lesson)]


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Divide ``total`` in whole seconds by ``weights`` (alike where all are 0) so that the parts add up to it exactly.

    The largest remainders are rounded up, the earlier one first where two are the same (Hamilton's method).
    """
    if not any(weights):
        weights = [1] * len(weights)
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: -(total * weights[index] % whole))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts


def by_area(steps: Sequence[Work], seconds: Sequence[int], framework: str) -> dict[Hashable | None, int]:
    """Each step's time divided equally among what it teaches in ``framework``; under None where that is nothing.

    The values add up to ``sum(seconds)``.
    """
    found: dict[Hashable | None, int] = {}
    for step, time in zip(steps, seconds, strict=True):
        areas: Sequence[Hashable | None] = step.areas.get(framework) or (None,)
        for area, part in zip(areas, apportion(time, [1] * len(areas)), strict=True):
            found[area] = found.get(area, 0) + part
    return found


def observed_total(observed: Iterable[int | None]) -> int | None:
    """The sum of what was measured; None where nothing was."""
    measured = [seconds for seconds in observed if seconds is not None]
    return sum(measured) if measured else None
