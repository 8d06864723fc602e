"""A topic's page shows the pre-course exam's state while it has not been sat, for one statement or none."""

from datetime import datetime
from typing import Any

from course import places
from course.models import Person, Step
from course.places import Place
from quizzes import attempts
from quizzes.models import Attempt, Exam
from quizzes.steps import exam_panel
from tests.quizzes.exam_room import save


def topic(person: Person) -> Place:
    return places.find(person, "peer", "foundations", "roles")


def test_before_it_is_begun_the_panel_says_so_and_leads_there(ada: Person, exam: Exam) -> None:
    html = exam_panel(topic(ada)) or ""

    assert "Not started. 4 questions, as a starting point, not a pass or fail." in html
    assert 'href="/courses/peer/foundations/start/"' in html


def test_while_it_is_open_the_panel_counts_what_is_answered(ada: Person, attempt: Attempt) -> None:
    save(attempt.items.get(slot=1), "no")
    save(attempt.items.get(slot=2), "no")
    save(attempt.items.get(slot=2), "", seen=1)

    assert "In progress: 1 of 4 questions answered." in (exam_panel(topic(ada)) or "")


def test_somebody_elses_attempt_is_not_counted(ben: Person, attempt: Attempt) -> None:
    assert "Not started." in (exam_panel(topic(ben)) or "")


def test_it_takes_exactly_one_statement(
    ada: Person, attempt: Attempt, django_assert_num_queries: Any
) -> None:
    place = topic(ada)

    with django_assert_num_queries(1):
        assert exam_panel(place)


def test_once_it_is_sat_there_is_no_panel_and_no_statement(
    ada: Person, attempt: Attempt, now: datetime, django_assert_num_queries: Any
) -> None:
    attempts.submit(attempt, at=now)
    place = topic(ada)

    with django_assert_num_queries(0):
        assert exam_panel(place) is None


def test_an_exam_after_the_course_has_no_panel(ada: Person, exam: Exam) -> None:
    Exam.objects.update(purpose="post")

    assert exam_panel(topic(ada)) is None


def test_a_locked_exam_has_no_panel(ada: Person, exam: Exam) -> None:
    exam.step.requires = Step.objects.get(slug="duties")
    exam.step.save()

    assert exam_panel(topic(ada)) is None
