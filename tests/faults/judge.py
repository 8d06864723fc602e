"""Does the database hold what a learner was told? Each difference is a sentence.

It runs in ``tests.faults.acts``: a process that knows the learner's claims and the database, and nothing else. It
grades by its own rule: the choice ``yes`` earns the point.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypedDict

if TYPE_CHECKING:
    from quizzes.models import Attempt


class Save(NamedTuple):
    """One save that the learner was told is stored."""

    slot: int
    save_id: str
    choice: str


class Claims(TypedDict):
    """Everything that a learner was told of one sitting of the exam on the page ``exam``, in order.

    ``number`` is which of their attempts it is; they have no later one.
    """

    learner: str
    exam: str
    number: int
    saves: list[Save]
    submitted: bool


def judge(claims: Claims) -> Iterator[str]:
    from quizzes.models import Attempt

    slug = claims["exam"].rstrip("/").rpartition("/")[2]
    sat = Attempt.objects.filter(enrollment__person__email=claims["learner"], exam__step__slug=slug)
    attempts = list(sat.order_by("number"))
    if len(attempts) != claims["number"]:
        yield f"{len(attempts)} attempts instead of {claims['number']}"
        return
    yield from _wrong_answers(attempts[-1], claims)
    yield from _wrong_result(attempts[-1], claims)


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
    completions = attempt.enrollment.completions.filter(step=attempt.exam.step).count()
    stored = (attempt.state, attempt.score, by_competency, completions)
    done = int(claims["submitted"] or claims["number"] > 1)
    told = ("submitted", score, [score], done) if claims["submitted"] else ("open", None, [], done)
    if stored != told:
        yield f"state, score, scores by competency, completions are {stored}, expected {told}"
