"""Who read an attempt: told once an hour, however often its page is opened, and once its result is there or changed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from course.models import Person
from course.record import audit
from quizzes.attempts.story import tell
from quizzes.models import Attempt, AttemptEvent

ONCE_IN = timedelta(hours=1)


def with_last_read(attempts: QuerySet[Attempt], person: Person) -> QuerySet[Attempt]:
    """Annotate ``last_read``: when it was last told that ``person`` read the attempt."""
    reads = AttemptEvent.objects.filter(attempt=OuterRef("pk"), verb=AttemptEvent.Verb.READ, actor=person)
    return attempts.annotate(last_read=Subquery(reads.order_by("-at").values("at")[:1]))


def was_read() -> Exists:
    """Of an attempt: whether anybody of the staff has opened it since it was handed in, or since its result changed."""
    result = Coalesce(OuterRef("changed_at"), OuterRef("submitted_at"))
    reads = AttemptEvent.objects.filter(attempt=OuterRef("pk"), verb=AttemptEvent.Verb.READ, at__gte=result)
    return Exists(reads)


def read_by(attempt: Attempt, person: Person, *, at: datetime) -> bool:
    """Tell that ``person`` of the staff reads this attempt. False where that was told less than an hour ago.

    Whoever is told so by ``with_last_read`` need not wait for a lock on most views of the page.
    """
    last = getattr(attempt, "last_read", None)
    return (last is None or last <= at - ONCE_IN or last < _stands_since(attempt)) and _tell(
        attempt, person, at
    )


def _stands_since(attempt: Attempt) -> datetime:
    """Since when the attempt says what it says: who read it before has not read that."""
    return max(each for each in (attempt.started_at, attempt.submitted_at, attempt.changed_at) if each)


@transaction.atomic
def _tell(attempt: Attempt, person: Person, at: datetime) -> bool:
    # Two pages opened at once look one after the other.
    Attempt.objects.select_for_update().only("pk").get(pk=attempt.pk)
    if _told(attempt, person, at):
        return False
    tell(attempt, AttemptEvent.Verb.READ, at=at, actor=person.pk)
    audit.record("read-scores", attempt, actor=person, at=at, about=attempt.enrollment.person_id)
    return True


def _told(attempt: Attempt, person: Person, at: datetime) -> bool:
    reads = AttemptEvent.objects.filter(attempt=attempt, verb=AttemptEvent.Verb.READ, actor=person)
    return reads.filter(at__gt=at - ONCE_IN, at__gte=_stands_since(attempt)).exists()
