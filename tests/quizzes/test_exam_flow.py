"""Feedback after each question, forward only, sections, and attempts whose time is over: through the pages."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from course.models import Enrollment
from quizzes import attempts
from quizzes.models import Attempt, AttemptEvent, AttemptItem, Exam, Section
from tests.quizzes.exam_room import HTMX, address, fields, press, save, send, stored

EACH = {"feedback_when": "each", "feedback": ["correctness", "keys"]}


@pytest.fixture
def check(exam: Exam) -> Exam:
    """The exam as a check that tells after each question."""
    exam.purpose, exam.rules = "check", {**exam.rules, **EACH}
    exam.save()
    return exam


@pytest.fixture
def forward(exam: Exam) -> Exam:
    exam.rules = {**exam.rules, "forward_only": True}
    exam.save()
    return exam


# --- Feedback after each question -----------------------------------------------------------------------------------


def test_checking_an_answer_shows_why_and_lets_it_stand(
    check: Exam, as_ada: Client, item: AttemptItem
) -> None:
    page = as_ada.get(address(item)).content.decode()
    assert "Check my answer" in page
    assert "KEY-WHY" not in page

    response = press(as_ada, item, "settle", "no", follow=True)

    html = response.content.decode()
    assert "Not quite." in html
    assert "KEY-EXPLAIN" in html
    assert "KEY-WHY" in html
    assert 'name="choice"' not in html
    assert stored(item) == ["no"]


def test_an_answer_that_was_checked_cannot_be_changed_from_an_old_tab(
    check: Exam, as_ada: Client, item: AttemptItem
) -> None:
    old = fields(as_ada.get(address(item)))
    press(as_ada, item, "settle", "no")

    plain = send(as_ada, item, {**old, "revision": "9"}, "next", "yes", follow=True)
    fragment = send(as_ada, item, {**old, "revision": "9"}, "", "yes", headers=HTMX)

    assert "already checked" in plain.content.decode()
    assert fragment.status_code == 422
    assert stored(item) == ["no"]


def test_after_the_feedback_next_leads_on(check: Exam, as_ada: Client, item: AttemptItem) -> None:
    press(as_ada, item, "settle", "no")

    response = press(as_ada, item, "next")

    assert response["Location"] == f"/attempts/{item.attempt_id}/2/"
    assert stored(item) == ["no"]


def test_nothing_is_checked_while_nothing_is_answered(check: Exam, as_ada: Client, item: AttemptItem) -> None:
    html = press(as_ada, item, "settle", follow=True).content.decode()

    assert "KEY-EXPLAIN" not in html
    assert 'name="choice"' in html


def test_other_questions_keep_their_keys_to_themselves(
    check: Exam, as_ada: Client, item: AttemptItem
) -> None:
    press(as_ada, item, "settle", "no")

    assert "KEY-" not in as_ada.get(f"/attempts/{item.attempt_id}/2/").content.decode()


def test_a_button_that_the_rules_do_not_have_settles_nothing(as_ada: Client, item: AttemptItem) -> None:
    html = press(as_ada, item, "settle", "no", follow=True).content.decode()

    item.refresh_from_db()
    assert item.settled_at is None
    assert "KEY-" not in html


# --- Forward only ---------------------------------------------------------------------------------------------------


def test_going_forward_leaves_a_question_behind(forward: Exam, as_ada: Client, item: AttemptItem) -> None:
    assert "goes forward only" in as_ada.get(address(item)).content.decode()
    old = fields(as_ada.get(address(item)))
    press(as_ada, item, "next", "no")

    back = as_ada.get(address(item))
    late = send(as_ada, item, {**old, "revision": "9"}, "", "yes", headers=HTMX)

    assert back["Location"] == f"/attempts/{item.attempt_id}/2/"
    assert late.status_code == 422
    assert stored(item) == ["no"]


def test_an_address_typed_by_hand_jumps_over_nothing(
    forward: Exam, as_ada: Client, item: AttemptItem
) -> None:
    ahead = AttemptItem.objects.get(attempt=item.attempt, slot=3)
    form = fields(as_ada.get(address(item)))
    send(as_ada, ahead, form, "next", "no")

    assert as_ada.get(address(ahead))["Location"] == address(item)
    assert as_ada.get(address(item)).status_code == 200


def test_back_after_the_last_question_leads_to_the_last_look(
    forward: Exam, as_ada: Client, attempt: Attempt
) -> None:
    for item in attempt.items.all():
        press(as_ada, item, "check" if item.slot == 4 else "next", "no")

    for slot in (1, 4):
        page = as_ada.get(f"/attempts/{attempt.pk}/{slot}/", follow=True)
        assert page.redirect_chain == [(f"/attempts/{attempt.pk}/check/", 302)]
        assert page.status_code == 200


def test_autosave_does_not_leave_a_question_behind(forward: Exam, as_ada: Client, item: AttemptItem) -> None:
    form = fields(as_ada.get(address(item)))
    send(as_ada, item, form, "", "no", headers=HTMX)

    assert as_ada.get(address(item)).status_code == 200


def test_the_numbers_that_lead_back_are_not_offered(forward: Exam, as_ada: Client, item: AttemptItem) -> None:
    html = as_ada.get(address(item)).content.decode()

    assert 'class="numbers"' not in html
    assert 'value="back"' not in html


def test_the_same_save_sent_again_after_going_on_succeeds(
    forward: Exam, as_ada: Client, item: AttemptItem
) -> None:
    form = fields(as_ada.get(address(item)))
    send(as_ada, item, form, "next", "no")

    assert send(as_ada, item, form, "next", "no")["Location"] == f"/attempts/{item.attempt_id}/2/"
    assert stored(item) == ["no"]


# --- Sections -------------------------------------------------------------------------------------------------------


def test_a_section_has_words_of_its_own_frozen_with_the_attempt(
    as_ada: Client, exam: Exam, enrollment: Enrollment, now: datetime
) -> None:
    part = Section.objects.create(
        exam=exam, position=1, title="At work", instructions_html="<p>Think of a real day.</p>"
    )
    exam.blueprint.update(section=part)
    attempt = attempts.start(enrollment, exam, at=timezone.now())
    Section.objects.update(title="Changed since")

    html = as_ada.get(f"/attempts/{attempt.pk}/1/").content.decode()

    assert "At work" in html
    assert "Think of a real day." in html
    assert "Changed since" not in html


# --- The end of the time --------------------------------------------------------------------------------------------


@pytest.fixture
def over(attempt: Attempt) -> Attempt:
    """Ada's attempt, one answer saved, its time over a day ago."""
    save(attempt.items.get(slot=1), "yes")
    attempt.deadline = timezone.now() - timedelta(days=1)
    attempt.started_at = attempt.deadline - timedelta(minutes=40)
    attempt.save()
    return attempt


