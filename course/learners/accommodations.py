"""Verbs on accommodations, and what they add up to for one person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ExpressionWrapper, F, FilteredRelation, Q, TextField

from course import registry
from course.fields import Undecipherable, decrypt
from course.models import Accommodation, Enrollment, Person
from course.models.cohorts import EnrollmentQuerySet
from course.record import audit

GRANTS = ("time_factor", "extra_minutes", "untimed", "extra_attempts", "extra_days", "may_pause")


def active(person: int) -> Accommodation | None:
    """What is granted to the person with this id now; None for nothing. The reason stays closed. One statement."""
    return Accommodation.objects.active().filter(person=person).defer("reason").first()


def story(person: Person) -> list[Accommodation]:
    """All that was ever granted, newest first, with reasons: for those alone who may grant. One statement.

    A reason that no key of this server opens is empty.
    """
    # What a row holds is read as it stands: one that cannot be opened must not take the page down.
    sealed = ExpressionWrapper(F("reason"), output_field=TextField())
    rows = Accommodation.objects.filter(person=person).defer("reason").annotate(sealed=sealed)
    found: list[Any] = list(rows.select_related("granted_by", "ended_by"))
    for granted in found:
        granted.reason = _opened(granted.sealed)
    return found


def _opened(sealed: str) -> str:
    try:
        return decrypt(sealed)
    except Undecipherable:
        return ""


def with_accommodation(enrollments: EnrollmentQuerySet) -> EnrollmentQuerySet:
    """Each with what ``of`` says of it, in the same statement. The reason stays closed here, too."""
    held = FilteredRelation("person__accommodations", condition=Q(person__accommodations__ended_at=None))
    grants = {f"granted_{name}": F(f"held__{name}") for name in ("pk", *GRANTS)}
    found: EnrollmentQuerySet = enrollments.annotate(held=held, **grants)
    return found


def of(enrollment: Enrollment) -> Accommodation | None:
    """What is granted to this learner. No statement where the enrollment was read ``with_accommodation``."""
    if not hasattr(enrollment, "granted_pk"):
        return active(enrollment.person_id)
    if enrollment.granted_pk is None:
        return None
    grants = {name: getattr(enrollment, f"granted_{name}") for name in GRANTS}
    return Accommodation(pk=enrollment.granted_pk, person_id=enrollment.person_id, **grants)


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
def end(granted: Accommodation, *, by: Person, at: datetime) -> bool:
    """Take back what is granted; whether it still was. Attempts under way keep the time that they were given."""
    ended = _end(granted.person, by=by, at=at, only=granted.pk)
    if ended:
        audit.record("accommodation-ended", granted.person, actor=by, at=at, granted=granted.pk)
    return bool(ended)


def _end(person: Person, *, by: Person, at: datetime, only: int | None = None) -> int:
    # One at a time: two staff members who grant at once leave one active.
    Person.objects.select_for_update().get(pk=person.pk)
    going = Accommodation.objects.active().filter(person=person)
    return (going if only is None else going.filter(pk=only)).update(ended_at=at, ended_by=by)


def enrollments_to_accommodate(person: Person) -> EnrollmentQuerySet:
    """Active enrollments whose learners ``person`` may grant accommodations to: trainers and supervisors by assignment.

    An administrator as such may not: the reason is nobody else's business. Nor does anybody grant to themselves.
    """
    return Enrollment.objects.active().assigned_to(person).exclude(person=person)
