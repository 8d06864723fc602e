"""Granting an accommodation reaches attempts under way at once, gives time and never takes any, and leaves an event."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from course.learners import accommodations
from course.models import Accommodation, AuditEvent, Enrollment, Person
from quizzes import attempts
from quizzes.models import Attempt, AttemptEvent, Exam
from quizzes.rules import Rules
from tests.conftest import NOW
from tests.quizzes.exam_room import save
from tests.quizzes.test_many_at_once import at_once

HOUR = timedelta(hours=1)
SOON = NOW + timedelta(minutes=5)
Begin = Callable[..., Attempt]


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.fixture
def begin(enrollment: Enrollment, exam: Exam) -> Begin:
    """``begin(time_limit_minutes=60)``: ada's attempt under these rules, begun at NOW."""

    def begin(**rules: Any) -> Attempt:
        exam.rules = Rules(**rules).stored()
        exam.save()
        return attempts.start(enrollment, exam, at=NOW)

    return begin


@pytest.fixture
def grant(ada: Person, tess: Person) -> Callable[..., Accommodation]:
    """``grant(time_factor=2)``: to ada by tess, five minutes into the attempt unless ``at`` says otherwise."""

    def grant(*, at: datetime = SOON, **grants: Any) -> Accommodation:
        return accommodations.grant(ada, by=tess, at=at, **{"reason": "Reads slowly.", **grants})

    return grant


def ends(attempt: Attempt) -> timedelta | None:
    """When it ends, from its start; None for never."""
    attempt.refresh_from_db()
    return None if attempt.deadline is None else attempt.deadline - attempt.started_at


def events(attempt: Attempt) -> list[dict[str, Any]]:
    return [event.detail for event in attempt.events.filter(verb=AttemptEvent.Verb.ACCOMMODATED)]


@pytest.mark.parametrize(
    ("grants", "end"),
    [
        ({"time_factor": 1.5}, 90),
        ({"time_factor": 2, "extra_minutes": 7}, 127),
        ({"extra_minutes": 10}, 70),
        ({"untimed": True}, None),
    ],
)
def test_an_attempt_under_way_gets_the_time_at_once(
    begin: Begin, grant: Any, grants: dict[str, Any], end: int | None
) -> None:
    attempt = begin(time_limit_minutes=60)

    grant(**grants)

    assert ends(attempt) == (None if end is None else minutes(end))


def test_the_event_names_both_ends_and_who_granted_but_no_reason(
    begin: Begin, grant: Any, tess: Person
) -> None:
    attempt = begin(time_limit_minutes=60)

    grant(time_factor=2)

    event = attempt.events.get(verb=AttemptEvent.Verb.ACCOMMODATED)
    assert event.actor == tess
    assert event.at == SOON
    assert event.detail == {"before": (NOW + HOUR).isoformat(), "after": (NOW + 2 * HOUR).isoformat()}


def test_without_a_limit_the_closing_time_still_holds(begin: Begin, grant: Any) -> None:
    attempt = begin(time_limit_minutes=60, closes=NOW + 3 * HOUR)

    grant(untimed=True)

    assert ends(attempt) == 3 * HOUR


def test_more_time_ends_when_the_exam_closes(begin: Begin, grant: Any) -> None:
    attempt = begin(time_limit_minutes=60, closes=NOW + minutes(80))

    grant(time_factor=2)

    assert ends(attempt) == minutes(80)


def test_a_later_close_holds_for_an_attempt_under_way(begin: Begin, grant: Any) -> None:
    attempt = begin(closes=NOW + HOUR)

    grant(extra_days=2)

    assert ends(attempt) == HOUR + timedelta(days=2)


def test_a_later_close_gives_back_what_the_limit_would_have_given(begin: Begin, grant: Any) -> None:
    attempt = begin(time_limit_minutes=60, closes=NOW + minutes(20))

    grant(extra_days=1)

    assert ends(attempt) == HOUR


def test_pauses_already_taken_are_added_to_what_is_granted(begin: Begin, grant: Any) -> None:
    attempt = begin(time_limit_minutes=60)
    grant(may_pause=True)
    attempts.pause(attempt, at=NOW + minutes(10))
    attempts.unpause(attempt, at=NOW + minutes(25))

    grant(at=NOW + minutes(30), time_factor=2, may_pause=True)

    assert ends(attempt) == minutes(135)


def test_pauses_already_taken_never_reach_beyond_the_close(begin: Begin, grant: Any) -> None:
    attempt = begin(time_limit_minutes=60, closes=NOW + minutes(70))
    grant(may_pause=True)
    attempts.pause(attempt, at=NOW + minutes(10))
    attempts.unpause(attempt, at=NOW + minutes(40))

    grant(at=NOW + minutes(45), extra_attempts=1)

    assert ends(attempt) == minutes(70)


