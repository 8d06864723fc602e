"""Who sat both exams, so that before and after can be compared; and why the others cannot. Pure.

The first sitting of each exam that was finished and not set aside counts. While an answer of it waits to be marked, no
later sitting stands in for it: a learner's figures would change from one sitting to another.

A learner is a person. Whoever took the course twice was enrolled twice: the first time with both exams counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple


class Standing(Enum):
    """How far a sitting is."""

    OPEN = "open"
    SET_ASIDE = "set aside"
    UNMARKED = "answers wait to be marked"
    GRADED = "graded"


class Why(Enum):
    """Why somebody who began is not matched, in the order in which a page tells it."""

    UNMARKED = "an answer waits to be marked"
    NO_AFTER = "the last exam is not finished yet"
    NO_BEFORE = "the first exam was not finished"
    SET_ASIDE = "what they finished was set aside"
    OUT_OF_ORDER = "the last exam came before the first"
    LEFT = "they left before they had finished both"


class Sitting(NamedTuple):
    """One attempt at the first exam or, where ``is_after``, at the last one.

    ``takes_part``: the learner still takes the course by this enrollment. ``points`` of ``possible`` are None while it
    is open.
    """

    attempt: int
    person: int
    enrollment: int
    is_after: bool
    form: str
    standing: Standing
    began: datetime
    ended: datetime | None
    points: Decimal | None
    possible: Decimal
    takes_part: bool


class Matched(NamedTuple):
    """The two sittings of one learner that are compared."""

    before: Sitting
    after: Sitting

    @property
    def way(self) -> tuple[str, str]:
        """The form before and the form after; empty where there are no forms."""
        return self.before.form, self.after.form


@dataclass(frozen=True)
class Matching:
    """Everybody who began one of the exams: the matched, and how many others there are for each reason."""

    matched: Sequence[Matched]
    others: Counter[Why]

    @property
    def began(self) -> int:
        return len(self.matched) + self.others.total()


def match(sittings: Iterable[Sitting]) -> Matching:
    """``sittings`` of one enrollment stand together, in the order of their numbers."""
    times: dict[int, list[tuple[datetime, Matched | Why]]] = {}
    for _enrollment, group in groupby(sittings, key=lambda one: one.enrollment):
        same = list(group)
        times.setdefault(same[0].person, []).append((min(one.began for one in same), _compared(same)))
    found = [_first(each) for each in times.values()]
    matched = [one for one in found if isinstance(one, Matched)]
    return Matching(matched, Counter(one for one in found if isinstance(one, Why)))


def _first(times: list[tuple[datetime, Matched | Why]]) -> Matched | Why:
    """The first time with both exams, also while it waits to be marked; else why the last time is not compared."""
    in_order = [found for _began, found in sorted(times, key=itemgetter(0))]
    return next((one for one in in_order if isinstance(one, Matched) or one is Why.UNMARKED), in_order[-1])


def _compared(sittings: list[Sitting]) -> Matched | Why:
    before = _counted([one for one in sittings if not one.is_after], Why.NO_BEFORE)
    after = _counted([one for one in sittings if one.is_after], Why.NO_AFTER)
    if isinstance(before, Why) or isinstance(after, Why):
        return _told(before, after, takes_part=sittings[0].takes_part)
    if before.ended is not None and before.ended > after.began:
        return Why.OUT_OF_ORDER
    return Matched(before, after)


def _counted(sittings: list[Sitting], missing: Why) -> Sitting | Why:
    finished = [one for one in sittings if one.standing in (Standing.UNMARKED, Standing.GRADED)]
    if finished:
        return finished[0] if finished[0].standing is Standing.GRADED else Why.UNMARKED
    return Why.SET_ASIDE if any(one.standing is Standing.SET_ASIDE for one in sittings) else missing


def _told(*found: Sitting | Why, takes_part: bool) -> Why:
    """The one reason to tell: that for the exam that came first; whoever left will not sit an exam any more."""
    why = next(one for one in found if isinstance(one, Why))
    return Why.LEFT if why in (Why.NO_BEFORE, Why.NO_AFTER) and not takes_part else why
