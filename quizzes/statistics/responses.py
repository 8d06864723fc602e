"""What learners gave: the input of all figures about an exam. Pure.

A row is one learner's sitting, a column one question version. An item that a sitting was not shown, or that still waits
for its points, is absent from it; an item that was shown and left empty is there, with a share of 0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

DIGITS = 12
"""Scores are rounded to so many decimals, so that equal scores are equal, whatever floats make of their sums."""


@dataclass(frozen=True)
class Item:
    """One question version.

    ``points`` is what it can earn, above 0: a float, so decimals of a row are to be turned into one. ``options`` are
    the keys of what can be chosen, in the author's order, and ``right`` those that are right. A true or false has two.
    Both are empty where no option stands for itself: matching, ordering, and what is typed.
    """

    key: str
    points: float = 1.0
    options: tuple[str, ...] = ()
    right: frozenset[str] = frozenset()

    @property
    def random_guess_score(self) -> float | None:
        """The share of its points that blind guessing earns on average: 1 by its options where one is right, else None.

        Moodle's random guess score of a multiple choice with one answer and of a true or false.
        """
        return 1 / len(self.options) if len(self.right) == 1 and self.options else None


class Response(NamedTuple):
    """One learner's answer to one item: ``share`` of its points, 0 to 1, and the keys that were chosen, if any."""

    share: float
    chosen: tuple[str, ...] = ()


Sitting = Mapping[str, Response]
"""One learner's responses, by the items' keys."""


class Total(NamedTuple):
    """Points earned and possible on the items that one sitting was shown."""

    earned: float
    possible: float

    @property
    def share(self) -> float | None:
        """From 0 to 1; None where nothing could be earned."""
        return round(self.earned / self.possible, DIGITS) if self.possible else None


@dataclass(frozen=True)
class Responses:
    """All sittings of one exam. Each sitting's keys are among those of ``items``; other keys raise KeyError."""

    items: Sequence[Item]
    sittings: Sequence[Sitting]

    @cached_property
    def points(self) -> Mapping[str, float]:
        """What each item can earn, by its key."""
        return {item.key: item.points for item in self.items}

    @cached_property
    def totals(self) -> Sequence[Total]:
        """One for each sitting, in their order."""
        return [self._total(sitting) for sitting in self.sittings]

    @cached_property
    def complete(self) -> Sequence[Sitting]:
        """The sittings that were shown every item. With two forms, or questions drawn by lot, there may be none."""
        return [sitting for sitting in self.sittings if self.points.keys() <= sitting.keys()]

    def _total(self, sitting: Sitting) -> Total:
        return Total(
            math.fsum(self.points[key] * response.share for key, response in sitting.items()),
            math.fsum(self.points[key] for key in sitting),
        )

    def rest(self, item: Item) -> Sequence[float | None]:
        """For each sitting that was shown the item, the share of points that it earned on all its other items.

        From 0 to 1; None where the item was its only one.
        """
        return [
            Total(total.earned - item.points * sitting[item.key].share, total.possible - item.points).share
            for sitting, total in zip(self.sittings, self.totals, strict=True)
            if item.key in sitting
        ]

    def of(self, item: Item) -> Sequence[Response]:
        """The responses of those who were shown the item, in the order of ``rest``."""
        return [sitting[item.key] for sitting in self.sittings if item.key in sitting]
