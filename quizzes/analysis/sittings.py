"""The attempts that item analysis counts: in the scope of whoever looks, handed in, not set aside, graded in full."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import compress

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from course.models import Cohort, Person
from quizzes.forms_ab import FORMS
from quizzes.models import Attempt, Exam
from quizzes.models.attempts import AttemptQuerySet


def cohorts_of(person: Person, exam: Exam) -> QuerySet[Cohort]:
    """The cohorts that ``person`` trains or supervises and that take the exam's course."""
    mine = Cohort.objects.run_by(person).filter(course=exam.step.lesson.course_id)
    return mine.select_related("course").order_by("name")


def exams_of(person: Person) -> QuerySet[Exam]:
    """Exams of the courses that cohorts of ``person`` take, in their order."""
    mine = Exam.objects.filter(step__lesson__course__in=Cohort.objects.run_by(person).values("course"))
    course = "step__lesson__course"
    return mine.select_related(course).order_by(
        f"{course}__title", course, "step__lesson__position", "step__position"
    )


def of_cohorts(cohorts: Iterable[int]) -> AttemptQuerySet:
    """Attempts of learners of these cohorts that were handed in and not set aside. In no order."""
    return Attempt.objects.counted().filter(enrollment__cohort__in=tuple(cohorts)).order_by()


def handed_in(exam: Exam, cohorts: Iterable[int], *, form: str = "", every: bool = False) -> AttemptQuerySet:
    """Attempts at the exam, those included that still wait for a mark; of each learner the first, or ``every`` one."""
    found = of_cohorts(cohorts).filter(exam=exam)
    if form:
        found = found.filter(form=form)
    return found if every else firsts(found, cohorts)


def firsts(found: AttemptQuerySet, cohorts: Iterable[int]) -> AttemptQuerySet:
    """Of each learner only the first attempt at an exam: of those that were handed in and not set aside.

    Whoever took the course twice met its questions the first time; what cohorts besides these saw of it does not count.
    """
    before = Q(started_at__lt=OuterRef("started_at")) | Q(
        started_at=OuterRef("started_at"), pk__lt=OuterRef("pk")
    )
    earlier = of_cohorts(cohorts).filter(
        before, enrollment__person=OuterRef("enrollment__person"), exam=OuterRef("exam")
    )
    return found.filter(~Exists(earlier))


def forms_of(exam: Exam, cohorts: Iterable[int]) -> list[str]:
    """The forms that attempts of these cohorts were given, in order; empty where there are none to choose from.

    Each is looked for until it is found, not among all attempts.
    """
    found = of_cohorts(cohorts).filter(exam=exam)
    given = Exam.objects.filter(pk=exam.pk).values_list(*(Exists(found.filter(form=name)) for name in FORMS))
    return list(compress(FORMS, given.get()))


def counts(found: QuerySet[Attempt]) -> dict[str, int]:
    """``waiting``: how many wait for a person's mark; ``cohorts``: from how many cohorts the others are."""
    done = Q(awaiting=0)
    return found.aggregate(
        waiting=Count("pk", filter=~done), cohorts=Count("enrollment__cohort", filter=done, distinct=True)
    )
