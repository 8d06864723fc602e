"""The learner's result: what went well, what to read again, and what the rules release about each answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Prefetch

from course import outline
from course.learners import accommodations
from course.models import Person, Step
from quizzes import attempts, facts
from quizzes.attempts.recompute import newest_mark
from quizzes.feedback import Feedback, feedback_on, held_until, released
from quizzes.kinds import KINDS
from quizzes.models import Attempt, AttemptCompetencyScore, Exam, Mark
from quizzes.rules import Shows

if TYPE_CHECKING:
    from quizzes.attempts.items import AnsweredItem

ITEMS = {Shows.CORRECTNESS, Shows.KEYS, Shows.CRITICAL}
"""Feedback that is about single questions."""


@dataclass(frozen=True)
class Area:
    """What an attempt earned in one competency, and the topics of the course that are about it."""

    score: AttemptCompetencyScore
    topics: Sequence[Step]

    @property
    def went_well(self) -> bool:
        """At least three quarters of the points: enough to say so, without a word on the rest."""
        return self.score.points * 4 >= self.score.possible * 3


def result_page(attempt: Attempt, person: Person, *, at: datetime) -> dict[str, Any]:
    """The context of a submitted attempt's result: only what its rules let the learner see at this time."""
    course = attempt.exam.step.lesson.course
    taken = Step.objects.taken_by(person).filter(lesson__course=course)
    steps = list(taken.select_related("lesson__course").in_order())
    rules = attempt.terms
    held = held_until(attempt)
    shows = released(rules, held, at)
    here = next((step for step in steps if step.pk == attempt.exam.step_id), None)
    areas = _areas(attempt, steps) if Shows.COMPETENCIES in shows else []
    return {
        "attempt": attempt,
        "exam": attempt.exam,
        "course": course,
        "rules": rules,
        "shows_score": Shows.SCORE in shows,
        "shows_keys": Shows.KEYS in shows,
        "later": held if rules.feedback and not shows else None,
        "areas": areas,
        "well": [area for area in areas if area.went_well],
        "again": [area for area in areas if not area.went_well],
        "answers": _answers(attempt, shows),
        "may_retake": _may_retake(attempt, person, at),
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
            [step for step in _nearest(attempt, steps) if (score.competency_id, step.pk) in pairs],
        )
        for score in scores
    ]


def _nearest(attempt: Attempt, steps: Sequence[Step]) -> list[Step]:
    """Topics to read again: those of its own lesson after a lesson's check, else all of the course."""
    topics = [step for step in steps if step.kind == "topic"]
    if attempt.exam.purpose != Exam.Purpose.CHECK:
        return topics
    own = attempt.exam.step.lesson_id
    return [step for step in topics if step.lesson_id == own] or topics


def _answers(attempt: Attempt, shows: Collection[Shows]) -> list[Feedback]:
    """Feedback on each answer that the rules say something about; nothing on what still waits for its mark.

    What a person who marked an answer wrote to the learner is theirs to read under every rule that shows a result.
    """
    about_items = bool(ITEMS & set(shows))
    if not about_items and not (shows and getattr(attempt, "has_words", False)):
        return []
    items = attempts.with_answers(attempt.items.select_related("version"))
    rows = cast("list[AnsweredItem]", list(items.prefetch_related(Prefetch("marks", Mark.objects.all()))))
    told = [
        feedback_on(item, item.response, shows, points=mark.points, comment=mark.comment)
        for item in rows
        if (mark := newest_mark(item)) is not None
    ]
    return [
        each
        for each in told
        if each.comment or each.points is not None or (about_items and KINDS[each.item.kind].by_hand)
    ]


def _may_retake(attempt: Attempt, person: Person, at: datetime) -> str:
    """Whether and when another attempt may begin, in words; empty where none is left."""
    rules, extra = attempt.exam.terms, getattr(attempt, "extra_attempts", None) or 0
    # Each attempt that was set aside makes room for one more number.
    extra += getattr(attempt, "set_aside", 0)
    if attempt.number >= rules.attempts + extra:
        return ""
    taken = list(Attempt.objects.filter(enrollment=attempt.enrollment_id, exam=attempt.exam_id))
    terms = attempts.terms_of(accommodations.active(person.pk), attempt.exam, taken)
    if not terms.left or any(each.state == Attempt.State.OPEN for each in taken):
        return ""
    refusal = terms.refusal(at)
    return facts.refused(terms, refusal) if refusal else facts.may_start_again(terms)
