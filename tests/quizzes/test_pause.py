"""A pause: for those to whom it is granted, the clock stands still, the closing time does not, and nothing is lost."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from course.learners import accommodations
from course.models import Enrollment, Person
from quizzes import attempts
from quizzes.models import Attempt, AttemptEvent, Exam
from quizzes.rules import Rules
from tests.conftest import NOW
from tests.quizzes.exam_room import HTMX, save, stored


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.fixture
def granted(ada: Person, tess: Person) -> None:
    accommodations.grant(ada, reason="Needs breaks.", by=tess, at=NOW, may_pause=True)


@pytest.fixture
def timed(enrollment: Enrollment, exam: Exam) -> Attempt:
    """An hour long, begun at NOW; the exam closes two hours after."""
    return _begin(enrollment, exam, at=NOW)


@pytest.fixture
def going(enrollment: Enrollment, exam: Exam) -> Attempt:
    """The same, begun by the clock on the wall, for pages."""
    return _begin(enrollment, exam, at=timezone.now())


def _begin(enrollment: Enrollment, exam: Exam, at: Any) -> Attempt:
    exam.rules = Rules(time_limit_minutes=60, closes=at + minutes(120)).stored()
    exam.save()
    return attempts.start(enrollment, exam, at=at)


def address(attempt: Attempt, tail: str) -> str:
    return f"/attempts/{attempt.pk}/{tail}/"


# --- The verbs -------------------------------------------------------------------------------------------------------
def test_without_a_grant_there_is_no_pause(timed: Attempt) -> None:
    with pytest.raises(PermissionError):
        attempts.pause(timed, at=NOW)

    timed.refresh_from_db()
    assert timed.paused_at is None


def test_the_end_moves_by_as_long_as_the_clock_stood_still(timed: Attempt, granted: None) -> None:
    attempts.pause(timed, at=NOW + minutes(10))
    after = attempts.unpause(timed, at=NOW + minutes(27))

    assert after.deadline == NOW + minutes(77)
    told = [(event.verb, event.detail) for event in timed.events.order_by("pk")]
    assert told == [("paused", {}), ("unpaused", {"seconds": 17 * 60})]


def test_the_time_it_stood_still_is_not_time_taken(timed: Attempt, granted: None) -> None:
    attempts.pause(timed, at=NOW + minutes(10))
    attempts.unpause(timed, at=NOW + minutes(27))
    attempts.pause(timed, at=NOW + minutes(30))

    done = attempts.submit(timed, at=NOW + minutes(35))

    assert done.seconds_taken == 13 * 60


def test_a_clock_that_stands_still_does_not_run_out(timed: Attempt, granted: None) -> None:
    attempts.pause(timed, at=NOW + minutes(59))

    assert not attempts.close_overdue(timed, at=NOW + minutes(100))
    assert attempts.close_all_overdue(at=NOW + minutes(100)) == 0
    assert attempts.unpause(timed, at=NOW + minutes(100)).deadline == NOW + minutes(101)


def test_several_pauses_add_up_to_the_close_at_most(timed: Attempt, granted: None) -> None:
    for start in (10, 40, 80):
        attempts.pause(timed, at=NOW + minutes(start))
        attempts.unpause(timed, at=NOW + minutes(start + 25))

    timed.refresh_from_db()
    assert timed.deadline == NOW + minutes(120)


def test_pausing_twice_is_the_same_as_once(timed: Attempt, granted: None) -> None:
    attempts.pause(timed, at=NOW + minutes(10))
    attempts.pause(timed, at=NOW + minutes(20))
    attempts.unpause(timed, at=NOW + minutes(30))
    attempts.unpause(timed, at=NOW + minutes(40))

    timed.refresh_from_db()
    assert timed.deadline == NOW + minutes(80)
    assert timed.events.count() == 2


def test_a_clock_that_steps_back_takes_no_time_away(timed: Attempt, granted: None) -> None:
    attempts.pause(timed, at=NOW + minutes(10))

    assert attempts.unpause(timed, at=NOW + minutes(5)).deadline == NOW + minutes(60)


def test_a_grant_that_ended_during_the_pause_takes_no_time_away(
    timed: Attempt, ada: Person, tess: Person
) -> None:
    held = accommodations.grant(
        ada, reason="Ill.", by=tess, at=NOW, may_pause=True, time_factor=2, extra_days=1
    )
    timed.refresh_from_db()
    assert timed.deadline == NOW + minutes(120)
    attempts.pause(timed, at=NOW + minutes(10))
    accommodations.end(held, by=tess, at=NOW + minutes(11))

    assert attempts.unpause(timed, at=NOW + minutes(20)).deadline == NOW + minutes(120)


def test_time_that_is_over_cannot_be_stopped(timed: Attempt, granted: None) -> None:
    with pytest.raises(attempts.Closed):
        attempts.pause(timed, at=NOW + minutes(61))


def test_an_exam_that_closes_during_a_pause_is_closed_with_what_was_saved(
    timed: Attempt, granted: None
) -> None:
    save(timed.items.get(slot=1), "yes", at=NOW + minutes(1))
    attempts.pause(timed, at=NOW + minutes(10))

    assert attempts.close_all_overdue(at=NOW + minutes(120)) == 0
    assert attempts.close_all_overdue(at=NOW + minutes(121)) == 1

    timed.refresh_from_db()
    assert timed.submitted_at == NOW + minutes(120)
    assert timed.ended_by == Attempt.EndedBy.TIME
    assert timed.score == 1


def test_saving_during_a_pause_is_refused_and_the_same_save_succeeds_after(
    timed: Attempt, granted: None
) -> None:
    item, save_id = timed.items.get(slot=1), uuid4()
    attempts.pause(timed, at=NOW + minutes(10))
    with pytest.raises(attempts.Closed):
        save(item, "yes", save_id=save_id, at=NOW + minutes(11))
    assert stored(item) == []

    attempts.unpause(timed, at=NOW + minutes(12))
    save(item, "yes", save_id=save_id, at=NOW + minutes(13))

    assert stored(item) == ["yes"]


def test_what_was_saved_before_is_confirmed_during_a_pause(timed: Attempt, granted: None) -> None:
    item, save_id = timed.items.get(slot=1), uuid4()
    kept = save(item, "yes", save_id=save_id, at=NOW + minutes(1))
    attempts.pause(timed, at=NOW + minutes(10))

    assert save(item, "yes", save_id=save_id, at=NOW + minutes(11)) == kept


# --- The pages -------------------------------------------------------------------------------------------------------
def test_without_a_grant_no_button_is_there_and_pressing_it_finds_nothing(
    as_ada: Client, going: Attempt
) -> None:
    assert "/pause/" not in as_ada.get(address(going, "1")).content.decode()
    assert as_ada.post(address(going, "pause")).status_code == 404


def test_with_a_grant_the_button_stops_the_clock_and_the_page_says_how_to_go_on(
    as_ada: Client, going: Attempt, granted: None
) -> None:
    assert address(going, "pause") in as_ada.get(address(going, "1")).content.decode()

    page = as_ada.post(address(going, "pause"), follow=True)

    text = page.content.decode()
    assert "The clock is stopped" in text
    assert "One thing does not wait: the exam closes on" in text
    assert address(going, "go-on") in text


@pytest.mark.parametrize("tail", ["1", "check", "all", "result"])
def test_during_a_pause_every_page_of_the_exam_leads_there(
    as_ada: Client, going: Attempt, granted: None, tail: str
) -> None:
    attempts.pause(going, at=timezone.now())

    assert "The clock is stopped" in as_ada.get(address(going, tail), follow=True).content.decode()


def test_going_on_leads_back_to_the_first_open_question(
    as_ada: Client, going: Attempt, granted: None
) -> None:
    save(going.items.get(slot=1), "yes", at=timezone.now())
    attempts.pause(going, at=timezone.now())

    page = as_ada.post(address(going, "go-on"), follow=True)

    assert page.redirect_chain[-1][0] == address(going, "2")
    assert going.events.filter(verb=AttemptEvent.Verb.UNPAUSED).exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_an_answer_sent_during_a_pause_is_refused_in_words(
    as_ada: Client, going: Attempt, granted: None, headers: dict[str, str]
) -> None:
    attempts.pause(going, at=timezone.now())
    form = {"choice": "yes", "save_id": str(uuid4()), "revision": 0, "go": "next"}

    page: Any = as_ada.post(address(going, "1"), form, headers=headers, follow=True)

    assert stored(going.items.get(slot=1)) == []
    assert "the clock of this exam is stopped" in page.content.decode().lower()
    going.refresh_from_db()
    assert going.state == Attempt.State.OPEN


def test_whoever_comes_back_after_the_close_reads_the_result(
    as_ada: Client, enrollment: Enrollment, exam: Exam, granted: None
) -> None:
    attempt = _begin(enrollment, exam, at=timezone.now() - minutes(150))
    attempts.pause(attempt, at=timezone.now() - minutes(140))

    page = as_ada.get(address(attempt, "pause"), follow=True)

    assert page.redirect_chain[-1][0] == address(attempt, "result")
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.started_at + minutes(120)


def test_nobody_else_stops_or_starts_her_clock(
    as_ben: Client, as_tess: Client, going: Attempt, granted: None
) -> None:
    attempts.pause(going, at=timezone.now())

    for client in (as_ben, as_tess):
        assert client.get(address(going, "pause")).status_code == 404
        assert client.post(address(going, "pause")).status_code == 404
        assert client.post(address(going, "go-on")).status_code == 404
