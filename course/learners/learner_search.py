"""The learners whom a member of staff looks after, with what is granted to each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from course.learners.accommodations import enrollments_to_accommodate
from course.models import Accommodation, Cohort, Enrollment, Person
from course.room.standing import is_quiet, steps_of_courses, with_done, with_standing

# What the files last said of a course: long, and each row that names its course would carry it.
_LONG = "loaded_arrangement"
_AT_ONCE = 1000
_LOOKED_AT = 4
"""Where one learner of so many is quiet, a page of them is found without asking of everybody."""


def cohorts_of(person: Person) -> QuerySet[Cohort]:
    """The cohorts in which ``person`` has learners to look after. One statement."""
    mine = enrollments_to_accommodate(person).filter(cohort=OuterRef("pk"))
    found = Cohort.objects.filter(Exists(mine)).select_related("course").defer(f"course__{_LONG}")
    return found.order_by("course__title", "course", "name")


def find(
    person: Person,
    *,
    at: datetime,
    name: str = "",
    cohort: int | None = None,
    quiet: bool = False,
    among: Iterable[int] | None = None,
) -> QuerySet[Enrollment, int]:
    """The keys of learners by name; with ``quiet`` only of those who are. ``shown`` and ``all_shown`` tell the rest.

    With ``among`` only those of these keys.
    """
    rows = enrollments_to_accommodate(person)
    if among is not None:
        rows = rows.filter(pk__in=among)
    if quiet:
        rows = with_done(rows, steps_of_courses()).filter(is_quiet(person, at=at))
    if name:
        rows = rows.filter(Q(person__name__icontains=name) | Q(person__email__icontains=name))
    if cohort is not None:
        rows = rows.filter(cohort=cohort)
    return rows.order_by(Lower("person__name"), "person__email", "pk").values_list("pk", flat=True)


def first_quiet(person: Person, number: int, *, at: datetime) -> list[int] | None:
    """The first ``number`` of all who are quiet, found among the learners who come first; None where these are too few.

    Three statements.
    """
    first = list(find(person, at=at)[: _LOOKED_AT * number])
    found = list(find(person, at=at, quiet=True, among=first)[:number])
    return found if len(found) == number else None


def shown(keys: Sequence[int]) -> list[Enrollment]:
    """The learners on a page of ``find``, in this order, each ``with_standing``. Two statements.

    Each enrollment's person has ``granted``: a list of what holds now, without the reason. Where learners stand is
    looked up for those on the page alone: sorted with it, it would be for all before them.
    """
    granted: Any = Accommodation.objects.active().defer("reason")
    held = Prefetch("person__accommodations", granted, to_attr="granted")
    told = with_standing(Enrollment.objects.filter(pk__in=keys)).select_related("person", "cohort__course")
    rows = {each.pk: each for each in told.defer(f"cohort__course__{_LONG}").prefetch_related(held)}
    return [rows[key] for key in keys if key in rows]


def all_shown(keys: Iterable[int]) -> Iterator[Enrollment]:
    """Everybody of ``find``, so many at once as fit into memory."""
    left = iter(keys)
    while part := list(islice(left, _AT_ONCE)):
        yield from shown(part)
