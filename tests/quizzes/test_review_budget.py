"""The review costs as many statements with many rows as with few."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from course.models import Cohort, Competency, Enrollment, Lesson
from quizzes import attempts
from quizzes.models import Exam, Question
from tests.make import add_exam, add_question
from tests.quizzes.make_attempts import BEGAN, exam_of, learner, opened, submitted

BUDGET = 12


def statements(ask: Callable[[], object]) -> int:
    """How many SQL statements ``ask`` makes; those that only bound a transaction are not counted."""
    with CaptureQueriesContext(connection) as captured:
        ask()
    bounds = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(not query["sql"].startswith(bounds) for query in captured.captured_queries)


def grow(cohort: Cohort, number: int) -> None:
    """Add ``number`` rows of every state, each in a cohort that shares the course and the exam."""
    exam = exam_of(cohort)
    for index in range(number):
        submitted(learner(cohort, "Sam Same", f"a{number}-{index}@example.org"), exam, critical_missed=1)
        opened(learner(cohort, "Sam Same", f"b{number}-{index}@example.org"), exam)
        learner(cohort, "Sam Same", f"c{number}-{index}@example.org")


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"sort": "learner"},
        {"sort": "-score"},
        {"state": "critical"},
        {"state": "not-started", "name": "sam"},
        {"page": "2"},
        {"page": "abc"},
    ],
)
def test_the_table_costs_the_same_with_5_and_with_50_rows(
    as_sam: Client, spring: Cohort, query: dict[str, str]
) -> None:
    grow(spring, 5)
    as_sam.get("/review/")  # the first look in an hour is noted in the record
    few = statements(lambda: as_sam.get("/review/", query))
    grow(spring, 50)
    assert statements(lambda: as_sam.get("/review/", query)) == few
    assert few <= BUDGET


def test_the_table_costs_the_same_with_5_and_with_50_cohorts_and_exams(
    as_alma: Client, spring: Cohort
) -> None:
    lesson = Lesson.objects.get(course=spring.course)
    competency = Competency.objects.get()

    def add(start: int, stop: int) -> None:
        for index in range(start, stop):
            Cohort.objects.create(program=spring.program, course=spring.course, name=f"Cohort {index}")
            add_exam(lesson, competency, 100 + index, 4, slug=f"exam-{index}")

    add(0, 5)
    as_alma.get("/review/")  # the first look in an hour is noted in the record
    few = statements(lambda: as_alma.get("/review/"))
    add(5, 50)
    assert statements(lambda: as_alma.get("/review/")) == few <= BUDGET


def test_the_file_costs_the_same_with_5_and_with_50_rows(as_sam: Client, spring: Cohort) -> None:
    def fetch() -> None:
        b"".join(as_sam.get("/review/attempts.csv").streaming_content)  # type: ignore[attr-defined]

    grow(spring, 5)
    few = statements(fetch)
    grow(spring, 50)
    assert statements(fetch) == few <= BUDGET


@pytest.mark.parametrize("hand_in", [True, False])
def test_an_attempt_costs_the_same_with_5_and_with_50_questions(
    as_sam: Client, enrollment: Enrollment, spring: Cohort, hand_in: bool
) -> None:
    competency = Competency.objects.get()
    for index in range(50):
        add_question(spring.course, competency, f"extra-{index}")
    Question.objects.update(critical=True)
    costs = []
    for number, count in enumerate((5, 50), start=1):
        exam: Exam = add_exam(
            spring.course.lessons.get(), competency, 50 + number, count, slug=f"exam-{number}"
        )
        attempt = attempts.start(enrollment, exam, at=BEGAN)
        if hand_in:
            attempts.submit(attempt, at=BEGAN)
        costs.append(statements(lambda pk=attempt.pk: as_sam.get(f"/review/{pk}/")))  # type: ignore[misc]
    assert costs[0] == costs[1] <= BUDGET
