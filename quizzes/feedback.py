"""What a learner may be shown of an answer: only what the frozen rules release, and only then."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Max

from course.models import Accommodation, Enrollment
from quizzes import grading
from quizzes.kinds import KINDS, Response
from quizzes.kinds.base import Told
from quizzes.rules import Rules, Shows, When

if TYPE_CHECKING:
    from quizzes.models import Attempt, AttemptItem


@dataclass(frozen=True)
class Feedback:
    """``points`` None: right or wrong is not shown. ``told`` empty and ``explanation_html`` empty: the key is not."""

    item: AttemptItem
    words: Sequence[str]
    points: Decimal | None
    told: Sequence[Told]
    explanation_html: str
    comment: str = ""

    @property
    def is_right(self) -> bool:
        return self.points == self.item.points

    @property
    def is_partly_right(self) -> bool:
        return bool(self.points) and not self.is_right


def held_until(attempt: Attempt) -> datetime | None:
    """When the exam has closed for the last of its learners, where feedback waits for that. Then one statement.

    Whoever sits it under an accommodation, or because its close was moved meanwhile, must not find its keys about.
    """
    rules, exam = attempt.terms, attempt.exam
    if rules.feedback_when is not When.CLOSE or not rules.closes:
        return None
    learners = Enrollment.objects.active().filter(cohort__course=exam.step.lesson.course_id)
    granted = Accommodation.objects.active().filter(person__enrollments__in=learners)
    days = granted.aggregate(days=Max("extra_days"))["days"] or 0
    return max(rules.closes, exam.terms.closes or rules.closes) + timedelta(days=days)


def released(rules: Rules, held: datetime | None, at: datetime) -> Collection[Shows]:
    """What the learner of a submitted attempt may see at this time, if its feedback is held until ``held``."""
    return () if held and at < held else rules.feedback


def feedback_on(
    item: AttemptItem,
    response: Response | None,
    shows: Collection[Shows],
    *,
    points: Decimal | None = None,
    comment: str = "",
) -> Feedback:
    """What ``shows`` releases about one answer. ``points`` are its mark's; without one, what its rule gives."""
    version, response = item.version, response or {}
    if points is None:
        points = grading.grade(item.kind, version.body, item.points, response)
    missed = item.critical and points < item.points
    keys = Shows.KEYS in shows or (missed and Shows.CRITICAL in shows)
    return Feedback(
        item=item,
        words=KINDS[item.kind].texts(version.body, response),
        points=points if keys or Shows.CORRECTNESS in shows else None,
        told=KINDS[item.kind].tell(version.body, response) if keys else (),
        explanation_html=version.explanation_html if keys else "",
        comment=comment,
    )
