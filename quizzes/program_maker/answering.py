"""How made-up learners answer: by the three-parameter logistic model of item response theory. Pure.

Birnbaum, in Lord and Novick, Statistical Theories of Mental Test Scores (1968), chapter 17.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp
from random import Random
from typing import Any

from quizzes.guesses import any_answer
from quizzes.kinds import KINDS, Body, Response

DIFFICULTY = {"easy": -1.6, "medium": -0.1, "hard": 1.5}
"""Chosen so that newcomers get right what ``Question.Expected`` says."""
MISLEADS = 0.02
"""The share of questions that the able get wrong: something for the item analysis to find."""
CHANGES_MIND = 0.12
# Of the wrong choices one draws most of those who do not know, and one hardly anybody.
PULL = (6, 3, 1)


@dataclass(frozen=True)
class Item:
    """A question as it behaves. ``slope``: its discrimination; ``pull``: how wrong choices draw, by key."""

    kind: str
    body: Body
    key: Response
    difficulty: float
    slope: float
    floor: float
    pull: dict[str, int]

    def chance(self, ability: float) -> float:
        """The probability that somebody of this ability knows it, or guesses it."""
        return self.floor + (1 - self.floor) / (1 + exp(-self.slope * (ability - self.difficulty)))


def item(key: str, expected: str, kind: str, body: Body) -> Item:
    """The same question behaves the same in every program."""
    rng, right = Random(f"item {key}"), KINDS[kind].key_of(body)
    options = [option for option in KINDS[kind].keys(body) if option != right.get("choice")]
    rng.shuffle(options)
    misleads = rng.random() < MISLEADS
    return Item(
        kind=kind,
        body=body,
        key=right,
        difficulty=DIFFICULTY[expected] + rng.gauss(0, 0.4),
        slope=-0.5 if misleads else rng.lognormvariate(0.1, 0.3),
        floor=1 / (len(options) + 1) if "choice" in right else 0,
        pull=dict(zip(options, PULL, strict=False)) if "choice" in right else {},
    )


def answer(item: Item, ability: float, order: Sequence[str], rng: Random) -> Response:
    """What the learner leaves standing; empty for nothing."""
    chance = item.chance(ability)
    match item.key:
        case {"choice": _} if rng.random() >= chance:
            return {"choice": rng.choices(list(item.pull), list(item.pull.values()))[0]}
        case {"choices": right}:
            # All or nothing, mostly: each part is known a little better than the whole.
            known = [each for each in right if rng.random() < chance ** (1 / len(right))]
            others = [each for each in order if each not in known]
            return {"choices": sorted([*known, *rng.sample(others, len(right) - len(known))])}
        case {"rows": rows}:
            given = any_answer(item.kind, item.body, order, rng)["rows"]
            return {"rows": {row: rows[row] if rng.random() < chance else given[row] for row in rows}}
        case {"choice": _}:
            return item.key
    return item.key if rng.random() < chance else any_answer(item.kind, item.body, order, rng)


def saves(item: Item, final: Response, rng: Random) -> Iterator[Response]:
    """Every answer that the page saves until the final one stands: by parts as it is filled in, or after a change."""
    match final:
        case {"choice": chosen} if rng.random() < CHANGES_MIND:
            yield {"choice": next(key for key in (*item.pull, *item.key.values()) if key != chosen)}
        case {"choices": chosen}:
            yield from ({"choices": chosen[:count]} for count in range(1, len(chosen)))
        case {"rows": parts} | {"places": parts}:
            yield from ({next(iter(final)): first} for first in _beginnings(parts))
    if final:
        yield final


def _beginnings(parts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    pairs = list(parts.items())
    return (dict(pairs[:count]) for count in range(1, len(pairs)))
