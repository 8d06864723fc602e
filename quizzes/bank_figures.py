"""Figures over a whole bank: what it covers, and whether anything but knowledge tells the right choice. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quizzes.item_writing import Item, check
from quizzes.item_writing.items import CHOICES


@dataclass(frozen=True)
class Tagged:
    """A question with what its author says of it. ``domain`` is "" where none is named."""

    item: Item
    competency: str
    domain: str
    basis: str
    expected: str
    critical: bool


class Beside(NamedTuple):
    """How many questions of one value each form asks."""

    value: str
    a: int
    b: int


def grid(questions: Iterable[Tagged]) -> Counter[tuple[str, str]]:
    """How many questions each competency has with each domain."""
    return Counter((each.competency, each.domain) for each in questions)


def key_places(items: Iterable[Item]) -> dict[int, list[int]]:
    """Where the one right choice stands, over single-choice questions: by how many choices they have, counts in order.

    Questions with no right choice, or with several, tell nothing and are left out.
    """
    found: dict[int, list[int]] = {}
    for item in items:
        choices = item.body.get("choices", []) if item.kind == "single" else []
        right = [place for place, choice in enumerate(choices) if choice.get("right")]
        if len(right) == 1:
            found.setdefault(len(choices), [0] * len(choices))[right[0]] += 1
    return dict(sorted(found.items()))


def situations(items: Iterable[Item]) -> tuple[int, int]:
    """How many questions with choices tell of a situation before they ask, and how many with choices there are."""
    asked = [item for item in items if item.kind in CHOICES]
    bare = [item for item in asked if any(finding.rule == "no-situation" for finding in check(item))]
    return len(asked) - len(bare), len(asked)


def beside(
    forms: Mapping[str, Collection[str]],
    questions: Mapping[str, Tagged],
    of: Callable[[Tagged], str],
    order: Sequence[str],
) -> list[Beside]:
    """How often each value of a question stands in form A and in form B; values in ``order``, others after them.

    ``forms`` holds the keys of both; all are among ``questions``.
    """
    a, b = (Counter(of(questions[key]) for key in forms[form]) for form in ("A", "B"))
    values = [*(each for each in order if each in a or each in b), *sorted((a.keys() | b.keys()) - {*order})]
    return [Beside(value, a[value], b[value]) for value in values]