@pytest.mark.parametrize("path", ["", "1/", "2/", "check/", "result/"])
def test_whatever_page_is_touched_first_closes_the_attempt_once(
    as_ada: Client, over: Attempt, path: str
) -> None:
    page = as_ada.get(f"/attempts/{over.pk}/{path}", follow=True)
    again = as_ada.get(f"/attempts/{over.pk}/{path}", follow=True)

    over.refresh_from_db()
    assert (over.state, over.ended_by, str(over.score)) == ("submitted", "time", "1.00")
    assert (over.submitted_at, over.seconds_taken) == (over.deadline, 2400)
    assert "Time is over. Your saved answers are in." in page.content.decode()
    assert again.status_code == 200


def test_the_exams_own_page_closes_it_too(as_ada: Client, over: Attempt) -> None:
    as_ada.get("/courses/peer/foundations/start/", follow=True)

    over.refresh_from_db()
    assert over.ended_by == "time"


def test_the_command_closes_what_nobody_touches_and_says_how_many(over: Attempt, capsys: Any) -> None:
    call_command("close_overdue_attempts")
    call_command("close_overdue_attempts")

    over.refresh_from_db()
    assert (over.state, over.ended_by) == ("submitted", "time")
    assert capsys.readouterr().out == "1 attempt closed.\n0 attempts closed.\n"


def test_the_command_leaves_alone_who_still_has_time_or_a_stopped_clock(over: Attempt, capsys: Any) -> None:
    over.paused_at = over.deadline
    over.save()

    call_command("close_overdue_attempts")

    over.refresh_from_db()
    assert over.state == "open"


def test_submitting_after_the_end_is_the_end_not_the_learners_deed(as_ada: Client, over: Attempt) -> None:
    as_ada.post(f"/attempts/{over.pk}/submit/")

    over.refresh_from_db()
    assert (over.ended_by, over.submitted_at) == ("time", over.deadline)


def test_the_page_says_how_many_seconds_are_left_and_when_it_ends(
    as_ada: Client, attempt: Attempt, now: datetime
) -> None:
    Attempt.objects.update(deadline=timezone.now() + timedelta(minutes=10))

    html = as_ada.get(f"/attempts/{attempt.pk}/1/").content.decode()

    assert 'data-seconds-left="59' in html
    assert "This exam ends on" in html


def test_a_question_that_was_shown_is_told_in_the_story(as_ada: Client, item: AttemptItem) -> None:
    as_ada.get(address(item))

    event = AttemptEvent.objects.get()
    assert (event.verb, event.slot, event.actor) == ("viewed", 1, item.attempt.enrollment.person)


def test_how_long_a_browser_tried_is_kept_with_the_answer(as_ada: Client, item: AttemptItem) -> None:
    form = {**fields(as_ada.get(address(item))), "waited": "95"}
    send(as_ada, item, form, "", "no", headers=HTMX)

    assert item.answers.get().waited == 95


def test_a_question_is_shown_even_when_that_cannot_be_noted(
    as_ada: Client, item: AttemptItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: Any) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(AttemptEvent.objects, "create", full)

    assert as_ada.get(address(item)).status_code == 200
    assert not AttemptEvent.objects.exists()
