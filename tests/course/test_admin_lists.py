"""A list takes as many statements with fifty rows as with five."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from course.joining import people
from course.models import Assignment, Cohort, Competency, Course, Lesson, Program
from lessons.models import GlossaryTerm, LocalBlock, LocalRule, Resource, Topic
from quizzes.models import Exam
from tests.conftest import NOW, _person
from tests.make import add_exam, add_question, add_scenario, add_topic

Make = Callable[[Course, int], Any]


def make_lesson(course: Course, number: int) -> Lesson:
    return Lesson.objects.create(
        course=course, slug=f"l-{number}", title=f"Lesson {number}", position=100 + number
    )


def make_topic(course: Course, number: int) -> None:
    add_topic(make_lesson(course, number), f"t-{number}", f"Topic {number}", 1)


def make_scenario(course: Course, number: int) -> None:
    make_topic(course, number)
    add_scenario(Lesson.objects.get(slug=f"l-{number}"), f"t-{number}", f"s-{number}")


def make_exam(course: Course, number: int) -> Exam:
    return add_exam(make_lesson(course, number), Competency.objects.all()[0], 1, 2, slug=f"e-{number}")


def make_cohort(course: Course, number: int) -> Cohort:
    cohort = Cohort.objects.create(
        program=course.program, course=course, name=f"Cohort {number}", join_code=f"C{number:03}-2345"
    )
    people.join(_person(f"Learner{number} X"), cohort, at=NOW)
    return cohort


def make_assignment(course: Course, number: int) -> None:
    people.assign(_person(f"P{number} X"), Assignment.Role.SUPERVISOR, cohort=make_cohort(course, number))


def make_rule(course: Course, number: int) -> None:
    block = LocalBlock.objects.create(course=course, key=f"b-{number}", title=f"Block {number}")
    LocalRule.objects.create(block=block, state="WA", text="So it is.", checked_on=NOW.date())


LISTS: dict[str, Make] = {
    "course_lesson": make_lesson,
    "lessons_topic": make_topic,
    "lessons_scenario": make_scenario,
    "lessons_glossaryterm": lambda course, number: GlossaryTerm.objects.create(
        course=course, key=f"t-{number}", term=f"Term {number}"
    ),
    "lessons_localblock": make_rule,
    "lessons_localrule": make_rule,
    "lessons_resource": lambda course, number: Resource.objects.create(
        course=course, key=f"r-{number}", name=f"Line {number}", phone="988", checked_on=NOW.date()
    ),
    "quizzes_question": lambda course, number: add_question(
        course, Competency.objects.all()[0], f"n-{number}"
    ),
    "quizzes_exam": make_exam,
    "course_cohort": make_cohort,
    "course_person": make_assignment,
    "course_course": lambda course, number: Course.objects.create(
        program=course.program, slug=f"c-{number}", title=f"Course {number}"
    ),
    "course_program": lambda course, number: Program.objects.create(
        name=f"Program {number}", slug=f"p-{number}"
    ),
    "course_competency": lambda course, number: Competency.objects.create(
        framework="x", code=f"x-{number}", title=f"Competency {number}"
    ),
}


def statements(client: Client, address: str) -> int:
    """How many statements a page takes on a second visit, the bounds of transactions aside."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
    assert response.status_code == 200
    bounds = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(not query["sql"].startswith(bounds) for query in captured.captured_queries)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_as_many_statements_with_fifty_rows_as_with_five(
    name: str, as_alma: Client, course: Course
) -> None:
    address = reverse(f"admin:{name}_changelist")
    for number in range(5):
        LISTS[name](course, number)
    few = statements(as_alma, address)
    for number in range(5, 50):
        LISTS[name](course, number)
    assert len(as_alma.get(address).context["cl"].result_list) >= 50
    assert statements(as_alma, address) == few <= 12


def test_the_index_takes_few_statements(as_tess: Client, course: Course) -> None:
    assert statements(as_tess, reverse("admin:index")) <= 8


def test_a_cohorts_page_takes_as_many_statements_with_fifty_learners_as_with_five(
    as_tess: Client, course: Course, spring: Cohort
) -> None:
    address = reverse("admin:course_cohort_change", args=[spring.pk])
    for number in range(5):
        people.join(_person(f"A{number} X"), spring, at=NOW)
    few = statements(as_tess, address)
    for number in range(5, 50):
        people.join(_person(f"A{number} X"), spring, at=NOW)
    assert "50 learners" in as_tess.get(address).content.decode()
    assert statements(as_tess, address) == few <= 12


def test_a_lessons_page_takes_as_many_statements_with_fifty_steps_as_with_five(
    as_tess: Client, course: Course
) -> None:
    lesson = make_lesson(course, 1)
    address = reverse("admin:course_lesson_change", args=[lesson.pk])
    for number in range(5):
        add_topic(lesson, f"t-{number}", f"Topic {number}", number)
    few = statements(as_tess, address)
    for number in range(5, 50):
        add_topic(lesson, f"t-{number}", f"Topic {number}", number)
    assert statements(as_tess, address) == few <= 12


def test_a_topics_page_takes_as_many_statements_with_fifty_versions_as_with_five(
    as_tess: Client, course: Course
) -> None:
    topic = Topic.objects.all()[0]
    address = reverse("admin:lessons_topic_change", args=[topic.pk])

    def write(text: str) -> None:
        as_tess.post(address, {"title": "Roles", "source": text, "based_on": _newest(topic)})

    for number in range(5):
        write(f"Text {number}")
    few = statements(as_tess, address)
    for number in range(5, 50):
        write(f"Text {number}")
    assert "50 versions" in as_tess.get(address).content.decode()
    assert statements(as_tess, address) == few <= 14


def _newest(topic: Topic) -> int:
    topic.refresh_from_db()
    return int(topic.newest.pk)
