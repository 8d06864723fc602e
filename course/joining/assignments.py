"""Verbs on assignments: who trains and who supervises, in which course or cohort."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from course.joining import people
from course.models import Assignment, Cohort, Course, Person
from course.record import audit


def find(*, name: str = "", role: str = "", course: Course | None = None) -> QuerySet[Assignment]:
    """All assignments, by name; to a course or to any of its cohorts. One statement."""
    rows = Assignment.objects.select_related("person", "course", "cohort__course")
    if name:
        rows = rows.filter(Q(person__name__icontains=name) | Q(person__email__icontains=name))
    if role:
        rows = rows.filter(role=role)
    if course is not None:
        rows = rows.filter(Q(course=course) | Q(cohort__course=course))
    return rows.order_by(Lower("person__name"), "person__email", "role", "pk")


@transaction.atomic
def give(
    person: Person, role: str, *, course: Course | None, cohort: Cohort | None, by: Person, at: datetime
) -> Assignment | None:
    """Assign ``person`` to a course or a cohort. None where they hold this role there already."""
    if Assignment.objects.filter(person=person, role=role, course=course, cohort=cohort).exists():
        return None
    assignment = people.assign(person, role, course=course, cohort=cohort)
    audit.record("assigned", person, actor=by, at=at, **_told(assignment))
    return assignment


@transaction.atomic
def end(pk: int, *, by: Person, at: datetime) -> Assignment | None:
    """End an assignment: the person's rights end at once; its history stays. None where it had ended before."""
    assignment = (
        Assignment.objects.select_for_update(of=("self",)).select_related("person").filter(pk=pk).first()
    )
    if assignment is None:
        return None
    audit.record("assignment-ended", assignment.person, actor=by, at=at, **_told(assignment))
    assignment.delete()
    return assignment


def _told(assignment: Assignment) -> dict[str, Any]:
    """What the person reads of it in their record, also when the cohort has another name by then."""
    place = assignment.course.title if assignment.course else str(assignment.cohort)
    return {"role": assignment.get_role_display(), "scope": place}
