"""What shows only over many questions: where the right choice stands, and how long it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import mean

from quizzes.item_writing.items import CHOICES, Item
from quizzes.item_writing.options import length_ratio

LEAST = 8
"""With fewer questions, chance explains anything."""
RARE = 2.5
"""A place is overused so many standard deviations above its share: by chance, that is one bank of forty."""
MOST_RATIO = 1.2
"""Right choices may be so many times as long as wrong ones, on average over a bank."""


@dataclass(frozen=True)
class Place:
    """``count`` of the right choices stand at ``number``, counted from 1; evenly spread, ``expected`` would."""

    number: int
    count: int
    expected: float
    overused: bool


@dataclass(frozen=True)
class Balance:
    """``questions`` have one right choice. ``ratio``: mean length of right choices by that of wrong ones.

    ``longest`` counts the questions whose one right choice is longer than each other; ``by_chance`` how many would be.
    """

    questions: int
    places: tuple[Place, ...]
    ratio: float | None
    longest: int
    by_chance: float

    @property
    def overused(self) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.overused)

    @property
    def key_longer(self) -> bool:
        return self.questions >= LEAST and self.ratio is not None and self.ratio > MOST_RATIO


def balance_of(items: Iterable[Item]) -> Balance:
    """Over questions with choices; those with one right choice tell about places. One pass."""
    at, sizes, ratios, longest = Counter[int](), Counter[int](), list[float](), 0
    for item in items:
        choices = item.body.get("choices", []) if item.kind in CHOICES else []
        ratio = length_ratio(choices)
        if ratio is None:
            continue
        ratios.append(ratio)
        right = [number for number, choice in enumerate(choices) if choice.get("right")]
        if item.kind == "single" and len(right) == 1:
            at[right[0]] += 1
            sizes[len(choices)] += 1
            lengths = [len(choice["text"]) for choice in choices]
            longest += lengths.count(max(lengths)) == 1 and lengths.index(max(lengths)) == right[0]
    return Balance(
        questions=sizes.total(),
        places=tuple(_place(number, at[number], sizes) for number in range(max(sizes, default=0))),
        ratio=mean(ratios) if ratios else None,
        longest=longest,
        by_chance=sum(count / size for size, count in sizes.items()),
    )


def _place(number: int, count: int, sizes: Counter[int]) -> Place:
    """Questions of different sizes are added up: each with ``number`` among its places gives it one share."""
    shares = [(1 / size, times) for size, times in sizes.items() if number < size]
    expected = sum(share * times for share, times in shares)
    spread = sqrt(sum(share * (1 - share) * times for share, times in shares))
    return Place(
        number=number + 1,
        count=count,
        expected=expected,
        overused=sizes.total() >= LEAST and count > expected + RARE * spread,
    )