def test_an_attempt_whose_clock_stands_still_gets_both(begin: Begin, grant: Any) -> None:
    attempt = begin(time_limit_minutes=60)
    grant(may_pause=True)
    attempts.pause(attempt, at=NOW + minutes(10))

    grant(at=NOW + minutes(20), time_factor=2, may_pause=True)
    attempts.unpause(attempt, at=NOW + minutes(30))

    assert ends(attempt) == minutes(140)


def test_what_has_run_out_is_closed_with_what_was_saved_and_not_revived(begin: Begin, grant: Any) -> None:
    attempt = begin(time_limit_minutes=60)
    save(attempt.items.get(slot=1), "yes", at=NOW + minutes(1))

    grant(at=NOW + minutes(61), time_factor=2)

    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.SUBMITTED
    assert attempt.ended_by == Attempt.EndedBy.TIME
    assert attempt.submitted_at == NOW + HOUR
    assert attempt.score == 1
    assert events(attempt) == []


def test_what_ran_out_a_moment_ago_can_still_be_saved_into_and_so_goes_on(begin: Begin, grant: Any) -> None:
    attempt = begin(time_limit_minutes=60)

    grant(at=NOW + HOUR + timedelta(seconds=9), time_factor=2)

    assert ends(attempt) == 2 * HOUR


def test_who_read_it_before_the_grant_does_not_close_it_after(begin: Begin, grant: Any) -> None:
    attempt = begin(time_limit_minutes=60)
    grant(time_factor=2)
    assert attempt.deadline == NOW + HOUR, "as it was read before"

    assert not attempts.close_overdue(attempt, at=NOW + minutes(90))

    assert ends(attempt) == 2 * HOUR
    assert attempt.state == Attempt.State.OPEN


def test_a_smaller_grant_takes_no_time_away_and_writes_no_event(begin: Begin, grant: Any) -> None:
    attempt = begin(time_limit_minutes=60)
    grant(time_factor=2)

    grant(at=NOW + minutes(6), extra_minutes=5)

    assert ends(attempt) == 2 * HOUR
    assert len(events(attempt)) == 1


def test_what_is_untimed_already_stays_so(begin: Begin, grant: Any) -> None:
    attempt = begin(time_limit_minutes=60)
    grant(untimed=True)

    grant(at=NOW + minutes(6), time_factor=2)

    assert ends(attempt) is None


def test_ending_takes_no_time_away(begin: Begin, grant: Any, tess: Person) -> None:
    attempt = begin(time_limit_minutes=60)
    granted = grant(time_factor=2)

    accommodations.end(granted, by=tess, at=NOW + minutes(6))

    assert ends(attempt) == 2 * HOUR


def test_rules_that_changed_since_the_start_do_not_reach_it(begin: Begin, grant: Any, exam: Exam) -> None:
    attempt = begin(time_limit_minutes=60)
    exam.rules = Rules(time_limit_minutes=10).stored()
    exam.save()

    grant(time_factor=2)

    assert ends(attempt) == 2 * HOUR


def test_nobody_elses_attempt_and_no_attempt_handed_in_is_touched(
    begin: Begin, grant: Any, ben: Person, exam: Exam
) -> None:
    handed_in = begin(time_limit_minutes=60)
    attempts.submit(handed_in, at=NOW + minutes(2))
    bens = attempts.start(ben.enrollments.get(), exam, at=NOW)

    grant(time_factor=2)

    assert ends(handed_in) == ends(bens) == HOUR
    assert not AttemptEvent.objects.filter(verb=AttemptEvent.Verb.ACCOMMODATED).exists()


def test_more_attempts_let_the_learner_start_again(begin: Begin, grant: Any, enrollment: Enrollment) -> None:
    attempt = begin(attempts=1)
    attempts.submit(attempt, at=NOW + minutes(2))
    with pytest.raises(attempts.CannotStart):
        attempts.start(enrollment, attempt.exam, at=NOW + minutes(3))

    grant(extra_attempts=1)

    assert attempts.start(enrollment, attempt.exam, at=NOW + minutes(6)).number == 2


@pytest.mark.django_db(transaction=True)
def test_grants_at_once_leave_one_active_and_all_in_the_story(
    begin: Begin, ada: Person, tess: Person
) -> None:
    attempt = begin(time_limit_minutes=60)
    one = partial(accommodations.grant, ada, reason="Reads slowly.", by=tess, at=NOW)

    at_once([partial(one, extra_minutes=number) for number in range(1, 9)])

    active = Accommodation.objects.active().get()
    assert Accommodation.objects.count() == 8
    assert AuditEvent.objects.filter(verb="accommodated").count() == 8
    assert minutes(60) + minutes(active.extra_minutes) <= (ends(attempt) or HOUR) <= minutes(68)
