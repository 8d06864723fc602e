"""The result: a score in plain words, the areas, where to read on; no pass, no fail, no keys."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from course.models import Competency, Person, Step
from quizzes import attempts
from quizzes.models import Attempt, Exam
from tests.make import add_topic
from tests.quizzes.exam_room import answer_all


@pytest.fixture
def done(attempt: Attempt, now: datetime) -> Attempt:
    answer_all(attempt)
    return attempts.submit(attempt, at=now)


def shown(client: Client, attempt: Attempt) -> str:
    response = client.get(f"/attempts/{attempt.pk}/result/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_it_thanks_and_tells_the_score_and_every_area(as_ada: Client, done: Attempt) -> None:
    html = shown(as_ada, done)

    assert "Thank you. Your exam is handed in." in html
    assert "4 of 4 points" in html
    assert "Shares experience" in html
    assert "4 of 4</span>" in html


def test_a_pre_exam_is_called_a_starting_point_and_nobody_passes_or_fails(
    as_ada: Client, done: Attempt
) -> None:
    html = shown(as_ada, done)

    assert "It is not a pass or a fail" in html
    assert not re.search(r"you (passed|failed)|congratulations|unfortunately", html, re.IGNORECASE)


def test_it_says_that_keys_are_not_shown_and_why(as_ada: Client, done: Attempt) -> None:
    html = shown(as_ada, done)

    assert "Why you do not see the right answers" in html
    assert "We ask about the same ground again at the end of the course." in html


def test_it_leads_to_the_next_step(as_ada: Client, done: Attempt) -> None:
    button = (
        '<a class="btn btn-primary" href="/courses/peer/foundations/duties/">Next: What Peer Specialists Do'
    )

    assert button in shown(as_ada, done)


def test_each_area_names_the_topics_about_it(as_ada: Client, done: Attempt) -> None:
    Step.objects.get(slug="duties").competencies.add(Competency.objects.get(code="samhsa-3"))

    html = shown(as_ada, done)

    assert 'Read about it: <a href="/courses/peer/foundations/duties/">What Peer Specialists Do</a>' in html


def test_many_topics_about_an_area_are_folded_away(as_ada: Client, done: Attempt) -> None:
    area, lesson = Competency.objects.get(code="samhsa-3"), done.exam.step.lesson
    for number in range(4):
        add_topic(lesson, f"more-{number}", f"More {number}", 20 + number).step.competencies.add(area)

    html = shown(as_ada, done)

    assert "<summary>Read about it: 4 topics</summary>" in html
    assert html.count('<li><a href="/courses/peer/foundations/more-') == 4


def test_after_the_check_of_a_lesson_its_own_topics_are_named(as_ada: Client, done: Attempt) -> None:
    area, course = Competency.objects.get(code="samhsa-3"), done.exam.step.lesson.course
    elsewhere = course.lessons.create(slug="later", title="Later", position=9)
    add_topic(elsewhere, "far", "Far", 1).step.competencies.add(area)
    Step.objects.get(slug="duties").competencies.add(area)
    assert "/later/far/" in shown(as_ada, done)

    Exam.objects.update(purpose=Exam.Purpose.CHECK)

    html = shown(as_ada, done)
    assert "/later/far/" not in html
    assert 'Read about it: <a href="/courses/peer/foundations/duties/">' in html


@pytest.mark.parametrize(
    ("feedback", "score", "areas"),
    [
        (["score"], True, False),
        (["competencies"], False, True),
        ([], False, False),
        (["score", "competencies"], True, True),
    ],
)
def test_only_what_the_frozen_rules_allow_is_shown(
    as_ada: Client, done: Attempt, feedback: list[str], score: bool, areas: bool
) -> None:
    Attempt.objects.update(rules={**done.rules, "feedback": feedback})

    html = shown(as_ada, done)

    assert ("4 of 4 points" in html) is score
    assert ("How you did in each area" in html) is areas


def test_rules_changed_after_the_start_change_nothing(as_ada: Client, done: Attempt) -> None:
    exam = Exam.objects.get()
    exam.rules["feedback"] = []
    exam.save()

    assert "4 of 4 points" in shown(as_ada, done)


def test_before_handing_in_it_leads_back_to_the_questions(as_ada: Client, attempt: Attempt) -> None:
    assert as_ada.get(f"/attempts/{attempt.pk}/result/")["Location"] == f"/attempts/{attempt.pk}/1/"


def test_a_learner_who_left_the_course_still_has_their_result(
    as_ada: Client, ada: Person, done: Attempt
) -> None:
    ada.enrollments.update(state="withdrawn")

    html = shown(as_ada, done)

    assert "4 of 4 points" in html
    assert "Next:" not in html


def test_time_is_told_in_the_persons_zone(as_ada: Client, ada: Any, done: Attempt) -> None:
    ada.time_zone = "Pacific/Honolulu"
    ada.save()

    assert "Handed in on Nov. 2, 2026, 5:00 AM." in shown(as_ada, done)
