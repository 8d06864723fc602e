"""How far a score can be trusted: internal consistency, and the error of one score. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.statistics import moments
from quizzes.statistics.responses import DIGITS, Responses


@dataclass(frozen=True)
class Reliability:
    """``n`` sittings were shown all ``items`` items; the others are not in these figures.

    ``alpha`` and ``kr20`` are at most 1 and can be below 0; ``sem`` is in percent of the possible points.
    """

    n: int
    items: int
    alpha: float | None
    kr20: float | None
    sem: float | None


def reliability(responses: Responses) -> Reliability:
    """Of the sittings that were shown every item: a total over other items is another test."""
    complete = Responses(responses.items, responses.complete)
    columns = [
        [item.points * sitting[item.key].share for sitting in complete.sittings] for item in complete.items
    ]
    alpha = cronbach_alpha(columns)
    percents = [100 * (total.share or 0.0) for total in complete.totals]
    return Reliability(
        n=len(complete.sittings),
        items=len(columns),
        alpha=alpha,
        kr20=kr20(columns),
        sem=standard_error(moments.sd(percents), alpha),
    )


def cronbach_alpha(columns: Sequence[Sequence[float]]) -> float | None:
    """k / (k - 1) · (1 - Σ V(item) / V(total)); ``columns`` holds each item's points, learners in one order.

    Cronbach, "Coefficient Alpha and the Internal Structure of Tests", Psychometrika, 1951. Below 0 where items
    contradict each other. None of fewer than two items or learners, and where no total varies.
    """
    k = len(columns)
    spreads = [moments.variance(column) for column in columns]
    whole = moments.variance(_totals(columns))
    if k < 2 or not whole:
        return None
    return k / (k - 1) * (1 - math.fsum(each or 0.0 for each in spreads) / whole)


def kr20(columns: Sequence[Sequence[float]]) -> float | None:
    """k / (k - 1) · (1 - Σ p · q / s²): ``cronbach_alpha`` for items that are right or wrong and count alike.

    Kuder and Richardson, "The Theory of the Estimation of Test Reliability", Psychometrika, 1937. s² is the totals'
    spread by n, as p · q is: so the two figures are equal wherever this one is defined. None where an item earned
    anything between, where items have different points, and where alpha is None.
    """
    k = len(columns)
    points = {mark for column in columns for mark in column} - {0}
    totals = _totals(columns)
    spread = moments.variance(totals)
    if k < 2 or len(points) != 1 or not spread:
        return None
    n, one = len(totals), points.pop()
    shares = [math.fsum(column) / one / n for column in columns]
    return k / (k - 1) * (1 - math.fsum(p * (1 - p) for p in shares) / (spread / one**2 * (n - 1) / n))


def standard_error(sd: float | None, reliability: float | None) -> float | None:
    """s · √(1 - r): how far one learner's score would typically move if they sat a like test, in the unit of ``sd``.

    None where either is, and where r is below 0: such items do not measure one thing, and the formula would give an
    error larger than the whole spread.
    """
    if sd is None or reliability is None or reliability < 0:
        return None
    return sd * math.sqrt(max(0.0, 1 - reliability))


def _totals(columns: Sequence[Sequence[float]]) -> list[float]:
    return [round(math.fsum(marks), DIGITS) for marks in zip(*columns, strict=True)]
