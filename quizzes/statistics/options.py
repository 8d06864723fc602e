"""Who chose what: the distractor table of one item. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from quizzes.statistics.responses import Item, Response
from quizzes.statistics.small_numbers import few

RARE = 20
"""A distractor that fewer than one in so many choose does no work."""


class Third(IntEnum):
    """Where a learner's rest score lies among those who were shown the item."""

    LOWER = 0
    MIDDLE = 1
    UPPER = 2


class ByThird(NamedTuple):
    """Numbers of learners."""

    lower: int
    middle: int
    upper: int


@dataclass(frozen=True)
class Option:
    """One line of the table. ``chosen`` is a number of learners, ``share`` the part of all who were shown the item.

    ``share`` is from 0 to 1. Where several options can be chosen, the shares of an item may add up to more than 1.
    ``key`` is "" for those who chose nothing. ``nonfunctional`` says whether a distractor was chosen by fewer than 5 %;
    None for what is no distractor, and where too few learners were shown the item to judge.
    """

    key: str
    right: bool
    chosen: int
    share: float | None
    by: ByThird
    nonfunctional: bool | None


@dataclass(frozen=True)
class Table:
    """The options in the author's order, then "" for nothing chosen. ``sizes`` says how many learners each third has.

    ``sizes`` add up to fewer than all where learners were shown no other item, and so have no rest score.
    """

    options: tuple[Option, ...]
    sizes: ByThird


def thirds(scores: Sequence[float]) -> list[Third]:
    """The third of each score, in their order.

    A score's place is the share of learners below it plus half of those level with it, itself among them: up to but not
    including 1/3 is the lower third, above 2/3 the upper. So learners with one score are never parted, their
    order is of no account, and thirds may differ in size; where all are level, all are in the middle.
    """
    n = len(scores)
    places: dict[float, Third] = {}
    below = 0
    for score, level in sorted(Counter(scores).items()):
        # Six times the place times n: whole numbers, so that nothing is rounded at the cuts.
        place = 3 * (2 * below + level)
        places[score] = Third.LOWER if place < 2 * n else Third.UPPER if place > 4 * n else Third.MIDDLE
        below += level
    return [places[score] for score in scores]


def table(item: Item, responses: Sequence[Response], rest: Sequence[float | None]) -> Table | None:
    """Who chose what, by thirds of the rest score; ``responses`` and ``rest`` as ``Responses`` has them, in one order.

    None for an item without options. Chosen keys that the item does not have are not counted.
    """
    if not item.options:
        return None
    known = iter(thirds([score for score in rest if score is not None]))
    groups = [None if score is None else next(known) for score in rest]
    return Table(
        tuple(_option(item, key, responses, groups) for key in (*item.options, "")), _by_third(groups)
    )


def _option(item: Item, key: str, responses: Sequence[Response], groups: Sequence[Third | None]) -> Option:
    n = len(responses)
    theirs = [
        group
        for response, group in zip(responses, groups, strict=True)
        if (key in response.chosen if key else not response.chosen)
    ]
    distractor = bool(key) and bool(item.right) and key not in item.right
    return Option(
        key=key,
        right=key in item.right,
        chosen=len(theirs),
        share=len(theirs) / n if n else None,
        by=_by_third(theirs),
        nonfunctional=RARE * len(theirs) < n if distractor and not few(n) else None,
    )


def _by_third(groups: Sequence[Third | None]) -> ByThird:
    return ByThird(*(groups.count(third) for third in Third))
