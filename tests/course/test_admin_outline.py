"""Trainers arrange a course: its lessons, and the steps in them."""

import pytest
from django.test import Client
from django.urls import reverse

from course.arranging.ordering import move, renumber
from course.models import AuditEvent, Course, Lesson, Step
from tests.page_forms import fields_of


def lesson_titles(course: Course) -> list[str]:
    return [lesson.title for lesson in course.lessons.all()]


@pytest.fixture
def three(course: Course) -> list[Lesson]:
    """Foundations, Ethics, Crisis, with gaps between their positions."""
    more = [
        Lesson.objects.create(course=course, slug=title.lower(), title=title, position=position)
        for title, position in (("Ethics", 4), ("Crisis", 9))
    ]
    return [course.lessons.get(slug="foundations"), *more]


def test_a_new_lesson_comes_last_or_where_it_is_told(
    as_tess: Client, course: Course, three: list[Lesson]
) -> None:
    address = reverse("admin:course_lesson_add")
    as_tess.post(address, {"course": course.pk, "title": "The End", "summary": "Last."})
    as_tess.post(address, {"course": course.pk, "title": "The Second", "summary": "", "order": "2"})
    assert lesson_titles(course) == ["Foundations", "The Second", "Ethics", "Crisis", "The End"]
    assert Lesson.objects.get(title="The End").slug == "the-end"
    assert [lesson.position for lesson in course.lessons.all()] == [1, 2, 3, 4, 5]


def test_a_lesson_is_renamed_and_moved(as_tess: Client, course: Course, three: list[Lesson]) -> None:
    address = reverse("admin:course_lesson_change", args=[three[2].pk])
    sent = fields_of(as_tess.get(address), "lesson_form")
    assert sent["order"] == ["3"]
    as_tess.post(address, {**sent, "title": "Helping in a crisis", "order": "1"})
    assert lesson_titles(course) == ["Helping in a crisis", "Foundations", "Ethics"]
    assert AuditEvent.objects.get(verb="changed").subject == f"lesson:{three[2].pk}"


def test_steps_are_put_in_order_on_their_lessons_page(as_tess: Client, course: Course) -> None:
    address = reverse("admin:course_lesson_change", args=[course.lessons.get().pk])
    sent = fields_of(as_tess.get(address), "lesson_form")
    assert [sent[f"steps-{index}-order"] for index in range(3)] == [["1"], ["2"], ["3"]]
    as_tess.post(address, {**sent, "steps-0-order": "9"})
    assert list(Step.objects.in_order().values_list("slug", "position")) == [
        ("start", 1),
        ("duties", 2),
        ("roles", 3),
    ]


def test_steps_given_the_same_place_keep_their_order(as_tess: Client, course: Course) -> None:
    address = reverse("admin:course_lesson_change", args=[course.lessons.get().pk])
    sent = fields_of(as_tess.get(address), "lesson_form")
    as_tess.post(address, {**sent, "steps-2-order": "2"})
    assert list(Step.objects.in_order().values_list("slug", flat=True)) == ["roles", "start", "duties"]


def test_a_lessons_page_leads_to_its_steps(as_tess: Client, course: Course) -> None:
    page = as_tess.get(reverse("admin:course_lesson_change", args=[course.lessons.get().pk])).content.decode()
    topic, exam = Step.objects.get(slug="roles").topic, Step.objects.get(slug="start").exam
    assert reverse("admin:lessons_topic_change", args=[topic.pk]) in page
    assert reverse("admin:quizzes_exam_change", args=[exam.pk]) in page


def test_a_retired_lesson_leaves_the_outline(as_tess: Client, as_ada: Client, course: Course) -> None:
    extra = Lesson.objects.create(course=course, slug="extra", title="Extra", position=2)
    Step.objects.filter(slug="duties").update(lesson=extra)
    as_tess.post(reverse("admin:course_lesson_retire", args=[extra.pk]))
    assert b"What Peer Specialists Do" not in as_ada.get(course.get_absolute_url()).content
    as_tess.post(reverse("admin:course_lesson_bring_back", args=[extra.pk]))
    assert b"What Peer Specialists Do" in as_ada.get(course.get_absolute_url()).content


def test_another_reading_speed_changes_every_reading_time(as_tess: Client, course: Course) -> None:
    address = reverse("admin:course_course_change", args=[course.pk])
    as_tess.post(address, {**fields_of(as_tess.get(address), "course_form"), "words_per_minute": "70"})
    step = Step.objects.get(slug="duties")
    assert (step.minutes_low, step.minutes_high) == (5, 5)  # 350 words at 70 a minute


def test_a_trainer_does_not_move_a_course_to_another_program_or_address(
    as_tess: Client, course: Course
) -> None:
    address = reverse("admin:course_course_change", args=[course.pk])
    sent = fields_of(as_tess.get(address), "course_form")
    assert set(sent) & {"slug", "program", "language"} == set()
    as_tess.post(address, {**sent, "title": "New title", "slug": "taken-over"})
    course.refresh_from_db()
    assert (course.title, course.slug) == ("New title", "peer")
    assert course.history.first().history_user.name == "Tess Moreau"


def test_a_trainer_adds_no_course(as_tess: Client, as_alma: Client, course: Course) -> None:
    assert as_tess.get(reverse("admin:course_course_add")).status_code == 404
    assert as_alma.get(reverse("admin:course_course_add")).status_code == 200


def test_what_happened_to_a_lesson_is_told(as_tess: Client, course: Course) -> None:
    lesson = course.lessons.get()
    as_tess.post(reverse("admin:course_lesson_retire", args=[lesson.pk]))
    page = as_tess.get(reverse("admin:course_lesson_history", args=[lesson.pk])).content.decode()
    assert "retired" in page
    assert "Tess Moreau" in page


def test_renumbering_never_lets_two_rows_share_a_place(three: list[Lesson]) -> None:
    renumber(three[::-1])
    assert [lesson.position for lesson in three] == [3, 2, 1]
    move(three[0], three, to=99)
    assert sorted(Lesson.objects.values_list("title", "position"), key=lambda row: row[1]) == [
        ("Crisis", 1),
        ("Ethics", 2),
        ("Foundations", 3),
    ]
