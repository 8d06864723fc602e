"""How far somebody's work reaches: only their courses and cohorts, and nothing is deleted that others refer to."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from course.joining import people
from course.models import Assignment, Cohort, Competency, Course, Lesson, Person, Program
from lessons.models import Scenario, Topic
from quizzes.models import Exam, Question
from tests.conftest import _person, signed_in
from tests.make import add_question, add_topic


@pytest.fixture
def other(program: Program, course: Course) -> Course:
    """A course that tess does not train, with one lesson, topic and question."""
    other = Course.objects.create(program=program, slug="other", title="The other course")
    lesson = Lesson.objects.create(course=other, slug="first", title="Other lesson", position=1)
    add_topic(lesson, "other-topic", "Other topic", 1)
    add_question(other, Competency.objects.get(), "other-question")
    Cohort.objects.create(program=program, course=other, name="Other cohort", join_code="OTHR-2345")
    return other


@pytest.fixture
def as_tim(spring: Cohort) -> Client:
    """tim trains one cohort, not the course."""
    person = _person("Tim Roth")
    people.assign(person, Assignment.Role.TRAINER, cohort=spring)
    return signed_in(person)


def pages_of(course: Course) -> Iterator[str]:
    """The page of every kind of row of a course."""
    yield reverse("admin:course_course_change", args=[course.pk])
    yield reverse("admin:course_lesson_change", args=[course.lessons.get().pk])
    yield reverse("admin:course_cohort_change", args=[course.cohorts.first().pk])  # type: ignore[union-attr]
    yield reverse(
        "admin:lessons_topic_change", args=[Topic.objects.filter(step__lesson__course=course)[0].pk]
    )
    yield reverse("admin:quizzes_question_change", args=[Question.objects.filter(course=course)[0].pk])


def test_a_trainer_opens_everything_of_their_course(as_tess: Client, course: Course, spring: Cohort) -> None:
    for address in pages_of(course):
        assert as_tess.get(address).status_code == 200, address


def test_a_trainer_opens_nothing_of_another_course(as_tess: Client, other: Course) -> None:
    for address in pages_of(other):
        assert as_tess.get(address).status_code == 404, address
        assert as_tess.post(address, {"title": "Mine"}).status_code == 404, address
        assert as_tess.get(address.replace("change", "history")).status_code == 404, address


def test_lists_and_choices_hold_only_the_trainers_courses(
    as_tess: Client, other: Course, spring: Cohort
) -> None:
    lists = (
        "course_course",
        "course_lesson",
        "course_cohort",
        "lessons_topic",
        "quizzes_question",
        "quizzes_exam",
    )
    for name in lists:
        assert b"ther " not in as_tess.get(reverse(f"admin:{name}_changelist")).content, name
    for name in ("course_lesson", "course_cohort", "lessons_topic", "lessons_scenario", "quizzes_question"):
        assert b"ther " not in as_tess.get(reverse(f"admin:{name}_add")).content, name


def test_a_choice_outside_the_scope_is_refused(as_tess: Client, other: Course) -> None:
    sent = {"course": other.pk, "title": "Smuggled", "name": "Smuggled"}
    for name in ("course_lesson", "course_cohort"):
        assert as_tess.post(reverse(f"admin:{name}_add"), sent).status_code == 200
    as_tess.post(reverse("admin:lessons_topic_add"), {"title": "Smuggled", "lesson": other.lessons.get().pk})
    assert not Lesson.objects.filter(title="Smuggled").exists()
    assert not Cohort.objects.filter(name="Smuggled").exists()
    assert not Topic.objects.filter(step__title="Smuggled").exists()


def test_a_trainer_of_a_cohort_reads_the_course_and_changes_nothing_in_it(
    as_tim: Client, course: Course
) -> None:
    pages = [page for page in pages_of(course) if "cohort" not in page]
    pages.append(reverse("admin:lessons_scenario_change", args=[Scenario.objects.get().pk]))
    pages.append(reverse("admin:quizzes_exam_change", args=[Exam.objects.get().pk]))
    for address in pages:
        page = as_tim.get(address)
        assert page.status_code == 200, address
        assert b'name="_save"' not in page.content, address
        for link in re.findall(r'href="(/admin/[^"]*)"', page.content.decode()):
            assert as_tim.get(link).status_code == 200, (address, link)
        assert as_tim.post(address, {"title": "Mine", "_save": ""}).status_code == 404, address


def test_a_trainer_of_a_cohort_runs_that_cohort_alone(as_tim: Client, spring: Cohort, fall: Cohort) -> None:
    address = reverse("admin:course_cohort_change", args=[spring.pk])
    as_tim.post(address, {"name": "Spring, evenings", "_save": ""})
    spring.refresh_from_db()
    assert (spring.name, spring.is_open) == ("Spring, evenings", False)
    assert as_tim.get(reverse("admin:course_cohort_change", args=[fall.pk])).status_code == 404
    assert as_tim.get(reverse("admin:course_cohort_add")).status_code == 404


def test_people_and_the_program_are_for_administrators(
    as_tess: Client, as_alma: Client, tess: Person
) -> None:
    for name in ("course_person", "course_program", "course_competency"):
        for page in ("changelist", "add"):
            address = reverse(f"admin:{name}_{page}")
            assert as_alma.get(address).status_code == 200, address
            assert as_tess.get(address).status_code == 404, address
    assert as_tess.post(reverse("admin:course_person_password_mail", args=[tess.pk])).status_code == 404


def test_an_administrator_may_do_everything_in_every_course(
    as_alma: Client, course: Course, other: Course, spring: Cohort
) -> None:
    for address in (*pages_of(course), *pages_of(other)):
        assert b'name="_save"' in as_alma.get(address).content, address


def test_a_supervisor_who_also_trains_sees_as_a_trainer(sam: Person, fall: Cohort, spring: Cohort) -> None:
    people.assign(sam, Assignment.Role.TRAINER, cohort=fall)
    client = signed_in(sam)
    assert client.get(reverse("admin:course_cohort_change", args=[fall.pk])).status_code == 200
    assert client.get(reverse("admin:course_cohort_change", args=[spring.pk])).status_code == 404


# --- Deleting ------------------------------------------------------------------------------------------


def test_what_is_taught_is_never_deleted(as_tess: Client, as_alma: Client, course: Course) -> None:
    rows = [
        ("lessons_topic", Topic),
        ("lessons_scenario", Scenario),
        ("quizzes_question", Question),
        ("quizzes_exam", Exam),
    ]
    for name, model in rows:
        address = reverse(f"admin:{name}_delete", args=[model._default_manager.all()[0].pk])
        for client in (as_tess, as_alma):
            assert client.post(address, {"post": "yes"}).status_code == 404, address


def test_an_administrator_deletes_only_what_nothing_refers_to(
    as_tess: Client, as_alma: Client, course: Course, spring: Cohort, fall: Cohort, ada: Person
) -> None:
    address = reverse("admin:course_cohort_delete", args=[fall.pk])
    assert as_tess.post(address, {"post": "yes"}).status_code == 404
    assert "Nothing refers to it." in as_alma.get(address).content.decode()
    as_alma.post(address, {"post": "yes"})
    assert list(Cohort.objects.all()) == [spring]
    for name, pk in (("cohort", spring.pk), ("lesson", course.lessons.get().pk), ("course", course.pk)):
        assert (
            as_alma.post(reverse(f"admin:course_{name}_delete", args=[pk]), {"post": "yes"}).status_code
            == 404
        )
        page = as_alma.get(reverse(f"admin:course_{name}_change", args=[pk])).content.decode()
        assert ">Delete</a>" not in page, name


def test_nobody_is_deleted(as_alma: Client, sven: Person) -> None:
    address = reverse("admin:course_person_delete", args=[sven.pk])
    assert as_alma.post(address, {"post": "yes"}).status_code == 404


def test_rows_are_not_deleted_from_a_list(as_alma: Client, spring: Cohort) -> None:
    sent = {"action": "delete_selected", "index": "0", "_selected_action": [spring.pk], "post": "yes"}
    as_alma.post(reverse("admin:course_cohort_changelist"), sent)
    assert Cohort.objects.filter(pk=spring.pk).exists()
