"""Who changed what across a course, on one page of the admin."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from course.models import AuditEvent, Course, Lesson, Person, Program
from course.record import audit
from lessons import authoring
from lessons.models import Scenario
from quizzes.models import Exam, Question
from tests.conftest import signed_in
from tests.lessons.publishing_room import publish, the_topic, write
from tests.make import add_topic, make_course

ADDRESS = "/admin/changes/"


def page(client: Client, query: str = "") -> str:
    return client.get(ADDRESS + query).content.decode()


def rows(client: Client, query: str = "") -> list[str]:
    """What happened, newest first."""
    found = client.get(ADDRESS + query).context["rows"]
    return [f"{row.event.verb} {row.title}" for row in found]


@pytest.fixture
def worked(tess: Person, now: datetime) -> None:
    publish(tess, now)
    write(tess, now + timedelta(days=1), source="## New\n\nNew words.\n")


def test_it_tells_what_happened_newest_first_with_the_way_to_what_differs(
    as_tess: Client, worked: None
) -> None:
    title = "The Role of a Peer Specialist"
    assert rows(as_tess) == [f"drafted {title}", f"published {title}", f"drafted {title}"]
    pk = the_topic().pk
    assert f"/admin/lessons/topic/{pk}/differences/?from=2&amp;to=3" in page(as_tess)


def test_a_trainer_sees_the_courses_in_their_scope_alone(
    as_tess: Client, as_alma: Client, alma: Person, worked: None, now: datetime
) -> None:
    other = make_course(Program.objects.get(), slug="other")
    scenario = Scenario.objects.get(topic__step__lesson__course=other)
    for thing in (
        other,
        Lesson.objects.get(course=other),
        scenario,
        Question.objects.filter(course=other)[0],
    ):
        audit.record("changed", thing, actor=alma, at=now)
    assert len(rows(as_tess)) == 3
    assert len(rows(as_alma)) == 7
    elsewhere = as_tess.get(f"{ADDRESS}?lesson={Lesson.objects.get(course=other).pk}")
    assert "rows" not in elsewhere.context


def test_it_is_filtered_by_person_kind_verb_lesson_and_day(
    as_alma: Client, alma: Person, course: Course, worked: None, now: datetime
) -> None:
    audit.record("changed", Exam.objects.get(), actor=alma, at=now)
    audit.record("retired", Question.objects.earliest("pk"), actor=alma, at=now)
    lesson = Lesson.objects.create(course=course, slug="second", title="Second", position=2)
    audit.record("changed", lesson, actor=alma, at=now)
    assert len(rows(as_alma, "?name=tess")) == 3
    assert rows(as_alma, "?kind=exam") == ["changed Pre-Course Knowledge Exam"]
    assert rows(as_alma, "?verb=retired") == ["retired Stem of q-0?"]
    assert rows(as_alma, f"?lesson={lesson.pk}") == ["changed Second"]
    assert rows(as_alma, "?first=2026-11-03&last=2026-11-03")[0].startswith("drafted")
    assert len(rows(as_alma, "?first=2026-11-03&last=2026-11-03")) == 1


@pytest.mark.parametrize(
    "query",
    [
        "?first=x",
        "?kind=person",
        "?verb=signed-in",
        "?lesson=9999999999999999999999",
        "?first=2026-02-02&last=2026-02-01",
    ],
)
def test_bad_parts_of_an_address_are_named(as_tess: Client, worked: None, query: str) -> None:
    answer = as_tess.get(ADDRESS + query)
    assert answer.status_code == 200
    assert "rows" not in answer.context
    assert "invalid-feedback" in answer.content.decode()


def test_nothing_about_people_is_on_it(as_alma: Client, alma: Person, tess: Person, worked: None) -> None:
    audit.record("changed", tess, actor=alma, at=timezone.now())
    assert len(rows(as_alma)) == 3


def test_it_opens_for_trainers_and_administrators_alone(
    as_ada: Client, as_sam: Client, as_tess: Client, as_alma: Client, worked: None
) -> None:
    asked = {client: client.get(ADDRESS).status_code for client in (as_ada, as_sam, as_tess, as_alma)}
    assert list(asked.values()) == [404, 404, 200, 200]
    assert Client().get(ADDRESS).status_code == 302


def _statements(tess: Person) -> int:
    client = signed_in(tess)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(ADDRESS).status_code == 200
    return len(captured)


def test_it_costs_12_statements_at_most_whatever_happened(
    tess: Person, course: Course, now: datetime
) -> None:
    scenario, question, exam = Scenario.objects.get(), Question.objects.earliest("pk"), Exam.objects.get()
    lesson = Lesson.objects.get()
    for thing in (course, lesson, the_topic(), scenario, question, exam):
        audit.record("changed", thing, actor=tess, at=now)
    few = _statements(tess)
    for number in range(30):
        topic = add_topic(lesson, f"more-{number}", f"More {number}", 50 + number)
        more = Lesson.objects.create(course=course, slug=f"l-{number}", title="More", position=10 + number)
        for thing in (topic, more):
            audit.record("changed", thing, actor=tess, at=now + timedelta(days=1))
    assert AuditEvent.objects.count() > 60
    assert _statements(tess) <= few <= 12


def _index(tess: Person) -> int:
    client = signed_in(tess)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse("admin:index")).status_code == 200
    return len(captured)


def test_the_authoring_page_costs_as_much_however_much_waits(
    tess: Person, course: Course, now: datetime
) -> None:
    from course.publishing import reviews

    few = 0
    lesson = Lesson.objects.get()
    for number in range(10):
        topic = authoring.add_topic(lesson, title=f"New {number}", author=tess, at=now)
        reviews.ask(topic, course=course.pk, by=tess, of=None, at=now)
        few = few or _index(tess)
    assert _index(tess) == few
