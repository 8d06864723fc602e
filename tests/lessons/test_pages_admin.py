"""Trainers write the course's pages and guides in the admin; readers see them at once."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from course.models import AuditEvent, Cohort, Course, Lesson, Person
from lessons.models import CoursePage, LocalBlock
from tests.conftest import signed_in
from tests.page_forms import fields_of

NEW = {"lesson": "", "title": "Help right now", "position": "1", "source": "Call **988**."}


def address(page: str, *args: Any) -> str:
    return reverse(f"admin:lessons_coursepage_{page}", args=args)


def add(client: Client, course: Course, **typed: Any) -> str:
    told = {"course": course.pk, **NEW, **typed}
    return client.post(address("add"), told, follow=True).content.decode()


def change(client: Client, page: CoursePage, **typed: Any) -> str:
    there = address("change", page.pk)
    fields = fields_of(client.get(there), "coursepage_form")
    return client.post(there, {**fields, **typed}, follow=True).content.decode()


@pytest.fixture
def lesson(course: Course) -> Lesson:
    return course.lessons.get()


def test_a_new_page_is_read_at_once(as_tess: Client, as_ada: Client, course: Course) -> None:
    assert "is added" in add(as_tess, course)
    page = CoursePage.objects.get()
    assert (page.key, page.audience, page.position) == ("help-right-now", "learners", 1)
    assert "Call <strong>988</strong>." in as_ada.get(page.get_absolute_url()).content.decode()
    assert AuditEvent.objects.filter(verb="added", subject=f"coursepage:{page.pk}").exists()


def test_two_pages_with_one_title_have_two_addresses(as_tess: Client, course: Course) -> None:
    add(as_tess, course)
    add(as_tess, course)
    assert set(CoursePage.objects.values_list("key", flat=True)) == {"help-right-now", "help-right-now-2"}


def test_a_guide_is_called_like_its_lesson_and_there_is_one(
    as_tess: Client, course: Course, lesson: Lesson
) -> None:
    add(as_tess, course, lesson=lesson.pk, title="Running it", position="7")
    guide = CoursePage.objects.get()
    assert (guide.key, guide.audience, guide.position) == ("foundations", "trainers", 0)
    assert guide.get_absolute_url() == "/courses/peer/guides/foundations/"
    html = add(as_tess, course, lesson=lesson.pk, title="Again", source="Kept as typed")
    assert "This lesson has a guide already: “Running it”. Change that one." in html
    assert "Kept as typed" in html
    as_tess.post(address("retire", guide.pk))
    assert "It is retired; bring it back." in add(as_tess, course, lesson=lesson.pk)


def test_a_lesson_of_another_course_is_refused(as_alma: Client, course: Course, lesson: Lesson) -> None:
    other = Course.objects.create(program=course.program, slug="other", title="Other")
    assert "This lesson belongs to another course." in add(as_alma, other, lesson=lesson.pk)
    assert not CoursePage.objects.exists()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("One.\n\n[local: gone]", "Line 3: There is no local block “gone”"),
        ("[resources: gone]", "Line 1: There are no resources in the group “gone”."),
        ("[Go](step:gone)", "Line 1: "),
        ("| a | b |\n| --- | --- |\n| c | d |", "Line 1: This table has no caption"),
        ("x" * 200_001, "200000"),
        ("NUL \x00 here", "invisible control character"),
        ("  \n ", "The page has no text."),
    ],
)
def test_a_mistake_is_named_with_its_line_and_nothing_is_saved(
    as_tess: Client, course: Course, source: str, words: str
) -> None:
    html = add(as_tess, course, source=source)
    assert words in html
    assert not CoursePage.objects.exists()


def test_a_change_shows_and_who_changed_what_is_kept(as_tess: Client, as_ada: Client, course: Course) -> None:
    add(as_tess, course)
    page = CoursePage.objects.get()
    assert "Saved." in change(as_tess, page, source="\r\nText *me*.\r\n", title="Help")
    page.refresh_from_db()
    assert (page.key, page.source) == ("help-right-now", "Text *me*.")
    assert "<p>Text <em>me</em>.</p>" in as_ada.get(page.get_absolute_url()).content.decode()
    event = AuditEvent.objects.get(verb="changed", subject=f"coursepage:{page.pk}")
    assert set(event.detail["fields"]) == {"Title", "Text"}


def test_a_retired_page_is_gone_and_comes_back_as_of_today(
    as_tess: Client, as_ada: Client, course: Course
) -> None:
    LocalBlock.objects.create(course=course, key="hours", title="Hours of training")
    add(as_tess, course, source="[local: hours]")
    page = CoursePage.objects.get()
    as_tess.post(address("retire", page.pk))
    assert as_ada.get(page.get_absolute_url()).status_code == 404
    LocalBlock.objects.update(title="Training")
    as_tess.post(address("bring_back", page.pk))
    html = as_ada.get(page.get_absolute_url()).content.decode()
    assert "Training" in html
    assert "Hours of training" not in html


def test_what_a_page_shows_cannot_be_retired(as_tess: Client, course: Course) -> None:
    block = LocalBlock.objects.create(course=course, key="hours", title="Hours of training")
    add(as_tess, course, source="[local: hours]")
    there = reverse("admin:lessons_localblock_retire", args=[block.pk])
    html = as_tess.post(there, follow=True).content.decode()
    assert "The page “Help right now” shows it. Take it out there first." in html
    block.refresh_from_db()
    assert not block.retired


def test_a_preview_shows_what_stands_in_the_form_and_stores_nothing(as_tess: Client, course: Course) -> None:
    told = {"course": course.pk, **NEW, "title": "<b>Help", "source": "So *it* is.\n\n[local: gone]"}
    html = as_tess.post(address("look_new"), told).content.decode()
    assert "<p>So <em>it</em> is.</p>" in html
    assert "&lt;b&gt;Help" in html
    assert "Line 3: There is no local block “gone”" in html
    assert not CoursePage.objects.exists()
    add(as_tess, course)
    page = CoursePage.objects.get()
    html = as_tess.post(address("look", page.pk), {"title": "T", "source": "Other."}).content.decode()
    assert "<p>Other.</p>" in html
    page.refresh_from_db()
    assert page.source == NEW["source"]


def test_only_those_who_write_the_course_get_there(
    as_tess: Client, as_ada: Client, as_sam: Client, as_sven: Client, course: Course
) -> None:
    add(as_tess, course)
    page = CoursePage.objects.get()
    for client in (as_ada, as_sam, as_sven):
        for there in (address("changelist"), address("add"), address("change", page.pk)):
            assert client.get(there).status_code == 404
        assert client.post(address("look", page.pk), {"source": "x"}).status_code == 404
        assert client.post(address("look_new"), {"course": course.pk}).status_code == 404


def test_a_trainer_of_another_course_does_not_find_it(as_tess: Client, course: Course, sven: Person) -> None:
    add(as_tess, course)
    other = Course.objects.create(program=course.program, slug="other", title="Other")
    sven.assignments.create(role="trainer", course=other)
    client, page = signed_in(sven), CoursePage.objects.get()
    assert client.get(address("changelist")).status_code == 200
    assert "Help right now" not in client.get(address("changelist")).content.decode()
    assert client.get(address("change", page.pk)).status_code == 404
    for told in (str(course.pk), "9" * 30, "x", ""):
        assert client.post(address("look_new"), {"course": told, "source": "x"}).status_code == 404
    assert "Select a valid choice" in add(client, course)


def test_a_trainer_of_one_cohort_reads_and_changes_nothing(
    as_tess: Client, course: Course, sven: Person, spring: Cohort
) -> None:
    add(as_tess, course)
    sven.assignments.create(role="trainer", cohort=spring)
    client, page = signed_in(sven), CoursePage.objects.get()
    html = client.get(address("change", page.pk)).content.decode()
    assert "Call **988**." in html
    assert "<textarea" not in html
    assert "_save" not in html
    assert client.post(address("change", page.pk), {"title": "Mine", "source": "x"}).status_code == 404
    assert client.post(address("look", page.pk), {"source": "x"}).status_code == 404
    page.refresh_from_db()
    assert page.title == "Help right now"
