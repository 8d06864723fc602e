"""What a supervisor sees of exam attempts: those of their cohorts, and who has not started yet. All of it in SQL.

A row of the review is an attempt, or an active learner's exam without one. Both come out of one statement with the same
columns; the order is the same on SQLite and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OrderBy, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from course.models import Assignment, Cohort, Course, Enrollment, Person, Step
from course.models.cohorts import EnrollmentQuerySet
from course.models.outline import State as OutlineState
from quizzes.attempts import was_read
from quizzes.models import Attempt, Exam
from quizzes.review.columns import ATTEMPT, NOT_STARTED, AnyCase, Columns, name_of, narrow, select
from quizzes.review.rows import CRITICAL, CRITICAL_UNREAD, Counts, RowState, Wanted

Found = QuerySet[Any, dict[str, Any]]
Key = tuple[int | None, int, int]
"""The ids of an attempt, None without one, of its enrollment and of its exam."""

ONLY_OF_ATTEMPTS = ("score", "critical", "submitted", "time")
"""What somebody who has not started an exam has nothing of, to sort by."""

# What the files last said of a course: long, and each row that names its course would carry it.
_LONG = "course__loaded_arrangement"
_VOID = Q(voided_at__isnull=False)
_SUBMITTED = Q(state=Attempt.State.SUBMITTED, voided_at=None)
_IN_STATE = {
    RowState.OPEN: Q(state=Attempt.State.OPEN),
    RowState.SUBMITTED: _SUBMITTED,
    RowState.VOID: _VOID,
    CRITICAL: _SUBMITTED & Q(critical_missed__gt=0),
    CRITICAL_UNREAD: _SUBMITTED & Q(critical_missed__gt=0) & ~Q(was_read()),
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
            list(cohorts.select_related("course").defer(_LONG).order_by("course__title", "course", "name")),
            list(
                exams.defer(f"{lesson}__{_LONG}").order_by(
                    f"{course}__title", course, f"{lesson}__position", "step__position"
                )
            ),
        )

    def exams_of(self, course: int) -> list[Exam]:
        """Those of one course, in its order."""
        return [exam for exam in self.exams if exam.step.lesson.course_id == course]


def count(person: Person, wanted: Wanted) -> Counts:
    """Count the rows of ``person``'s scope that meet all of ``wanted`` but its state. Two statements.

    Those not started are the exams of all learners, less those that they sat: looking for each exam of each learner
    whether it was sat takes five times as long.
    """
    sat = _sat()
    figures = {
        "open": Count("pk", filter=_IN_STATE[RowState.OPEN]),
        "submitted": Count("pk", filter=_IN_STATE[RowState.SUBMITTED]),
        "void": Count("pk", filter=_IN_STATE[RowState.VOID]),
        "critical": Count("pk", filter=_IN_STATE[CRITICAL]),
        "sat": Count("pk", filter=sat),
        "sat_again": Count("pk", filter=sat & _again()),
    }
    if wanted.state == CRITICAL_UNREAD:
        # Looking for who read them takes a third of the time.
        figures["unread"] = Count("pk", filter=_IN_STATE[CRITICAL_UNREAD])
    counted = _attempts(person, wanted).aggregate(**figures)
    sat_once = counted.pop("sat") - counted.pop("sat_again")
    return Counts(not_started=_number_asked(person, wanted) - sat_once, **counted)


def _sat() -> Q:
    """Attempts that count, at a live exam, of learners who are active."""
    gone = Exam.objects.exclude(step__in=Step.objects.live())
    return Q(voided_at=None, enrollment__state=Enrollment.State.ACTIVE) & ~Q(exam__in=gone.values("pk"))


def _again() -> Q:
    """Attempts whose learner has an earlier one at this exam that counts."""
    earlier = Attempt.objects.filter(enrollment=OuterRef("enrollment"), exam=OuterRef("exam"), voided_at=None)
    # The number first: of those who sat an exam once nothing is looked up.
    return Q(number__gt=1) & Q(Exists(earlier.filter(number__lt=OuterRef("number"))))


def _number_asked(person: Person, wanted: Wanted) -> int:
    """Live exams of active learners, sat or not. One statement."""
    exams = Exam.objects.filter(step__in=Step.objects.live())
    exams = exams if wanted.exam is None else exams.filter(pk=wanted.exam)
    courses = Course.objects.annotate(
        learners=_number_of(_learners(person, wanted), "course"),
        exams=_number_of(exams.order_by(), "step__lesson__course"),
    )
    return sum(each * of for each, of in courses.order_by().values_list("learners", "exams"))


def _number_of(rows: QuerySet[Any], course: str) -> Coalesce:
    """How many rows are of a course, to annotate courses with."""
    mine = rows.filter(**{course: OuterRef("pk")}).values(course).annotate(number=Count("pk"))
    return Coalesce(Subquery(mine.values("number"), output_field=IntegerField()), 0)


def rows(person: Person, wanted: Wanted) -> Found:
    """The rows that ``person`` may see and asked for, in order, as dicts for ``Row(**row)``, to iterate over.

    For a page of them, see ``paging.rows_on``.
    """
    return _ordered(_select(person, wanted, ATTEMPT, NOT_STARTED), wanted.sort)


def keys(
    person: Person, wanted: Wanted, *, backward: bool = False, learners: Collection[int] | None = None
) -> Found:
    """The same rows with what they are found again by, see ``key_of``. With ``backward`` the last one comes first.

    With ``learners`` only those of these enrollments.
    """
    columns = narrow(ATTEMPT, wanted.sort), narrow(NOT_STARTED, wanted.sort)
    found = _select(person, wanted, *columns, learners=learners)
    return _ordered(found, wanted.sort, backward=backward)


def learners_in_order(person: Person, wanted: Wanted, *, backward: bool = False) -> QuerySet[Enrollment, int]:
    """Ids of the enrollments that rows can be of, in the order of ``keys`` where that is by learner; else by id."""
    found = Enrollment.objects.supervised_by(person).filter(_named(wanted.name, "person"))
    found = found if wanted.cohort is None else found.filter(cohort=wanted.cohort)
    then = "-pk" if backward else "pk"
    if wanted.sort.removeprefix("-") != "learner":
        return found.order_by(then).values_list("pk", flat=True)
    by = OrderBy(AnyCase(name_of("person")), descending=wanted.sort.startswith("-") is not backward)
    return found.order_by(by, then).values_list("pk", flat=True)


def keys_with_something_to_sort_by(person: Person, wanted: Wanted) -> Found:
    """The first of ``keys``, where the order is by something that ``ONLY_OF_ATTEMPTS`` have."""
    found = select(_attempts(person, wanted), narrow(ATTEMPT, wanted.sort), wanted.sort)
    return _ordered(found.filter(sort_key__isnull=False), wanted.sort)


def key_of(row: dict[str, Any]) -> Key:
    return row["attempt_pk"], row["enrollment_pk"], row["exam_pk"]


def of_keys(person: Person, wanted: Wanted, keys: Collection[Key]) -> Found:
    """The rows with these keys, and maybe others, in no order. ``keys`` are of what ``person`` may see."""
    sat = Attempt.objects.filter(pk__in=[attempt for attempt, *_ in keys if attempt is not None])
    waiting = _not_started(person, wanted).filter(pk__in={learner for pk, learner, _ in keys if pk is None})
    return select(sat, ATTEMPT, wanted.sort).union(select(waiting, NOT_STARTED, wanted.sort), all=True)


def _select(
    person: Person,
    wanted: Wanted,
    of_attempt: Columns,
    of_none: Columns,
    *,
    learners: Collection[int] | None = None,
) -> Found:
    attempts, waiting = _attempts(person, wanted), _not_started(person, wanted)
    if learners is not None:
        attempts, waiting = attempts.filter(enrollment__in=learners), waiting.filter(pk__in=learners)
    if wanted.state == RowState.NOT_STARTED:
        return select(waiting, of_none, wanted.sort)
    if wanted.state:
        return select(attempts.filter(_IN_STATE[wanted.state]), of_attempt, wanted.sort)
    return select(attempts, of_attempt, wanted.sort).union(select(waiting, of_none, wanted.sort), all=True)


def _ordered(found: Found, sort: str, *, backward: bool = False) -> Found:
    blanks = {"nulls_first": True} if backward else {"nulls_last": True}
    by = OrderBy(F("sort_key"), descending=sort.startswith("-") is not backward, **blanks)
    sign = "-" if backward else ""
    return found.order_by(by, *(f"{sign}{name}" for name in ("enrollment_pk", "exam_pk", "sitting")))


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
    return _learners(person, wanted).filter(~Exists(sat), **live, **exam)


def _learners(person: Person, wanted: Wanted) -> EnrollmentQuerySet:
    found = Enrollment.objects.supervised_by(person).active().order_by()
    found = found.filter(_named(wanted.name, "person"))
    return found if wanted.cohort is None else found.filter(cohort=wanted.cohort)


def _named(text: str, person: str) -> Q:
    """Whether ``text`` is part of the name or email of the person at that path."""
    if not text:
        return Q()
    return Q(**{f"{person}__name__icontains": text}) | Q(**{f"{person}__email__icontains": text})
