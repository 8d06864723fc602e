"""Item analysis: what the answers say about each question. Pure.

Names and definitions are Moodle's (MoodleDocs, "Quiz statistics calculations"; ``question/classes/statistics/questions/
calculator.php``, The Open University, 2013), so that figures can be compared; where more is said, the docstring tells.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from quizzes.statistics import moments
from quizzes.statistics.options import Option, Table, table
from quizzes.statistics.responses import Item, Responses
from quizzes.statistics.small_numbers import few


class Alert(Enum):
    """What a person should look at. None of them says that a question is bad."""

    FEW = "too few to judge"
    EVERYONE_RIGHT = "everyone earned all points"
    EVERYONE_WRONG = "nobody earned a point"
    NEGATIVE = "those who did better elsewhere did worse here"
    CHECK_KEY = "the upper third chose a wrong option more often than a right one"


@dataclass(frozen=True)
class ItemFigures:
    """All figures of one item; each is None where it is not defined.

    ======================== ========== ===============================================================================
    figure                   unit       what
    ======================== ========== ===============================================================================
    n                        learners   who were shown the item and have points for it
    facility                 0 to 1     mean share of its points
    sd                       share      standard deviation (n - 1) of these shares
    discrimination_index     percent    100 · correlation of the item with the rest; -100 to 100
    discriminative_efficiency percent   100 · covariance with the rest by the most that these marks allow; at most 100
    point_biserial           -1 to 1    the same correlation by the formula of right and wrong; only for such items
    random_guess_score       0 to 1     what blind guessing earns, where exactly one option is right
    intended_weight          percent    its points by those of its sittings, on average
    effective_weight         percent    its part in how the totals spread
    ======================== ========== ===============================================================================

    "The rest" is the share of points on the other items of the same sitting. ``options`` is None for kinds without any.
    """

    item: Item
    n: int
    facility: float | None
    sd: float | None
    discrimination_index: float | None
    discriminative_efficiency: float | None
    point_biserial: float | None
    random_guess_score: float | None
    intended_weight: float | None
    effective_weight: float | None
    options: Table | None
    alerts: tuple[Alert, ...]


def analyze(responses: Responses) -> list[ItemFigures]:
    """The figures of every item, in the order of ``responses.items``."""
    weights = effective_weights(responses)
    return [_figures(item, responses, weights[item.key]) for item in responses.items]


def _figures(item: Item, responses: Responses, weight: float | None) -> ItemFigures:
    given, rest = responses.of(item), responses.rest(item)
    shares = [response.share for response in given]
    index = discrimination_index(shares, rest)
    options = table(item, given, rest)
    return ItemFigures(
        item=item,
        n=len(shares),
        facility=moments.mean(shares),
        sd=moments.sd(shares),
        discrimination_index=index,
        discriminative_efficiency=discriminative_efficiency(shares, rest),
        point_biserial=point_biserial(shares, rest),
        random_guess_score=item.random_guess_score,
        intended_weight=_intended_weight(item, responses),
        effective_weight=weight,
        options=options,
        alerts=tuple(_alerts(shares, index, options)),
    )


def discrimination_index(shares: Sequence[float], rest: Sequence[float | None]) -> float | None:
    """100 · C(x, r) / √(V(x) · V(r)): Pearson's correlation of the item with the rest, in percent.

    None for fewer than two learners, and where either does not vary: then nobody can be told apart.
    """
    found = moments.correlation(*_pairs(shares, rest))
    return None if found is None else 100 * found


def discriminative_efficiency(shares: Sequence[float], rest: Sequence[float | None]) -> float | None:
    """100 · C(x, r) / Cmax, where Cmax pairs the same marks lowest with lowest and highest with highest.

    At most 100; it can fall below -100, since the least covariance can be larger than the most. None as for
    ``discrimination_index``.
    """
    own, others = _pairs(shares, rest)
    most = moments.covariance(sorted(own), sorted(others))
    if not most:
        return None
    return min(100 * (moments.covariance(own, others) or 0.0) / most, 100.0)


def point_biserial(shares: Sequence[float], rest: Sequence[float | None]) -> float | None:
    """(M₁ - M₀) / s · √(p · q): mean rest of those who were right less that of the others, by its spread (n).

    Only for items where every learner earned all or nothing; there it is ``discrimination_index`` by 100. None for
    others, and where that is None.
    """
    own, others = _pairs(shares, rest)
    right = [score for share, score in zip(own, others, strict=True) if share == 1]
    wrong = [score for share, score in zip(own, others, strict=True) if share == 0]
    above, below, spread = moments.mean(right), moments.mean(wrong), moments.sd(others)
    if len(right) + len(wrong) < len(own) or above is None or below is None or not spread:
        return None
    n = len(own)
    return (above - below) / spread * math.sqrt(len(right) / n * len(wrong) / (n - 1))


def effective_weights(responses: Responses) -> Mapping[str, float | None]:
    """100 · √C(x, T) / Σ √C(x, T), by the items' keys: x are an item's points, T all points of the sitting.

    Only sittings that were shown every item count. As in Moodle, an item whose covariance with the total is below 0 has
    no weight (None) and is not in the sum; the others add up to 100. None for all where no total varies.
    """
    totals = [total.share or 0.0 for total in Responses(responses.items, responses.complete).totals]
    roots: dict[str, float | None] = {}
    for item in responses.items:
        marks = [item.points * sitting[item.key].share for sitting in responses.complete]
        found = moments.covariance(marks, totals)
        roots[item.key] = None if found is None or found < 0 else math.sqrt(found)
    whole = math.fsum(root for root in roots.values() if root is not None)
    return {key: 100 * root / whole if root is not None and whole else None for key, root in roots.items()}


def _intended_weight(item: Item, responses: Responses) -> float | None:
    """In percent: its points by those of the form. With questions drawn by lot, sittings differ; then on average."""
    return moments.mean(
        [
            100 * item.points / total.possible
            for sitting, total in zip(responses.sittings, responses.totals, strict=True)
            if item.key in sitting and total.possible
        ]
    )


def _pairs(shares: Sequence[float], rest: Sequence[float | None]) -> tuple[list[float], list[float]]:
    """Without those who were shown no other item."""
    both = [(share, score) for share, score in zip(shares, rest, strict=True) if score is not None]
    return [share for share, _ in both], [score for _, score in both]


def _alerts(shares: Sequence[float], index: float | None, options: Table | None) -> list[Alert]:
    """What everybody did is told of any number of learners; what needs judgment, only of 30 or more."""
    found = [Alert.FEW] if few(len(shares)) else []
    if shares and min(shares) >= 1:
        found.append(Alert.EVERYONE_RIGHT)
    if shares and max(shares) <= 0:
        found.append(Alert.EVERYONE_WRONG)
    if few(len(shares)):
        return found
    if index is not None and index < 0:
        found.append(Alert.NEGATIVE)
    if options and _wrong_looks_right(options.options):
        found.append(Alert.CHECK_KEY)
    return found


def _wrong_looks_right(options: Sequence[Option]) -> bool:
    right = [option.by.upper for option in options if option.right]
    wrong = [option.by.upper for option in options if option.key and not option.right]
    return bool(right) and bool(wrong) and max(wrong) > min(right)
