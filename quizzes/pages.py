"""What the learner's exam pages show. Nothing here carries a key, a ``why`` or an explanation."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from course import outline
from course.models import Person, Step
from quizzes import attempts
from quizzes.forms import read_response
from quizzes.kinds import KINDS, Posted, Response
from quizzes.models import Answer, Attempt, AttemptCompetencyScore, AttemptItem


@dataclass(frozen=True)
class Number:
    """One question in the row of numbers below the question."""

    slot: int
    answered: bool
    flagged: bool
    current: bool = False

    @property
    def words(self) -> str:
        """Its state for those who do not see its shape."""
        told = [_("Question %d") % self.slot, _("answered") if self.answered else _("not answered yet")]
        return ", ".join([*told, _("flagged")] if self.flagged else told)


@dataclass(frozen=True)
class Area:
    """What an attempt earned in one competency, and the topics of the course that are about it."""

    score: AttemptCompetencyScore
    topics: Sequence[Step]


def attempts_of(person: Person) -> QuerySet[Attempt]:
    """The person's own attempts with what every page names."""
    return Attempt.objects.visible_to(person).select_related("exam__step__lesson__course")


def items_of(person: Person, attempt: int, slot: int) -> QuerySet[AttemptItem]:
    """The question in this slot of this attempt, if the attempt is the person's own."""
    own = Attempt.objects.visible_to(person).filter(pk=attempt)
    return AttemptItem.objects.filter(attempt__in=own, slot=slot).select_related(
        "attempt__exam__step__lesson__course", "version"
    )


def numbers(attempt: Attempt, *, current: int = 0) -> list[Number]:
    """Every question's state, in order. One statement."""
    rows = attempt.items.annotate(code=attempts.code()).values_list("slot", "code", "flagged")
    return [Number(slot, bool(code), flagged, slot == current) for slot, code, flagged in rows]


def first_unanswered(attempt: Attempt) -> int | None:
    """The slot to go on with; None when every question is answered. One statement."""
    return next((number.slot for number in numbers(attempt) if not number.answered), None)


def item_page(item: AttemptItem, *, typed: Posted | None = None, **more: Any) -> dict[str, Any]:
    """The context of a question's page. ``typed`` is a form that was sent but not saved; its answer is shown again."""
    answer = item.answers.order_by("-revision").first()
    listed = numbers(item.attempt, current=item.slot)
    return {
        "item": item,
        "attempt": item.attempt,
        "exam": item.attempt.exam,
        "answer": answer,
        "numbers": listed,
        "total": len(listed),
        "answered": sum(number.answered for number in listed),
        "template": KINDS[item.kind].template,
        "options": KINDS[item.kind].options(item.version.body, item.option_order),
        "response": _shown(item, answer, typed),
        "save_id": uuid.uuid4(),
        "revision": _seen(answer, typed),
        "unsaved": typed is not None,
        **more,
    }


def _shown(item: AttemptItem, answer: Answer | None, typed: Posted | None) -> Response:
    if typed is not None:
        try:
            return read_response(item, typed)
        except ValueError:
            return {}
    return answer.response if answer else {}


def _seen(answer: Answer | None, typed: Posted | None) -> int:
    """The revision that this page builds on: what an unsaved form had seen stays what it had seen."""
    if typed is not None:
        seen = typed.get("revision", "")
        return int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    return answer.revision if answer else 0


def save_state(item: AttemptItem, answer: Answer | None) -> dict[str, Any]:
    """The context of the line that answers a save, and of the question's number."""
    answered = bool(answer and answer.response)
    return {"answer": answer, "number": Number(item.slot, answered, item.flagged, current=True)}


def stored_words(item: AttemptItem, answer: Answer) -> list[str]:
    """What is stored, in the words of the choices."""
    return KINDS[item.kind].texts(item.version.body, answer.response)


def check_page(attempt: Attempt) -> dict[str, Any]:
    """The context of the last look before handing in: what is not answered, and what is flagged. One statement."""
    rows = attempt.items.annotate(code=attempts.code()).select_related("version").defer("version__body")
    items: list[Any] = list(rows)
    return {
        "attempt": attempt,
        "exam": attempt.exam,
        "total": len(items),
        "blank": [item for item in items if not item.code],
        "flagged": [item for item in items if item.flagged],
        "answered": sum(bool(item.code) for item in items),
    }


def result_page(attempt: Attempt, person: Person) -> dict[str, Any]:
    """The context of a submitted attempt's result: only what its rules let the learner see."""
    course = attempt.exam.step.lesson.course
    taken = Step.objects.taken_by(person).filter(lesson__course=course)
    steps = list(taken.select_related("lesson__course").in_order())
    shows = attempt.rules["feedback"]
    here = next((step for step in steps if step.pk == attempt.exam.step_id), None)
    return {
        "attempt": attempt,
        "exam": attempt.exam,
        "course": course,
        "shows_score": "score" in shows,
        "areas": _areas(attempt, steps) if "competencies" in shows else [],
        "next": outline.neighbors(steps, here)[1] if here else None,
    }


def _areas(attempt: Attempt, steps: Sequence[Step]) -> list[Area]:
    scores = attempt.competency_scores.select_related("competency")
    pairs = set(
        Step.competencies.through.objects.filter(step__in=steps).values_list("competency_id", "step_id")
    )
    return [
        Area(
            score,
            [step for step in steps if step.kind == "topic" and (score.competency_id, step.pk) in pairs],
        )
        for score in scores
    ]
