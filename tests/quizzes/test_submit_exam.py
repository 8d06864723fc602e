"""Handing in: graded once from what was saved, marks appended, the step completed."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from course.models import Completion, Step
from quizzes import attempts
from quizzes.models import Attempt, Mark
from tests.quizzes.exam_room import answer_all, save


def test_the_score_is_what_the_saved_answers_earn(attempt: Attempt, now: datetime) -> None:
    for item, choice in zip(attempt.items.all(), ["yes", "no", "yes", ""], strict=True):
        save(item, choice)

    done = attempts.submit(attempt, at=now + timedelta(minutes=12, seconds=30))

    assert (done.state, done.score, done.possible) == ("submitted", Decimal(2), Decimal(4))
    assert (done.submitted_at, done.seconds_taken) == (now + timedelta(minutes=12, seconds=30), 750)
    share = done.competency_scores.get()
    assert (share.competency.code, share.points, share.possible, share.items) == (
        "samhsa-3",
        Decimal(2),
        Decimal(4),
        4,
    )


def test_the_newest_answer_counts(attempt: Attempt, now: datetime) -> None:
    item = attempt.items.get(slot=1)
    save(item, "yes")
    save(item, "no", seen=1)
    assert attempts.submit(attempt, at=now).score == 0


def test_a_cleared_answer_earns_nothing(attempt: Attempt, now: datetime) -> None:
    item = attempt.items.get(slot=1)
    save(item, "yes")
    save(item, "", seen=1)
    assert attempts.submit(attempt, at=now).score == 0


def test_every_item_gets_one_automatic_mark_that_names_its_answer(attempt: Attempt, now: datetime) -> None:
    answer = save(attempt.items.get(slot=2), "yes")
    attempts.submit(attempt, at=now)

    marks = Mark.objects.order_by("item__slot")
    assert [mark.points for mark in marks] == [0, 1, 0, 0]
    assert [mark.answer for mark in marks] == [None, answer, None, None]
    assert {(mark.marker, mark.at) for mark in marks} == {(None, now)}


@pytest.mark.parametrize(("choice", "missed"), [("yes", 0), ("no", 1), ("", 1)])
def test_a_critical_question_that_is_wrong_or_blank_is_missed(
    attempt: Attempt, now: datetime, choice: str, missed: int
) -> None:
    answer_all(attempt)
    attempt.items.update(critical=False)
    item = attempt.items.get(slot=3)
    attempt.items.filter(slot=3).update(critical=True)
    save(item, choice, seen=1)

    assert attempts.submit(attempt, at=now).critical_missed == missed


def test_points_are_those_that_were_frozen(attempt: Attempt, now: datetime) -> None:
    attempt.items.filter(slot=1).update(points=Decimal("2.50"))
    answer_all(attempt)

    done = attempts.submit(attempt, at=now)

    assert (done.score, done.possible) == (Decimal("5.50"), Decimal("5.50"))


def test_handing_in_twice_gives_the_same_result_and_marks_once(attempt: Attempt, now: datetime) -> None:
    answer_all(attempt)
    first = attempts.submit(attempt, at=now)
    second = attempts.submit(attempt, at=now + timedelta(hours=1))

    assert (second.score, second.submitted_at) == (first.score, first.submitted_at)
    assert Mark.objects.count() == 4
    assert second.competency_scores.count() == 1


def test_handing_in_completes_the_step_with_the_attempts_number(attempt: Attempt, now: datetime) -> None:
    attempts.submit(attempt, at=now)

    done = Completion.objects.get()
    assert (done.enrollment, done.step, done.version, done.at) == (
        attempt.enrollment,
        Step.objects.get(slug="start"),
        1,
        now,
    )


def test_a_clock_that_stepped_back_gives_no_negative_time(attempt: Attempt, now: datetime) -> None:
    assert attempts.submit(attempt, at=now - timedelta(minutes=3)).seconds_taken == 0


def test_after_the_time_limit_what_was_saved_can_still_be_handed_in(attempt: Attempt, now: datetime) -> None:
    answer_all(attempt)
    Attempt.objects.update(deadline=now + timedelta(minutes=1))

    assert attempts.submit(attempt, at=now + timedelta(hours=1)).score == 4


def test_the_button_hands_in_and_shows_the_result(as_ada: Client, attempt: Attempt) -> None:
    answer_all(attempt)

    response = as_ada.post(f"/attempts/{attempt.pk}/submit/", follow=True)

    assert response.redirect_chain == [(f"/attempts/{attempt.pk}/result/", 302)]
    assert "4 of 4 points" in response.content.decode()


def test_a_double_click_on_hand_in_is_one_submission(as_ada: Client, attempt: Attempt) -> None:
    first, second = (as_ada.post(f"/attempts/{attempt.pk}/submit/") for _ in range(2))

    assert first["Location"] == second["Location"]
    assert Mark.objects.count() == 4


def test_nobody_hands_in_for_somebody_else(
    as_ben: Client, as_sam: Client, as_alma: Client, attempt: Attempt
) -> None:
    for client in (as_ben, as_sam, as_alma):
        assert client.post(f"/attempts/{attempt.pk}/submit/").status_code == 404
    attempt.refresh_from_db()
    assert attempt.state == "open"


@pytest.mark.parametrize("page", ["", "1/", "check/", "submit/"])
def test_after_handing_in_every_page_of_the_attempt_leads_to_the_result(
    as_ada: Client, attempt: Attempt, now: datetime, page: str
) -> None:
    attempts.submit(attempt, at=now)

    response = as_ada.get(f"/attempts/{attempt.pk}/{page}", follow=True)

    assert response.redirect_chain[-1] == (f"/attempts/{attempt.pk}/result/", 302)
