"""A draft is given a time: it goes live then, exactly as it was, once, or says why not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from course.admin import drafts
from course.models import AuditEvent, Course, Person, Publication, Schedule, Step
from course.publishing import schedules
from course.publishing.change import Change
from course.publishing.schedules import CannotSchedule, publish_due
from lessons import authoring
from lessons.models import Topic
from tests.lessons.publishing_room import NEW_NUMBER, PAYLOAD, SOURCE, publish, the_topic, write

HOUR = timedelta(hours=1)


@pytest.fixture
def topic(tess: Person, now: datetime) -> Topic:
    """A topic that is live, with a draft of tess's."""
    publish(tess, now - HOUR)
    return write(tess, now - HOUR, source=NEW_NUMBER)


def give_time(topic: Topic, by: Person, now: datetime, **more: Any) -> Schedule:
    course = topic.step.lesson.course_id
    return schedules.schedule(topic, course=course, due_at=now + HOUR, by=by, at=now, **more)


def live_source() -> str:
    live = the_topic().live
    assert live is not None
    return live.source


def test_before_its_time_nothing_happens_and_then_it_is_live_once(
    topic: Topic, tess: Person, now: datetime
) -> None:
    give_time(topic, tess, now)
    assert publish_due(at=now + HOUR - timedelta(seconds=1)) == (0, 0)
    assert live_source() == SOURCE
    assert publish_due(at=now + HOUR) == (1, 0)
    assert live_source() == NEW_NUMBER
    assert the_topic().draft is None
    before = Publication.objects.count()
    assert publish_due(at=now + 2 * HOUR) == (0, 0)
    assert Publication.objects.count() == before
    assert Publication.objects.latest("pk").by == tess


def test_what_is_told_to_learners_goes_with_it(topic: Topic, tess: Person, now: datetime) -> None:
    give_time(topic, tess, now, change=Change("A new number.", ask=True))
    publish_due(at=now + HOUR)
    step = Step.objects.get(pk=topic.step_id)
    assert (step.changed_note, step.asked_version) == ("A new number.", step.changed_version)


def test_the_time_stays_with_the_version_and_a_later_draft_stays_a_draft(
    topic: Topic, tess: Person, as_tess: Client, now: datetime
) -> None:
    give_time(topic, tess, now)
    write(tess, now, source="## Not yet\n\nUnfinished.\n")
    page = as_tess.get(reverse("admin:lessons_topic_change", args=[topic.pk])).content.decode()
    assert "is newer and not part of it" in page
    publish_due(at=now + HOUR)
    assert live_source() == NEW_NUMBER
    draft = the_topic().draft
    assert draft is not None
    assert draft.source == "## Not yet\n\nUnfinished.\n"


def test_a_new_time_takes_the_place_of_the_old_one(topic: Topic, tess: Person, now: datetime) -> None:
    give_time(topic, tess, now)
    give_time(topic, tess, now + HOUR)
    assert publish_due(at=now + HOUR) == (0, 0)
    assert publish_due(at=now + 2 * HOUR) == (1, 0)


def test_publishing_now_or_discarding_calls_it_off_and_says_so(
    topic: Topic, tess: Person, now: datetime
) -> None:
    give_time(topic, tess, now)
    authoring.publish_topic(topic, author=tess, at=now)
    assert publish_due(at=now + HOUR) == (0, 0)
    give_time(write(tess, now, source="## Else\n\nText.\n"), tess, now)
    drafts.discard(the_topic(), author=tess, at=now)
    assert publish_due(at=now + HOUR) == (0, 0)
    assert AuditEvent.objects.filter(verb="schedule-called-off").count() == 2


def test_what_cannot_be_published_by_then_is_told_and_nothing_is_half_done(
    topic: Topic, tess: Person, as_tess: Client, now: datetime
) -> None:
    draft = write(tess, now, source="## See\n\nSee [the exam](step:start).\n")
    give_time(draft, tess, now, change=Change("A new number."))
    Step.objects.filter(slug="start").update(slug="elsewhere")
    assert publish_due(at=now + HOUR) == (0, 1)
    assert live_source() == SOURCE
    assert Step.objects.get(pk=topic.step_id).changed_version is None
    assert AuditEvent.objects.get(verb="publish-failed").actor == tess
    page = as_tess.get(reverse("admin:index")).content.decode()
    assert "These were to go live and could not:" in page
    assert "start" in Schedule.objects.get(state="failed").problems
    assert publish_due(at=now + 2 * HOUR) == (0, 0)
    authoring.publish_topic(write(tess, now, source=SOURCE + "\nMended.\n"), author=tess, at=now)
    assert "could not:" not in as_tess.get(reverse("admin:index")).content.decode()


