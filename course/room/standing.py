"""Where learners stand: steps done, their last work, who is quiet. One definition for mail, home, list and grid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from course import registry
from course.models import Completion, Enrollment, Person, Step
from course.models.cohorts import EnrollmentQuerySet


def with_standing(enrollments: EnrollmentQuerySet) -> EnrollmentQuerySet:
    """Each with ``last_work``, ``done`` and ``total``: of the course's live steps. In the same statement."""
    return with_done(registry.with_last_work(enrollments))


def with_done(enrollments: EnrollmentQuerySet, totals: Mapping[int, int] | None = None) -> EnrollmentQuerySet:
    """Each with ``done`` and ``total``. In the same statement.

    ``totals``, ``steps_of_courses``, spare many learners that the steps of their course are counted for each of them.
    """
    # The live steps are few, and looked up once; joined, they would be looked up for every completion. As a condition
    # on the rows, and not on what is counted, each of them would be sought for every learner: twice the time.
    live = Q(step__in=Step.objects.live().values("pk"))
    done = Completion.objects.filter(enrollment=OuterRef("pk"))
    total = live_steps("course") if totals is None else _known(totals)
    found: EnrollmentQuerySet = enrollments.annotate(done=_count(done, "enrollment", live), total=total)
    return found


def live_steps(course: str) -> Coalesce:
    """How many live steps the course has, to annotate a row with whose ``course`` it is."""
    return _count(Step.objects.live().filter(lesson__course=OuterRef(course)), "lesson__course")


def active_learners() -> Coalesce:
    """How many active learners a cohort has, to annotate it with."""
    return _count(Enrollment.objects.active().filter(cohort=OuterRef("pk")), "cohort")


def steps_of_courses() -> dict[int, int]:
    """How many live steps each course has. One statement."""
    rows = Step.objects.live().order_by().values("lesson__course").annotate(number=Count("pk"))
    return dict(rows.values_list("lesson__course", "number"))


def _known(totals: Mapping[int, int]) -> Case:
    whens = [When(course=course, then=Value(number)) for course, number in totals.items()]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def _count(rows: QuerySet[Any], by: str, counted_if: Q | None = None) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk", filter=counted_if)).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def is_quiet(person: Person, *, at: datetime) -> Q:
    """Of enrollments ``with_done``: steps are left, and nothing was done for as many days as ``person`` set.

    A step finished, a reflection saved, an exam begun and an answer saved are all work; what was written is not read.
    """
    return ~registry.worked_since(at - timedelta(days=person.quiet_days)) & Q(done__lt=F("total"))


def looked_after(person: Person) -> EnrollmentQuerySet:
    """The active learners of the cohorts to which ``person`` is assigned, never the person."""
    return Enrollment.objects.active().assigned_to(person).exclude(person=person)
