"""Ending an attempt: handed in, or closed when its time was over. Graded once, from what was saved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from course import progress
from quizzes import grading, terms
from quizzes.attempts.items import with_answers
from quizzes.attempts.save import is_overdue
from quizzes.grading import Graded, Totals
from quizzes.kinds import KINDS
from quizzes.models import Attempt, AttemptCompetencyScore, AttemptItem, Mark
from quizzes.rules import read

if TYPE_CHECKING:
    from quizzes.attempts.items import AnsweredItem


@transaction.atomic
def submit(attempt: Attempt, *, at: datetime) -> Attempt:
    """Grade what was saved, append the marks, and complete the exam's step. Doing it again changes nothing.

    After the end of the time it is the time that ended the attempt, not the learner.
    """
    return _end(lock(attempt), at)


@transaction.atomic
def submit_one(attempts: QuerySet[Attempt], pk: int, *, at: datetime) -> Attempt:
    """``submit`` the one of these attempts that has this id. Raises Attempt.DoesNotExist."""
    return _end(_locked(attempts).get(pk=pk), at)


def _end(attempt: Attempt, at: datetime) -> Attempt:
    """End a locked attempt."""
    if attempt.state == Attempt.State.SUBMITTED:
        return attempt
    late = is_overdue(attempt, at)
    items = list(with_answers(attempt.items.select_related("version")))
    marks = [Mark(item=item, answer_id=item.answer_id, points=earned(item), at=at) for item in items]
    Mark.objects.bulk_create(mark for item, mark in zip(items, marks, strict=True) if not waits(item))
    _store(attempt, conclude(attempt, items, marks, late=late, at=at))
    return attempt


def conclude(
    attempt: Attempt, items: Sequence[AnsweredItem], marks: Sequence[Mark], *, late: bool, at: datetime
) -> Totals:
    """Write the end and the result into an attempt, and return what the marks add up to. Nothing is saved."""
    _close(attempt, at=attempt.deadline if late and attempt.deadline else at)
    attempt.ended_by = Attempt.EndedBy.TIME if late else Attempt.EndedBy.LEARNER
    attempt.awaiting = sum(map(waits, items))
    totals = grading.totals(graded(items, marks))
    _take(attempt, totals)
    return totals


def close_overdue(attempt: Attempt, *, at: datetime) -> bool:
    """Close this attempt if its time is over; whether it was. Called whenever somebody touches an attempt."""
    if not is_overdue(attempt, at):
        return False
    with transaction.atomic():
        attempt = lock(attempt)
        # Since it was read it may have been given more time, or its clock may have been stopped.
        if attempt.state == Attempt.State.OPEN and not is_overdue(attempt, at):
            return False
        _end(attempt, at)
        return True


def lock(attempt: Attempt) -> Attempt:
    """Read afresh, with its enrollment and step. A save under way finishes first; none starts until we are done."""
    return _locked(Attempt.objects.all()).get(pk=attempt.pk)


def _locked(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    return attempts.select_for_update(of=("self",)).select_related("enrollment", "exam__step")


def waits(item: AnsweredItem) -> bool:
    """Whether a person has to mark this answer. What was left empty earns nothing and waits for nobody."""
    return bool(KINDS[item.kind].by_hand and item.response)


def earned(item: AnsweredItem) -> Decimal:
    """What the newest answer of an item earns by its kind's rule."""
    return grading.grade(item.kind, item.version.body, item.points, item.response)


def graded(items: Iterable[AttemptItem], marks: Iterable[Mark]) -> list[Graded]:
    """Pair each item with its mark, for adding up."""
    return [
        Graded(
            competency=item.competency_id, critical=item.critical, points=mark.points, possible=item.points
        )
        for item, mark in zip(items, marks, strict=True)
    ]


def _close(attempt: Attempt, *, at: datetime) -> None:
    attempt.state = Attempt.State.SUBMITTED
    attempt.submitted_at = at
    if attempt.paused_at is not None:
        attempt.paused_seconds += int(terms.stood(attempt.paused_at, at).total_seconds())
        attempt.paused_at = None
    taken = int((at - attempt.started_at).total_seconds()) - attempt.paused_seconds
    # A server's clock may step back between start and submit.
    attempt.seconds_taken = max(0, taken)


def keep_totals(attempt: Attempt, totals: Totals) -> None:
    """Store what the marks add up to now, and complete the exam's step where the result allows it."""
    _take(attempt, totals)
    AttemptCompetencyScore.objects.filter(attempt=attempt).delete()
    _store(attempt, totals)


def _take(attempt: Attempt, totals: Totals) -> None:
    attempt.score, attempt.possible = totals.score, totals.possible
    attempt.critical_missed = totals.critical_missed
    attempt.passed = passed(attempt)


def _store(attempt: Attempt, totals: Totals) -> None:
    """Save an attempt that has taken these totals; no scores by competency are stored."""
    attempt.save()
    AttemptCompetencyScore.objects.bulk_create(scores_of(attempt, totals))
    if completes(attempt):
        assert attempt.submitted_at is not None
        step = attempt.exam.step
        progress.complete(attempt.enrollment, step, version=attempt.number, at=attempt.submitted_at)


def completes(attempt: Attempt) -> bool:
    """Whether a submitted attempt completes its step."""
    return not attempt.awaiting and attempt.passed is not False and attempt.voided_at is None


def passed(attempt: Attempt) -> bool | None:
    """Whether the stored result meets the attempt's own pass mark; None while it is not final, or where none is set."""
    if attempt.awaiting or attempt.score is None:
        return None
    return terms.passes(
        read(attempt.rules),
        score=attempt.score,
        possible=attempt.possible,
        critical_missed=attempt.critical_missed or 0,
    )


def scores_of(attempt: Attempt, totals: Totals) -> list[AttemptCompetencyScore]:
    """What the attempt earned in each competency. Nothing is saved."""
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
