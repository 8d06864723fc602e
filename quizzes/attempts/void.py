"""Setting an attempt aside, so that its learner may sit the exam once more. Nothing of it is lost."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from course import progress
from course.models import Completion, Person
from course.record import audit
from quizzes.attempts.finish import lock
from quizzes.attempts.story import tell
from quizzes.models import Attempt, AttemptEvent


@transaction.atomic
def void(attempt: Attempt, *, reason: str, by: Person, at: datetime) -> bool:
    """Let a submitted attempt count no more: it uses up none of the attempts allowed, and completes nothing.

    Answers, marks and story stay, the form stays one that the person has seen. False where it is still open, or was set
    aside before.
    """
    attempt = lock(attempt)
    if attempt.state != Attempt.State.SUBMITTED or attempt.voided_at is not None:
        return False
    attempt.voided_at, attempt.void_reason = at, reason
    attempt.save(update_fields=["voided_at", "void_reason"])
    _complete_by_what_counts(attempt)
    tell(attempt, AttemptEvent.Verb.VOIDED, at=at, actor=by.pk, reason=reason)
    audit.record("attempt-voided", attempt, actor=by, at=at, about=attempt.enrollment.person_id)
    return True


def _complete_by_what_counts(attempt: Attempt) -> None:
    """The step is done by the first other attempt that completes it, or it is not done."""
    step, enrollment = attempt.exam.step, attempt.enrollment
    done = Completion.objects.filter(enrollment=enrollment, step=step, version=attempt.number)
    if not done.delete()[0]:
        return
    others = Attempt.objects.counted().filter(enrollment=enrollment, exam=attempt.exam, awaiting=0)
    other = others.exclude(passed=False).order_by("number").first()
    if other is not None and other.submitted_at is not None:
        progress.complete(enrollment, step, version=other.number, at=other.submitted_at)
