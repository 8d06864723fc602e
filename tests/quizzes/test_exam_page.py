"""The exam's own page: what it is for and how it works, then where the learner is, then its result."""

from datetime import datetime

import pytest
from django.test import Client

from quizzes import attempts
from quizzes.models import Attempt, Exam
from tests.quizzes.exam_room import answer_all, save

PAGE = "/courses/peer/foundations/start/"


def shown(client: Client) -> str:
    return " ".join(client.get(PAGE).content.decode().split())


def test_before_start_every_rule_is_told(as_ada: Client, exam: Exam) -> None:
    html = shown(as_ada)

    assert "A starting point, not a pass or fail." in html
    assert "<dd>4</dd>" in html
    assert "about 5–8 minutes; no time limit" in html
    assert "<dd>once</dd>" in html
    assert "your score, and how you did in each area; not the right answers" in html
    assert "<p>A starting point.</p>" in html
    assert "Start the exam" in html


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ({"time_limit_minutes": 30}, "at most 30 minutes from when you start"),
        ({"attempts": 3}, "up to 3 times"),
        ({"feedback": ["score"]}, "your score; not the right answers"),
        ({"feedback": ["competencies"]}, "how you did in each area; not the right answers"),
        ({"feedback": []}, "that it was handed in"),
    ],
)
def test_other_rules_are_told_too(as_ada: Client, exam: Exam, rules: dict[str, object], says: str) -> None:
    exam.rules |= rules
    exam.save()

    assert says in shown(as_ada)


@pytest.mark.parametrize(
    ("purpose", "says"), [("post", "now that you have taken the course"), ("check", "this lesson")]
)
def test_other_purposes_are_told_in_words(as_ada: Client, exam: Exam, purpose: str, says: str) -> None:
    Exam.objects.update(purpose=purpose)

    html = shown(as_ada)

    assert says in html
    assert "not a pass or fail" not in html


def test_while_it_is_open_the_page_says_how_far_and_goes_on(as_ada: Client, attempt: Attempt) -> None:
    save(attempt.items.get(slot=2), "no")

    html = shown(as_ada)

    assert "You have started: 1 of 4 questions are answered and saved." in html
    assert "Continue the exam" in html
    assert "Start the exam" not in html


def test_once_it_is_handed_in_the_page_is_its_result(as_ada: Client, attempt: Attempt, now: datetime) -> None:
    attempts.submit(attempt, at=now)

    assert as_ada.get(PAGE)["Location"] == f"/attempts/{attempt.pk}/result/"


def test_where_another_attempt_is_allowed_the_page_offers_it_and_links_the_result(
    as_ada: Client, attempt: Attempt, exam: Exam, now: datetime
) -> None:
    exam.rules["attempts"] = 2
    exam.save()
    attempts.submit(attempt, at=now)

    html = shown(as_ada)

    assert "Start again" in html
    assert f'href="/attempts/{attempt.pk}/result/"' in html


def test_a_second_attempt_is_counted_on_its_own(
    as_ada: Client, attempt: Attempt, exam: Exam, now: datetime
) -> None:
    exam.rules["attempts"] = 2
    exam.save()
    answer_all(attempt)
    attempts.submit(attempt, at=now)
    attempts.start(attempt.enrollment, exam, at=now)

    assert "You have started: 0 of 4 questions are answered and saved." in shown(as_ada)


def test_the_page_knows_only_ones_own_attempts(as_ben: Client, attempt: Attempt) -> None:
    answer_all(attempt)

    assert "Start the exam" in shown(as_ben)


def test_the_exam_can_be_left_for_later(as_ada: Client, exam: Exam) -> None:
    assert 'Not now? Go on to <a href="/courses/peer/foundations/duties/">' in shown(as_ada)
