"""Statements of each page and verb, BEGIN, COMMIT and SAVEPOINT not counted: few, and the same with more rows."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from course.models import Competency, Enrollment, Lesson, Person, Program
from quizzes import attempts
from quizzes.models import Attempt, Exam
from tests.make import make_course
from tests.quizzes.exam_room import HTMX, address, answer_all, fields, send

NOT_COUNTED = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def statements(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len([one for one in captured.captured_queries if not one["sql"].startswith(NOT_COUNTED)])


@pytest.fixture(params=[5, 50])
def course(request: Any, program: Program) -> Any:
    """An exam of 5 and of 50 questions, in a course of as many topics."""
    return make_course(program, topics=request.param, questions=request.param, spare=request.param)


@pytest.fixture
def size(course: Any) -> int:
    return Lesson.objects.get().steps.count() - 1


def test_the_exams_own_page_takes_six(as_ada: Client, attempt: Attempt, size: int) -> None:
    assert statements(lambda: as_ada.get("/courses/peer/foundations/start/")) == 6


def test_start_takes_eleven(as_ada: Client, exam: Exam, size: int) -> None:
    assert statements(lambda: as_ada.post(f"/exams/{exam.pk}/start/")) == 11
    assert Attempt.objects.get().items.count() == size


def test_a_question_takes_six(as_ada: Client, attempt: Attempt, size: int) -> None:
    assert statements(lambda: as_ada.get(f"/attempts/{attempt.pk}/2/")) == 6


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_save_takes_five_and_a_change_six(
    as_ada: Client, attempt: Attempt, headers: dict[str, str]
) -> None:
    item = attempt.items.get(slot=2)
    form = fields(as_ada.get(address(item)))
    assert statements(lambda: send(as_ada, item, form, "next", "no", headers=headers)) == 5
    assert statements(lambda: send(as_ada, item, form, "next", "no", headers=headers)) == 5

    form = fields(as_ada.get(address(item)))
    assert statements(lambda: send(as_ada, item, form, "next", "yes", headers=headers)) == 6


def test_the_last_look_takes_four(as_ada: Client, attempt: Attempt) -> None:
    assert statements(lambda: as_ada.get(f"/attempts/{attempt.pk}/check/")) == 4


def test_handing_in_takes_eight(as_ada: Client, attempt: Attempt, size: int) -> None:
    answer_all(attempt)

    assert statements(lambda: as_ada.post(f"/attempts/{attempt.pk}/submit/")) <= 8
    attempt.refresh_from_db()
    assert attempt.score == size


def test_the_result_takes_six(as_ada: Client, attempt: Attempt, now: datetime) -> None:
    Lesson.objects.get().steps.first().competencies.add(Competency.objects.get())  # type: ignore[union-attr]
    answer_all(attempt)
    attempts.submit(attempt, at=now)

    assert statements(lambda: as_ada.get(f"/attempts/{attempt.pk}/result/")) == 6


def test_a_whole_exam_of_twenty_questions_stays_within_130(as_ada: Client, exam: Exam, size: int) -> None:
    """Start, one save for each question, hand in, result: five for each question, and thirty for the rest."""

    def sit() -> None:
        as_ada.post(f"/exams/{exam.pk}/start/")
        attempt = Attempt.objects.get()
        for item in attempt.items.all():
            form = {"save_id": uuid4(), "revision": 0}
            assert send(as_ada, item, form, "", "yes", headers=HTMX).status_code == 200
        as_ada.post(f"/attempts/{attempt.pk}/submit/", follow=True)

    our_own = 2
    assert statements(sit) - our_own <= 30 + 5 * size


def test_an_exam_of_a_person_with_many_attempts_costs_no_more(
    as_ada: Client, ada: Person, attempt: Attempt, enrollment: Enrollment, now: datetime
) -> None:
    attempt.exam.rules["attempts"] = 20
    attempt.exam.save()
    for _ in range(10):
        attempts.submit(attempts.start(enrollment, attempt.exam, at=now), at=now)

    assert statements(lambda: as_ada.get("/courses/peer/foundations/start/")) == 6
