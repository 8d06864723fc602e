"""The sign-offs of a supervisor's cohorts: what waits for whom, the supervisor's own first."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Q, Value, When

from course.find_forms import FindLearnersForm
from course.models import Assignment, Cohort, Enrollment, Person
from course.models.cohorts import CohortQuerySet
from quizzes.models import SignOff
from quizzes.models.signoff import SignOffQuerySet

State = SignOff.State
MINE = (State.RATING, State.DIFFERS)
THEIRS = (State.SIGNING, State.DRAFT)
PAGE_SIZE = 50
NAMED = 30
# What the files last said of a course: long, and each row that names its course would carry it.
_LONG = "loaded_arrangement"


def cohorts_of(person: Person) -> CohortQuerySet:
    """Those that ``person`` supervises."""
    cohorts = Cohort.objects.staffed_by(person, Assignment.Role.SUPERVISOR)
    cohorts = cohorts.select_related("course__program").defer(f"course__{_LONG}")
    return cohorts.order_by("course__title", "course", "name")


class SignOffsForm(FindLearnersForm):
    """The filter of the list."""

    def __init__(self, data: Any, *, cohorts: CohortQuerySet) -> None:
        super().__init__(data)
        self.offer_cohorts(cohorts)


def find(person: Person, *, name: str = "", cohort: int | None = None) -> SignOffQuerySet:
    """Every sign-off that ``person`` supervises: what waits for them, then what waits for learners, then the closed."""
    rank = Case(When(state__in=MINE, then=Value(0)), When(state__in=THEIRS, then=Value(1)), default=Value(2))
    rows = SignOff.objects.supervised_by(person).annotate(rank=rank)
    if cohort:
        rows = rows.filter(enrollment__cohort=cohort)
    if name:
        rows = rows.filter(
            Q(enrollment__person__name__icontains=name) | Q(enrollment__person__email__icontains=name)
        )
    # What waits longest for the supervisor comes first.
    rows = rows.select_related("enrollment__person", "enrollment__cohort__course")
    long = ("page", "own", "rated", "evidence", f"enrollment__cohort__course__{_LONG}")
    return rows.defer(*long).order_by("rank", "since", "pk")


def waiting(person: Person) -> SignOffQuerySet:
    """Those that wait for a supervisor, and ``person`` is one."""
    return SignOff.objects.supervised_by(person).filter(state__in=MINE)


def enrollments_of(person: Person) -> Any:
    """The learners with whom ``person`` can have a sign-off."""
    rows = Enrollment.objects.supervised_by(person).exclude(person=person)
    return rows.select_related("person", "cohort__course__program", "course")
