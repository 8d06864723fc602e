"""What pages of exams show as of a count, where a scope is large."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from course.models import Cohort, Person
from course.snapshots.counting import Countable
from quizzes.analysis import sittings
from quizzes.analysis.counting import ExamsCount, ItemsCount
from quizzes.gain import reading
from quizzes.gain.counting import GainCount
from quizzes.review.listing import Scope


def seen_by(person: Person) -> Iterator[Countable[Any]]:
    """What the pages of gain and of item analysis show the person, one of each."""
    cohorts = list(Cohort.objects.run_by(person).order_by().values_list("pk", "course"))
    yield ExamsCount(tuple(pk for pk, _course in cohorts))
    for exam in sittings.exams_of(person):
        course = exam.step.lesson.course_id
        yield ItemsCount(exam, tuple(pk for pk, of in cohorts if of == course))
    if person.supervises or person.is_superuser:
        yield from _gains(Scope.of(person))


def _gains(scope: Scope) -> Iterator[GainCount]:
    for course in {cohort.course_id for cohort in scope.cohorts}:
        exams = reading.pair(scope.exams_of(course))
        if exams:
            yield GainCount(tuple(each.pk for each in scope.cohorts if each.course_id == course), exams)
