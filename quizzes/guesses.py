"""Answers of people who are made up. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from quizzes.kinds import KINDS, Body, Response


def any_answer(kind: str, body: Body, order: Sequence[str], rng: Random) -> Response:
    """Any answer that has the form of the key; none where words are asked for. ``order`` is that of the options."""
    match KINDS[kind].key_of(body):
        case {"choice": _}:
            return {"choice": rng.sample(order, 1)[0]}
        case {"choices": chosen}:
            return {"choices": sorted(rng.sample(order, len(chosen)))}
        case {"answer": _}:
            return {"answer": rng.random() < 0.5}
        case {"rows": rows}:
            return {"rows": {row: rng.choice(list(rows.values())) for row in rows}}
        case {"places": places}:
            mixed = rng.sample(list(places.values()), len(places))
            return {"places": dict(zip(places, mixed, strict=True))}
    return {}
