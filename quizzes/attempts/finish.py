"""Handing an attempt in: graded once, from what was saved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from course import progress
from quizzes import grading
from quizzes.attempts.items import with_answers
from quizzes.grading import Graded, Totals
from quizzes.models import Attempt, AttemptCompetencyScore, AttemptItem, Mark

if TYPE_CHECKING:
    from quizzes.attempts.items import AnsweredItem


@transaction.atomic
def submit(attempt: Attempt, *, at: datetime) -> Attempt:
    """Grade what was saved, append the marks, and complete the exam's step. Doing it again changes nothing."""
    attempt = _lock(attempt)
    if attempt.state == Attempt.State.SUBMITTED:
        return attempt
    items = list(with_answers(attempt.items.select_related("version")))
    marks = [_mark(item, at) for item in items]
    Mark.objects.bulk_create(marks)
    totals = grading.totals(graded(items, marks))
    AttemptCompetencyScore.objects.bulk_create(_scores(attempt, totals))
    _close(attempt, totals, at)
    progress.complete(attempt.enrollment, attempt.exam.step, version=attempt.number, at=at)
    return attempt


def _lock(attempt: Attempt) -> Attempt:
    """Read afresh; a save that is under way finishes first, and none starts until we are done."""
    rows = Attempt.objects.select_for_update(of=("self",)).select_related("enrollment", "exam__step")
    return rows.get(pk=attempt.pk)


def earned(item: AnsweredItem) -> Decimal:
    """What the newest answer of an item earns by its kind's rule."""
    return grading.grade(item.kind, item.version.body, item.points, item.response)


def _mark(item: AnsweredItem, at: datetime) -> Mark:
    return Mark(item=item, answer_id=item.answer_id, points=earned(item), at=at)


def graded(items: Iterable[AttemptItem], marks: Iterable[Mark]) -> list[Graded]:
    """Pair each item with its mark, for adding up."""
    return [
        Graded(
            competency=item.competency_id, critical=item.critical, points=mark.points, possible=item.points
        )
        for item, mark in zip(items, marks, strict=True)
    ]


def _scores(attempt: Attempt, totals: Totals) -> list[AttemptCompetencyScore]:
    return [
        AttemptCompetencyScore(
            attempt=attempt,
            competency_id=share.competency,
            points=share.points,
            possible=share.possible,
            items=share.items,
        )
        for share in totals.shares
    ]


def _close(attempt: Attempt, totals: Totals, at: datetime) -> None:
    attempt.state = Attempt.State.SUBMITTED
    attempt.submitted_at = at
    attempt.score, attempt.possible = totals.score, totals.possible
    attempt.critical_missed = totals.critical_missed
    # A server's clock may step back between start and submit.
    attempt.seconds_taken = max(0, int((at - attempt.started_at).total_seconds()))
    attempt.save(
        update_fields=["state", "submitted_at", "score", "possible", "critical_missed", "seconds_taken"]
    )
