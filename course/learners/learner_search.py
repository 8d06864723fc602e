"""The learners whom a member of staff looks after, with what is granted to each."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from course.learners.accommodations import enrollments_to_accommodate
from course.models import Accommodation, Cohort, Enrollment, Person


def cohorts_of(person: Person) -> QuerySet[Cohort]:
    """The cohorts in which ``person`` has learners to look after. One statement."""
    mine = enrollments_to_accommodate(person).filter(cohort=OuterRef("pk"))
    found = Cohort.objects.filter(Exists(mine)).select_related("course")
    return found.order_by("course__title", "course", "name")


def find(person: Person, *, name: str = "", cohort: int | None = None) -> QuerySet[Enrollment]:
    """Learners by name. Each enrollment's person has ``granted``: a list of what holds now, without the reason."""
    rows = enrollments_to_accommodate(person).select_related("person", "cohort__course")
    if name:
        rows = rows.filter(Q(person__name__icontains=name) | Q(person__email__icontains=name))
    if cohort is not None:
        rows = rows.filter(cohort=cohort)
    granted: Any = Accommodation.objects.active().defer("reason")
    held = Prefetch("person__accommodations", granted, to_attr="granted")
    return rows.prefetch_related(held).order_by(Lower("person__name"), "person__email", "pk")
