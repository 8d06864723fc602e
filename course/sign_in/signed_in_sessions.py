"""The sessions of a person: where they are signed in, and how to end that."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from course.models import Person, Session
from course.record import audit


def open_sessions(person: Person, *, at: datetime) -> QuerySet[Session]:
    """Where ``person`` is signed in, the newest first."""
    return Session.objects.filter(person=person, expire_date__gt=at).order_by("-began_at", "-pk")


def end(person: Person, public_id: UUID, *, at: datetime) -> bool:
    """End one session of ``person``. False when there is none: it ended already, or is somebody else's."""
    ended, _each = open_sessions(person, at=at).filter(public_id=public_id).delete()
    if ended:
        audit.record("signed-out-elsewhere", person, actor=person, at=at)
    return bool(ended)


def end_others(person: Person, *, keep: str | None, at: datetime) -> int:
    """End every session of ``person`` but the one with the key ``keep``. Returns how many there were."""
    ended, _each = open_sessions(person, at=at).exclude(session_key=keep or "").delete()
    if ended:
        audit.record("signed-out-elsewhere", person, actor=person, at=at, sessions=ended)
    return ended