def test_one_that_breaks_does_not_keep_the_others_back(
    topic: Topic, tess: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Topic.objects.select_related("step__lesson__course", "live", "draft").get(step__slug="duties")
    authoring.draft_topic(other, {**PAYLOAD, "title": "Duties"}, author=tess, at=now)
    give_time(topic, tess, now)
    give_time(other, tess, now)
    real = authoring.publish_topic

    def breaks(each: Topic, **told: Any) -> Any:
        if each.pk == topic.pk:
            raise RuntimeError("the disk is full")
        return real(each, **told)

    monkeypatch.setattr(authoring, "publish_topic", breaks)
    assert publish_due(at=now + HOUR) == (1, 1)
    monkeypatch.undo()
    assert publish_due(at=now + HOUR) == (1, 0)


@pytest.mark.parametrize("off", [-HOUR, timedelta(0), timedelta(days=731)])
def test_a_time_that_has_passed_or_is_years_away_is_refused(
    topic: Topic, tess: Person, course: Course, now: datetime, off: timedelta
) -> None:
    with pytest.raises(CannotSchedule):
        schedules.schedule(topic, course=course.pk, due_at=now + off, by=tess, at=now)


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_publish_each_thing_once(topic: Topic, tess: Person, now: datetime) -> None:
    """On PostgreSQL they truly run at once. On SQLite they take turns, as its writers do."""
    give_time(topic, tess, now)
    before = Publication.objects.count()

    def run(_: int) -> tuple[int, int]:
        try:
            return publish_due(at=now + HOUR)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1 if connection.vendor == "sqlite" else 6) as pool:
        done = list(pool.map(run, range(6)))
    assert sorted(done) == [(0, 0)] * 5 + [(1, 0)]
    assert Publication.objects.count() == before + 1


def test_the_command_says_what_it_did(topic: Topic, tess: Person, capsys: pytest.CaptureFixture[str]) -> None:
    now = timezone.now()
    schedules.schedule(
        topic, course=topic.step.lesson.course_id, due_at=now - HOUR, by=tess, at=now - 2 * HOUR
    )
    call_command("publish_due")
    assert capsys.readouterr().out == "1 version published.\n"


# --- On the page ------------------------------------------------------------------------------------------------------


def send(client: Client, topic: Topic, **said: Any) -> str:
    address = reverse("admin:lessons_topic_schedule", args=[topic.pk])
    return client.post(address, said, follow=True).content.decode()


def in_half_a_year() -> datetime:
    return timezone.now() + timedelta(days=180)


def test_a_time_is_taken_in_the_zone_of_whoever_types_it(topic: Topic, as_tess: Client, tess: Person) -> None:
    tess.time_zone = "America/Los_Angeles"
    tess.save()
    day = in_half_a_year().date()
    page = send(as_tess, topic, day=f"{day}", hour="08:30")
    assert "goes live on" in page
    due = Schedule.objects.get().due_at
    assert due.astimezone(UTC).hour in (15, 16)
    assert due.utcoffset() == timedelta(0)


def _sunday(month: int, which: int) -> datetime:
    """The next ``which``-th Sunday of a month, on which clocks change in the United States."""
    year = timezone.now().year
    while True:
        first = datetime(year, month, 1, tzinfo=UTC)
        found = first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (which - 1))
        if found > timezone.now() + timedelta(days=2):
            return found
        year += 1


@pytest.mark.parametrize(
    ("month", "which", "hour", "says"),
    [(3, 2, "02:30", "this time does not exist"), (11, 1, "01:30", "this time comes twice")],
)
def test_a_time_that_is_none_or_two_on_the_day_when_clocks_change_is_refused_in_words(
    topic: Topic, as_tess: Client, month: int, which: int, hour: str, says: str
) -> None:
    day = _sunday(month, which).date()
    page = send(as_tess, topic, day=f"{day}", hour=hour)
    assert says in page
    assert f'value="{day}"' in page
    assert not Schedule.objects.exists()


def test_a_schedule_across_the_change_of_clocks_keeps_its_hour(topic: Topic, as_tess: Client) -> None:
    after = _sunday(3, 2).date() + timedelta(days=1)
    send(as_tess, topic, day=f"{after}", hour="09:00")
    due = Schedule.objects.get().due_at
    assert due.astimezone(UTC).hour == 13  # 9 in New York, in summer
    assert publish_due(at=due - timedelta(minutes=1)) == (0, 0)
    assert publish_due(at=due) == (1, 0)


@pytest.mark.parametrize(
    "said",
    [
        {"day": "2020-01-01", "hour": "10:00"},
        {"day": "9999-12-31", "hour": "23:59"},
        {"day": "0001-01-01", "hour": "00:00"},
        {"day": "\x00", "hour": "\x00"},
        {"day": "", "hour": ""},
        {"day": "2027-05-05"},
        {"day": "2027-05-05", "hour": "10:00", "substance": "yes", "what_changed": ""},
        {"day": "2027-05-05", "hour": "10:00", "what_changed": "x" * 100_000, "substance": "yes"},
        {"day": "2027-05-05", "hour": "10:00", "substance": "perhaps"},
    ],
)
def test_bad_input_is_refused_in_words(topic: Topic, as_tess: Client, said: Any) -> None:
    page = send(as_tess, topic, **said)
    assert "errorlist" in page or 'role="alert"' in page
    assert not Schedule.objects.exists()


def test_a_draft_that_needs_mending_gets_no_time(topic: Topic, as_tess: Client, tess: Person) -> None:
    write(tess, timezone.now(), source="")
    page = send(as_tess, topic, day=f"{in_half_a_year().date()}", hour="10:00")
    assert "Mend what is listed first" in page
    assert not Schedule.objects.exists()


def test_it_can_be_called_off_and_the_draft_stays(topic: Topic, as_tess: Client, tess: Person) -> None:
    send(as_tess, topic, day=f"{in_half_a_year().date()}", hour="10:00")
    page = send(as_tess, topic, call_off="")
    assert "The time is called off. The draft is still here." in page
    assert publish_due(at=in_half_a_year() + timedelta(days=30)) == (0, 0)
    assert the_topic().draft is not None
