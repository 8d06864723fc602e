"""Verbs on accommodations, and what they add up to for one person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from course import audit, registry
from course.models import Accommodation, Enrollment, Person

GRANTS = ("time_factor", "extra_minutes", "untimed", "extra_attempts", "extra_days", "may_pause")


def active(person: int) -> Accommodation | None:
    """What is granted to the person with this id now; None for nothing. One statement."""
    return Accommodation.objects.active().filter(person=person).first()


@transaction.atomic
def grant(person: Person, *, reason: str, by: Person, at: datetime, **grants: Any) -> Accommodation:
    """Grant ``grants`` (fields of Accommodation) instead of what was granted before. Open exams follow at once."""
    _end(person, by=by, at=at)
    granted = Accommodation.objects.create(
        person=person, reason=reason, granted_by=by, granted_at=at, **grants
    )
    audit.record("accommodated", person, actor=by, at=at, granted=granted.pk)
    registry.accommodation_changed(person, by=by, at=at)
    return granted


@transaction.atomic
def end(person: Person, *, by: Person, at: datetime) -> None:
    """Take back what is granted. Attempts under way keep the time that they were given."""
    if _end(person, by=by, at=at):
        audit.record("accommodation ended", person, actor=by, at=at)


def _end(person: Person, *, by: Person, at: datetime) -> int:
    # One at a time: two staff members who grant at once leave one active.
    Person.objects.select_for_update().get(pk=person.pk)
    return Accommodation.objects.active().filter(person=person).update(ended_at=at, ended_by=by)


def enrollments_to_accommodate(person: Person) -> Any:
    """Active enrollments whose learners ``person`` may grant accommodations to: trainers and supervisors by assignment.

    An administrator as such may not: the reason is nobody else's business.
    """
    return Enrollment.objects.active().assigned_to(person)
