"""``python -m tests.faults.judge``: does the database hold what a learner was told? Prints each difference on a line.

It runs in a fresh process that knows the learner's claims (JSON, read from standard input) and the database, and
nothing else. It grades by its own rule: the choice ``yes`` earns the point.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypedDict

import django

if TYPE_CHECKING:
    from quizzes.models import Attempt


class Save(NamedTuple):
    """One save that the learner was told is stored."""

    slot: int
    save_id: str
    choice: str


class Claims(TypedDict):
    """Everything that a learner was told, in order."""

    learner: str
    saves: list[Save]
    submitted: bool


def judge(claims: Claims) -> Iterator[str]:
    from quizzes.models import Attempt

    attempts = list(Attempt.objects.filter(enrollment__person__email=claims["learner"]))
    if len(attempts) != 1:
        yield f"{len(attempts)} attempts instead of one"
        return
    yield from _wrong_answers(attempts[0], claims)
    yield from _wrong_result(attempts[0], claims)


def _wrong_answers(attempt: Attempt, claims: Claims) -> Iterator[str]:
    """Each save is there with the revision that its turn gives it, once, and nothing else is."""
    from quizzes.models import Answer

    rows = Answer.objects.filter(item__attempt=attempt)
    found = sorted(
        (slot, revision, str(save_id), choice)
        for slot, revision, save_id, choice in rows.values_list(
            "item__slot", "revision", "save_id", "response_code"
        )
    )
    turns: dict[int, int] = defaultdict(int)
    told = []
    for save in claims["saves"]:
        turns[save.slot] += 1
        told.append((save.slot, turns[save.slot], save.save_id, save.choice))
    yield from (f"told but not stored: {save}" for save in told if save not in found)
    yield from (f"stored but not told: {row}" for row in found if row not in told)
    if len(found) != len(told):
        yield f"{len(found)} answers are stored, {len(told)} were told"


def _wrong_result(attempt: Attempt, claims: Claims) -> Iterator[str]:
    from quizzes.models import Mark

    last = {save.slot: save for save in claims["saves"]}
    earned = {
        item.slot: int(item.slot in last and last[item.slot].choice == "yes") for item in attempt.items.all()
    }
    marks = Mark.objects.filter(item__attempt=attempt).order_by("item__slot")
    found = [
        (slot, str(save_id or ""), int(points))
        for slot, save_id, points in marks.values_list("item__slot", "answer__save_id", "points")
    ]
    expected = [(slot, last[slot].save_id if slot in last else "", points) for slot, points in earned.items()]
    if found != (expected if claims["submitted"] else []):
        yield f"marks are {found}, the answers say {expected}"
    score = sum(earned.values()) if claims["submitted"] else None
    by_competency = [int(row.points) for row in attempt.competency_scores.all()]
    stored = (attempt.state, attempt.score, by_competency, attempt.enrollment.completions.count())
    told = ("submitted", score, [score], 1) if claims["submitted"] else ("open", None, [], 0)
    if stored != told:
        yield f"state, score, scores by competency, completions are {stored}, expected {told}"


def main() -> None:
    django.setup()
    claims = json.load(sys.stdin)
    claims["saves"] = [Save(*save) for save in claims["saves"]]
    for difference in judge(claims):
        print(difference)


if __name__ == "__main__":
    main()
