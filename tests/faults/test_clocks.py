"""The time of an exam is the server's, to the second, whatever other clocks say and do."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.faults.conftest import NewExam
from tests.faults.sitting import Sitting, is_saved

pytestmark = pytest.mark.faults

START = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)
END = START + timedelta(minutes=60)
SECOND = timedelta(seconds=1)
TOO_LATE = "the time for this exam is over"


@pytest.fixture
def timed(new_exam: NewExam) -> Sitting:
    """Begun at START; an hour is given."""
    return new_exam(time_limit_minutes=60).at(START).begin()


def seconds_left(sitting: Sitting) -> int:
    page = sitting.visitor.get(sitting.item_url(1)).text
    return int(page.split('data-seconds-left="')[1].split('"')[0])


@pytest.mark.parametrize("late", [-1, 0, 10])
def test_a_save_counts_until_the_end_and_ten_seconds_of_transit(timed: Sitting, late: int) -> None:
    fields = timed.fill(1, "yes")
    timed.at(END + late * SECOND).send(1, fields)
    assert timed.differences() == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_save_eleven_seconds_after_the_end_is_refused_in_words(timed: Sitting, scripts: bool) -> None:
    timed.answer(1, "yes")
    fields = timed.fill(2, "yes")
    timed.at(END + 11 * SECOND)
    if scripts:
        reply = timed.try_to_send(2, fields, hx_request="true")
        assert reply.status == 422
        assert TOO_LATE in reply.text
    else:
        reply = timed.visitor.post(timed.item_url(2), fields)
        assert reply.location == f"{timed.attempt}result/"
        assert "Your last answer came after that and was not saved" in timed.visitor.get(reply.location).text
    timed.submitted = True
    assert timed.differences() == []
    seen = timed.see()
    assert (seen["ended_by"], seen["submitted_at"]) == ("time", END.isoformat())
    assert "late" in seen["events"]


@pytest.mark.parametrize("late", [-1, 0, 1])
def test_handing_in_around_the_end_is_the_learners_act(timed: Sitting, late: int) -> None:
    timed.answer(1, "yes")
    moment = END + late * SECOND
    assert timed.at(moment).submit().location == f"{timed.attempt}result/"
    timed.submitted = True
    assert timed.differences() == []
    seen = timed.see()
    assert (seen["ended_by"], seen["submitted_at"]) == ("learner", moment.isoformat())
    assert seen["seconds_taken"] == 3600 + late


def test_handing_in_after_the_transit_is_the_end_of_the_time(timed: Sitting) -> None:
    timed.answer(1, "yes")
    timed.at(END + 11 * SECOND).submit()
    timed.submitted = True
    assert timed.differences() == []
    seen = timed.see()
    assert (seen["ended_by"], seen["submitted_at"], seen["seconds_taken"]) == ("time", END.isoformat(), 3600)


def test_time_that_runs_out_offline_refuses_what_comes_after_and_keeps_what_came_before(
    timed: Sitting,
) -> None:
    """The browser says that it has tried since before the end; that is its own word, and proves nothing."""
    timed.at(END - 60 * SECOND).answer(1, "yes")
    fields = timed.fill(2, "yes") | {"waited": "120"}
    reply = timed.at(END + 60 * SECOND).try_to_send(2, fields, hx_request="true")
    assert reply.status == 422
    assert TOO_LATE in reply.text
    timed.submitted = True
    assert timed.differences() == []


def test_a_save_that_arrived_before_the_end_may_be_sent_again_after_it(timed: Sitting) -> None:
    fields = timed.fill(1, "yes")
    timed.at(END - SECOND).send(1, fields)
    timed.at(END + 60 * SECOND).send(1, fields)
    assert timed.differences() == []


@pytest.mark.parametrize("hours", [-2, 2])
def test_what_the_browser_says_about_time_changes_nothing(timed: Sitting, hours: int) -> None:
    """A page carries the seconds that are left, which no clock has to be right for."""
    theirs = START + timedelta(hours=hours)
    timed.visitor.always["Date"] = theirs.strftime("%a, %d %b %Y %H:%M:%S GMT")
    timed.at(START + 600 * SECOND)
    assert seconds_left(timed) == 3000
    said = {"at": theirs.isoformat(), "now": theirs.isoformat(), "deadline": "2100-01-01", "waited": "7200"}
    timed.send(1, timed.fill(1, "yes") | said)
    assert timed.see()["answered_at"] == [(START + 600 * SECOND).isoformat()]
    fields = timed.fill(2, "yes") | said
    assert not is_saved(timed.at(END + 11 * SECOND).try_to_send(2, fields))
    timed.submitted = True
    assert timed.differences() == []


def test_a_server_clock_that_steps_back_loses_and_reorders_nothing(timed: Sitting) -> None:
    timed.answer(1, "no")
    timed.answer(2, "yes")
    timed.at(START - timedelta(minutes=30)).answer(1, "yes")
    assert timed.submit().location == f"{timed.attempt}result/"
    timed.submitted = True
    assert timed.differences() == []
    seen = timed.see()
    assert (seen["seconds_taken"], seen["ended_by"], seen["score"]) == (0, "learner", "2")


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        (datetime(2026, 11, 1, 5, 15, tzinfo=UTC), "Nov. 1, 1:45 AM EST"),  # from 1:15 AM EDT
        (datetime(2027, 3, 14, 6, 30, tzinfo=UTC), "March 14, 4:00 AM EDT"),  # from 1:30 AM EST
    ],
)
def test_a_change_of_daylight_saving_time_takes_and_gives_no_minute(
    new_exam: NewExam, start: datetime, shown: str
) -> None:
    sitting = new_exam(time_limit_minutes=90).at(start)
    sitting.clerk.ask("change_person", learner=sitting.learner, time_zone="America/New_York")
    sitting.begin()
    assert seconds_left(sitting) == 90 * 60
    page = sitting.visitor.get(sitting.item_url(1)).text
    assert page.split("This exam ends on ")[1].startswith(shown)
    end = start + timedelta(minutes=90)
    sitting.at(end - SECOND)
    assert seconds_left(sitting) == 1
    fields = sitting.fill(1, "yes")
    refused = sitting.fill(2, "yes")
    sitting.at(end + 10 * SECOND).send(1, fields)
    assert not is_saved(sitting.at(end + 11 * SECOND).try_to_send(2, refused))
    sitting.submitted = True
    assert sitting.differences() == []
    assert sitting.see()["seconds_taken"] == 90 * 60
