"""Whatever is typed into a form of the admin reads back exactly, or is refused by name, and stays in the form."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from course.models import Cohort, Competency, Course, Lesson, Program
from lessons.models import Scenario, Topic
from quizzes.models import Exam, Question
from tests.page_forms import Fields, fields_of

HOSTILE = {
    "nul": "a\x00b",
    "override": "a\u202eb",
    "surrogate": "a\ufffdb",
    "bell": "a\x07b",
    "long": "x" * 150_000,
    "html": "<script>alert(1)</script>",
}
MEGABYTE = "x" * 1_000_000
KEEPS = {"csrfmiddlewaretoken", "based_on"}


def forms(course: Course, spring: Cohort) -> Iterator[tuple[str, str]]:
    """Every form of the admin: its address and id."""
    rows: list[Any] = [
        course,
        spring,
        Lesson.objects.get(),
        Program.objects.get(),
        Competency.objects.get(),
        Topic.objects.all()[0],
        Scenario.objects.get(),
        Question.objects.all()[0],
        Exam.objects.get(),
    ]
    for row in rows:
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}"
        yield reverse(f"{name}_change", args=[row.pk]), f"{row._meta.model_name}_form"
        if row._meta.model_name != "exam":
            yield reverse(f"{name}_add"), f"{row._meta.model_name}_form"
    yield reverse("admin:course_person_add"), "person_form"


def texts_of(fields: Fields) -> list[str]:
    return [name for name in fields if name not in KEEPS and not name.endswith("_FORMS")]


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_form_breaks_on_hostile_text(kind: str, as_alma: Client, course: Course, spring: Cohort) -> None:
    for address, form_id in forms(course, spring):
        as_it_stands = fields_of(as_alma.get(address), form_id)
        hostile = dict.fromkeys(texts_of(as_it_stands), HOSTILE[kind])
        response = as_alma.post(address, {**as_it_stands, **hostile, "_publish": ""})
        assert response.status_code in (200, 302), address
        assert kind == "html" or b"Not saved yet." in response.content, address


def test_no_field_breaks_on_a_character_that_no_database_keeps(
    as_alma: Client, course: Course, spring: Cohort
) -> None:
    """One field at a time, so that no other field's mistake stands in the way to the database."""
    for address, form_id in forms(course, spring):
        as_it_stands = fields_of(as_alma.get(address), form_id)
        for name in texts_of(as_it_stands):
            response = as_alma.post(address, {**as_it_stands, name: HOSTILE["nul"]})
            assert response.status_code in (200, 302), (address, name)
            assert response.status_code == 302 or b"Not saved yet." in response.content, (address, name)


@pytest.mark.parametrize("kind", ["nul", "override", "surrogate", "bell"])
def test_text_that_cannot_be_kept_is_refused_by_name_and_stays(
    kind: str, as_tess: Client, course: Course, spring: Cohort
) -> None:
    places = [
        (reverse("admin:course_lesson_change", args=[course.lessons.get().pk]), "lesson_form", "title"),
        (reverse("admin:course_lesson_change", args=[course.lessons.get().pk]), "lesson_form", "summary"),
        (reverse("admin:course_cohort_change", args=[spring.pk]), "cohort_form", "name"),
        (reverse("admin:lessons_topic_change", args=[Topic.objects.all()[0].pk]), "topic_form", "source"),
        (reverse("admin:lessons_topic_change", args=[Topic.objects.all()[0].pk]), "topic_form", "objectives"),
        (reverse("admin:lessons_topic_change", args=[Topic.objects.all()[0].pk]), "topic_form", "references"),
        (
            reverse("admin:lessons_scenario_change", args=[Scenario.objects.get().pk]),
            "scenario_form",
            "weigh",
        ),
        (
            reverse("admin:quizzes_question_change", args=[Question.objects.all()[0].pk]),
            "question_form",
            "stem",
        ),
        (reverse("admin:quizzes_exam_change", args=[Exam.objects.get().pk]), "exam_form", "instructions"),
    ]
    for address, form_id, name in places:
        sent = {**fields_of(as_tess.get(address), form_id), name: HOSTILE[kind]}
        response = as_tess.post(address, sent)
        assert response.status_code == 200, (address, name)
        assert b"This text holds" in response.content, (address, name)
        if kind != "nul":  # a parser of HTML drops it, as browsers do
            assert fields_of(response, form_id)[name] == [HOSTILE[kind]], (address, name)


def test_a_megabyte_is_refused_with_its_length_and_stays(as_tess: Client, course: Course) -> None:
    address = reverse("admin:lessons_topic_change", args=[Topic.objects.all()[0].pk])
    sent = {**fields_of(as_tess.get(address), "topic_form"), "source": MEGABYTE}
    response = as_tess.post(address, sent)
    assert b"at most 200000 characters (it has 1000000)" in response.content
    assert fields_of(response, "topic_form")["source"] == [MEGABYTE]


def test_a_preview_of_hostile_text_is_a_page(as_tess: Client, course: Course) -> None:
    address = reverse("admin:lessons_topic_preview", args=[Topic.objects.all()[0].pk])
    for text in HOSTILE.values():
        response = as_tess.post(address, {"title": text, "source": text})
        assert response.status_code == 200
        assert b"<script" not in response.content
