"""From points before and after to the figures of the gain. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quizzes.forms_ab import FORMS
from quizzes.gain.matching import Matched, Sitting
from quizzes.statistics.gain import Gain, Pair, form_imbalance, gain, gains

DIGITS = 6
"""Points are rounded to so many decimals, so that what is left of equal ones is 0, whatever floats make of them."""


class Earned(NamedTuple):
    """Points as floats: there are a million of them where 20,000 learners are compared."""

    points: float
    possible: float

    @property
    def percent(self) -> float:
        return 100 * self.points / self.possible

    def plus(self, other: Earned) -> Earned:
        return Earned(
            round(self.points + other.points, DIGITS), round(self.possible + other.possible, DIGITS)
        )

    def less(self, other: Earned) -> Earned:
        return self.plus(Earned(-other.points, -other.possible))


NOTHING = Earned(0.0, 0.0)

Subject = int | None
"""The row of a competency, or None for a whole exam."""
Shares = Mapping[int, Mapping[Subject, Earned]]
"""What each attempt earned, by its row: on each competency, and altogether."""


class TaughtBefore(NamedTuple):
    """How much of the points of either exam is for questions taught before the first one, in percent of all."""

    before: float
    after: float


@dataclass(frozen=True)
class Balance:
    """How many matched learners went from form A to B and back, sat one form twice, or an exam without forms.

    ``imbalance`` is 0 to 1, and None of nobody.
    """

    there: int
    back: int
    same: int
    without: int
    imbalance: float | None

    @property
    def has_forms(self) -> bool:
        return bool(self.there or self.back or self.same)

    @property
    def crosses(self) -> bool:
        """Whether anybody went from one form to the other."""
        return bool(self.there or self.back)

    @property
    def percent(self) -> float:
        """How much of what the forms differ in difficulty is left in the gain."""
        return 100 * (self.imbalance or 0)

    @property
    def is_even(self) -> bool:
        """As many went one way as the other."""
        return self.there == self.back

    @property
    def is_nearly_even(self) -> bool:
        """As even as an odd number can be."""
        return abs(self.there - self.back) == 1 and min(self.there, self.back) > 0


@dataclass(frozen=True)
class Report:
    """The gain for each subject; and ``untaught``, without what was taught before, for those that it changes."""

    overall: Gain
    gains: Mapping[Subject, Gain]
    untaught: Mapping[Subject, Gain]
    taught_before: TaughtBefore | None
    balance: Balance


def report(matched: Sequence[Matched], shares: Shares, taught: Shares) -> Report:
    """``taught`` is the part of ``shares`` that questions have which were taught before the first exam."""
    told = gains(_pairs(matched, shares))
    changed = {subject for earned in taught.values() for subject in earned}
    rest = gains(_pairs(matched, _without(shares, taught, changed)))
    return Report(
        overall=told.get(None, gain([])),
        gains=told,
        untaught={subject: rest.get(subject, gain([])) for subject in told if subject in changed},
        taught_before=_taught_before(matched, shares, taught) if changed else None,
        balance=balance(matched),
    )


def whole(sitting: Sitting) -> Earned:
    """What a finished sitting earned altogether."""
    return Earned(float(sitting.points or 0), float(sitting.possible))


def balance(matched: Sequence[Matched]) -> Balance:
    ways = [one.way for one in matched]
    counted = Counter(ways)
    without = sum(not all(way) for way in ways)
    there, back = counted[FORMS[0], FORMS[1]], counted[FORMS[1], FORMS[0]]
    return Balance(there, back, len(ways) - there - back - without, without, form_imbalance(ways))


def _pairs(matched: Sequence[Matched], shares: Shares) -> Iterator[tuple[Subject, Pair]]:
    """Of every subject that both of a learner's sittings asked about."""
    for one in matched:
        after = shares.get(one.after.attempt, {})
        for subject, earned in shares.get(one.before.attempt, {}).items():
            other = after.get(subject, NOTHING)
            if earned.possible and other.possible:
                yield subject, Pair(earned.percent, other.percent)


def _without(shares: Shares, taught: Shares, changed: Collection[Subject]) -> Shares:
    """Of the ``changed`` subjects alone: of the others it is the same as with all questions."""
    return {
        attempt: {
            subject: earned[subject].less(taught.get(attempt, {}).get(subject, NOTHING))
            for subject in changed
            if subject in earned
        }
        for attempt, earned in shares.items()
    }


def _taught_before(matched: Sequence[Matched], shares: Shares, taught: Shares) -> TaughtBefore:
    return TaughtBefore(
        _part([one.before.attempt for one in matched], shares, taught),
        _part([one.after.attempt for one in matched], shares, taught),
    )


def _part(attempts: Sequence[int], shares: Shares, taught: Shares) -> float:
    def possible(of: Shares) -> float:
        return math.fsum(of.get(attempt, {}).get(None, NOTHING).possible for attempt in attempts)

    return 100 * possible(taught) / possible(shares)
