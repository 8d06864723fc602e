"""Verbs on notes: a question was looked at and is kept as it is, or that is taken back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from course.models import Person
from course.record import audit
from quizzes.analysis.signs import Sign
from quizzes.models import Exam, ItemReview, QuestionVersion


@transaction.atomic
def keep(
    version: QuestionVersion, exam: Exam, *, reason: str, signs: Iterable[Sign], by: Person, at: datetime
) -> ItemReview:
    """Note why this version stays in this exam, and quiet ``signs``. An earlier note of it is replaced.

    Raises ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("A question is kept for a reason.")
    seen = [sign.value for sign in Sign if sign in set(signs)]
    said = {"reason": reason, "signs": seen, "by": by, "at": at}
    review, _new = ItemReview.objects.update_or_create(version=version, exam=exam, defaults=said)
    audit.record(
        "item-kept",
        version.question,
        actor=by,
        at=at,
        version=version.number,
        exam=exam.step.title,
        reason=reason,
    )
    return review


@transaction.atomic
def reopen(review: ItemReview, *, by: Person, at: datetime) -> None:
    """Take a note back: its signs show again."""
    version, exam = review.version, review.exam
    review.delete()
    audit.record(
        "item-reopened", version.question, actor=by, at=at, version=version.number, exam=exam.step.title
    )


def reviews_of(exam: Exam) -> dict[int, ItemReview]:
    """All notes on questions of this exam, by version. One statement."""
    found = ItemReview.objects.filter(exam=exam).select_related("by")
    return {review.version_id: review for review in found}
