"""What a group knew before and after: differences, with how sure they are. Pure.

No figure here says that the course caused a difference: there is nobody to compare with who did not take it.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from quizzes.statistics import moments
from quizzes.statistics.small_numbers import few
from quizzes.statistics.student_t import critical

LEVEL = 0.95
DIGITS = 10
"""Differences are rounded to so many decimals, so that equal ones are equal, whatever floats make of them."""

Key = TypeVar("Key", bound=Hashable)


class Pair(NamedTuple):
    """One learner's percent, 0 to 100, before and after. Who has only one of the two is no pair, and not counted."""

    before: float
    after: float

    @property
    def difference(self) -> float:
        """In percentage points, from -100 to 100."""
        return round(self.after - self.before, DIGITS)


class Interval(NamedTuple):
    """Percentage points."""

    low: float
    high: float


@dataclass(frozen=True)
class Gain:
    """Of ``n`` matched pairs: means in percent; ``difference``, its ``interval`` and ``sd`` in percentage points.

    ``normalized`` has no unit. ``caution`` where there are fewer than 30 pairs.
    """

    n: int
    before: float | None
    after: float | None
    difference: float | None
    sd: float | None
    interval: Interval | None
    normalized: float | None
    caution: bool


def gain(pairs: Sequence[Pair], *, level: float = LEVEL) -> Gain:
    """All figures of one group; those that the number of pairs does not allow are None."""
    before = moments.mean([pair.before for pair in pairs])
    after = moments.mean([pair.after for pair in pairs])
    differences = [pair.difference for pair in pairs]
    return Gain(
        n=len(pairs),
        before=before,
        after=after,
        difference=moments.mean(differences),
        sd=moments.sd(differences),
        interval=interval(differences, level=level),
        normalized=normalized(before, after),
        caution=few(len(pairs)),
    )


def gains(pairs: Iterable[tuple[Key, Pair]], *, level: float = LEVEL) -> dict[Key, Gain]:
    """A gain for each key, such as a competency, in the order in which the keys come first."""
    groups: dict[Key, list[Pair]] = {}
    for key, pair in pairs:
        groups.setdefault(key, []).append(pair)
    return {key: gain(group, level=level) for key, group in groups.items()}


def interval(differences: Sequence[float], *, level: float = LEVEL) -> Interval | None:
    """Mean ± t · s / √n, t of Student's distribution with n - 1 degrees of freedom (Student, Biometrika, 1908).

    None of fewer than two differences, and where all are equal: no spread would pass for no doubt. Raises ValueError
    for a ``level`` outside 0 to 0.999.
    """
    center, spread = moments.mean(differences), moments.sd(differences)
    if center is None or not spread:
        return None
    n = len(differences)
    reach = critical(level, n - 1) * spread / math.sqrt(n)
    return Interval(center - reach, center + reach)


def normalized(before: float | None, after: float | None) -> float | None:
    """<g> = (after - before) / (100 - before): of what the group could still gain, the part that it did gain.

    Of the two means, never the mean of learners' own gains (Hake, American Journal of Physics, 1998). At most 1; below
    0 where the group lost, without a bound. None where either mean is, and where ``before`` is 100.
    """
    if before is None or after is None or before >= 100:
        return None
    return (after - before) / (100 - before)


def form_imbalance(ways: Sequence[tuple[str, str]]) -> float | None:
    """|n(A to B) - n(B to A)| / n: how much of the forms' difference in difficulty a mean difference holds, 0 to 1.

    ``ways`` has the form before and the form after of each matched learner, of two forms. 0 where as many went each
    way, so that the forms cancel out; 1 where all went the same way. Who sat one form twice is counted and adds
    nothing: for them it is practice that differs. None of nobody.
    """
    if not ways:
        return None
    return abs(sum((before < after) - (before > after) for before, after in ways)) / len(ways)
