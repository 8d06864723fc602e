"""What a supervisor sees of exam attempts: those of their cohorts, and who has not started yet. All of it in SQL.

A row of the review is an attempt, or an active learner's exam without one. Both come out of one statement with the same
columns; the order is the same on SQLite and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OrderBy, OuterRef, Q, QuerySet

from course.models import Assignment, Cohort, Enrollment, Person
from course.models.outline import State as OutlineState
from quizzes.models import Attempt, Exam
from quizzes.review.columns import ATTEMPT, NOT_STARTED, select
from quizzes.review.rows import CRITICAL, Counts, RowState, Wanted

_VOID = Q(voided_at__isnull=False)
_SUBMITTED = Q(state=Attempt.State.SUBMITTED, voided_at=None)
_IN_STATE = {
    RowState.OPEN: Q(state=Attempt.State.OPEN),
    RowState.SUBMITTED: _SUBMITTED,
    RowState.VOID: _VOID,
    CRITICAL: _SUBMITTED & Q(critical_missed__gt=0),
}


@dataclass(frozen=True)
class Scope:
    """The cohorts that a person supervises, and the exams of their courses."""

    cohorts: Sequence[Cohort]
    exams: Sequence[Exam]

    @classmethod
    def of(cls, person: Person) -> Scope:
        """Two statements."""
        cohorts = Cohort.objects.staffed_by(person, Assignment.Role.SUPERVISOR)
        course, lesson = "step__lesson__course", "step__lesson"
        exams = Exam.objects.filter(**{f"{course}__in": cohorts.values("course")}).select_related(course)
        return cls(
            list(cohorts.select_related("course").order_by("course__title", "course", "name")),
            list(exams.order_by(f"{course}__title", course, f"{lesson}__position", "step__position")),
        )


def count(person: Person, wanted: Wanted) -> Counts:
    """Count the rows of ``person``'s scope that meet all of ``wanted`` but its state. Two statements."""
    found = _attempts(person, wanted).aggregate(
        open=Count("pk", filter=_IN_STATE[RowState.OPEN]),
        submitted=Count("pk", filter=_IN_STATE[RowState.SUBMITTED]),
        void=Count("pk", filter=_IN_STATE[RowState.VOID]),
        critical=Count("pk", filter=_IN_STATE[CRITICAL]),
    )
    return Counts(not_started=_not_started(person, wanted).count(), **found)


def rows(person: Person, wanted: Wanted) -> QuerySet[Any, dict[str, Any]]:
    """The rows that ``person`` may see and asked for, in order, as dicts for ``Row(**row)``. Slice it, or iterate."""
    attempts, waiting = _attempts(person, wanted), _not_started(person, wanted)
    if wanted.state == RowState.NOT_STARTED:
        found = select(waiting, NOT_STARTED, wanted.sort)
    elif wanted.state:
        found = select(attempts.filter(_IN_STATE[wanted.state]), ATTEMPT, wanted.sort)
    else:
        others = select(waiting, NOT_STARTED, wanted.sort)
        found = select(attempts, ATTEMPT, wanted.sort).union(others, all=True)
    by = OrderBy(F("sort_key"), descending=wanted.sort.startswith("-"), nulls_last=True)
    return found.order_by(by, "enrollment_pk", "exam_pk", "sitting")


def _attempts(person: Person, wanted: Wanted) -> QuerySet[Attempt]:
    found = Attempt.objects.supervised_by(person).filter(_named(wanted.name, "enrollment__person"))
    if wanted.cohort is not None:
        found = found.filter(enrollment__cohort=wanted.cohort)
    return found if wanted.exam is None else found.filter(exam=wanted.exam)


def _not_started(person: Person, wanted: Wanted) -> QuerySet[Enrollment]:
    """Active enrollments, once for each live exam of their course that they have no attempt at that counts."""
    step = "course__lessons__steps"
    live = {f"{path}__state": OutlineState.LIVE for path in ("course", "course__lessons", step)}
    exam = {f"{step}__exam__isnull": False} if wanted.exam is None else {f"{step}__exam": wanted.exam}
    sat = Attempt.objects.filter(enrollment=OuterRef("pk"), exam=OuterRef(f"{step}__exam"), voided_at=None)
    # One call: each further filter on a course's steps would join them anew, and count every row many times.
    found = (
        Enrollment.objects.supervised_by(person)
        .active()
        .filter(_named(wanted.name, "person"), ~Exists(sat), **live, **exam)
    )
    return found if wanted.cohort is None else found.filter(cohort=wanted.cohort)


def _named(text: str, person: str) -> Q:
    """Whether ``text`` is part of the name or email of the person at that path."""
    if not text:
        return Q()
    return Q(**{f"{person}__name__icontains": text}) | Q(**{f"{person}__email__icontains": text})
