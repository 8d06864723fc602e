"""The clock of an attempt: pausing it, closing what has run out, and following an accommodation."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from course.learners import accommodations
from course.models import Person
from quizzes import terms
from quizzes.attempts.errors import Closed
from quizzes.attempts.finish import close_overdue, lock
from quizzes.attempts.save import is_open
from quizzes.attempts.story import tell
from quizzes.attempts.terms_of import allowance_of
from quizzes.models import Attempt, AttemptEvent
from quizzes.rules import read
from quizzes.terms import GRACE


@transaction.atomic
def pause(attempt: Attempt, *, at: datetime) -> Attempt:
    """Stop the clock. Pausing twice is the same as once.

    Raises Closed when the attempt is over, and PermissionError when no accommodation allows pauses.
    """
    attempt = lock(attempt)
    if attempt.paused_at is not None:
        return attempt
    if not is_open(attempt, at):
        raise Closed(attempt)
    if not allowance_of(accommodations.active(attempt.enrollment.person_id)).may_pause:
        raise PermissionError
    attempt.paused_at = at
    attempt.save(update_fields=["paused_at"])
    tell(attempt, AttemptEvent.Verb.PAUSED, at=at, actor=attempt.enrollment.person_id)
    return attempt


@transaction.atomic
def unpause(attempt: Attempt, *, at: datetime) -> Attempt:
    """Let the clock run again: the end moves by as long as it stood still, at most to when the exam closes."""
    attempt = lock(attempt)
    if attempt.state != Attempt.State.OPEN or attempt.paused_at is None:
        return attempt
    stood = terms.stood(attempt.paused_at, at)
    seconds = int(stood.total_seconds())
    attempt.paused_at = None
    attempt.paused_seconds += seconds
    if attempt.deadline is not None:
        closes = _terms(attempt).closes
        moved = min(filter(None, (attempt.deadline + stood, closes)))
        # An accommodation that ended meanwhile takes no time away.
        attempt.deadline = max(attempt.deadline, moved)
    attempt.save(update_fields=["paused_at", "paused_seconds", "deadline"])
    tell(attempt, AttemptEvent.Verb.UNPAUSED, at=at, actor=attempt.enrollment.person_id, seconds=seconds)
    return attempt


@transaction.atomic
def accommodate(person: Person, *, by: Person, at: datetime) -> None:
    """Give the person's open attempts the time that their accommodation grants now. Never takes time away."""
    going = Attempt.objects.filter(enrollment__person=person, state=Attempt.State.OPEN)
    for attempt in going.exclude(deadline=None).order_by("pk"):
        _follow(lock(attempt), by, at)


def _follow(attempt: Attempt, by: Person, at: datetime) -> None:
    before = attempt.deadline
    if attempt.state != Attempt.State.OPEN or before is None or close_overdue(attempt, at=at):
        return
    # Pauses had moved the end already; what is granted is added to that.
    stood = timedelta(seconds=attempt.paused_seconds)
    after = _terms(attempt).deadline(attempt.started_at, stood=stood)
    after = after and max(before, after)
    if after == before:
        return
    attempt.deadline = after
    attempt.save(update_fields=["deadline"])
    ends = after.isoformat() if after else None
    verb = AttemptEvent.Verb.ACCOMMODATED
    tell(attempt, verb, at=at, actor=by.pk, before=before.isoformat(), after=ends)


def _terms(attempt: Attempt) -> terms.Terms:
    """The frozen rules with what the person is granted today."""
    granted = accommodations.active(attempt.enrollment.person_id)
    return terms.of(read(attempt.rules), allowance_of(granted))


def closes(attempt: Attempt) -> datetime | None:
    """When the exam closes for this learner, whether or not the clock stands still. One statement."""
    return _terms(attempt).closes


def close_paused(attempt: Attempt, *, at: datetime) -> bool:
    """Close this attempt if the exam closed while its clock stood still; whether it was."""
    if attempt.state != Attempt.State.OPEN or attempt.paused_at is None or attempt.deadline is None:
        return False
    end = closes(attempt)
    if end is None or at <= max(end, attempt.deadline) + GRACE:
        return False
    return close_overdue(unpause(attempt, at=at), at=at)


def close_all_overdue(*, at: datetime) -> int:
    """Close every attempt whose time is over, each in a transaction of its own. Returns how many."""
    ends = Attempt.objects.filter(state=Attempt.State.OPEN, deadline__lt=at - GRACE).order_by("pk")
    overdue, paused = ends.filter(paused_at=None), ends.exclude(paused_at=None)
    closed = sum(close_overdue(attempt, at=at) for attempt in overdue.iterator(chunk_size=100))
    stood_still = paused.select_related("enrollment").iterator(chunk_size=100)
    return closed + sum(close_paused(attempt, at=at) for attempt in stood_still)
