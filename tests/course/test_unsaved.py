"""What a trainer types is kept on the server while they write, for them alone, until it is saved or thrown away."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from course import working_copies
from course.joining import people
from course.models import Assignment, Cohort, Course, Person, WorkingCopy
from course.privacy import erasure, own_data, retention
from lessons import authoring
from lessons.models import Scenario, Topic
from quizzes.models import Question
from tests.conftest import _person, signed_in
from tests.make import add_topic
from tests.page_forms import Fields, fields_of

WORDS = "Somebody walks beside you."


@pytest.fixture
def topic(course: Course) -> Topic:
    return Topic.objects.get(step__slug="roles")


def address(thing: Any, page: str) -> str:
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_{page}", args=[thing.pk])


def typed(client: Client, thing: Any, **changes: Any) -> Fields:
    form = f"{thing._meta.model_name}_form"
    return {**fields_of(client.get(address(thing, "change")), form), **changes}


def keep(client: Client, thing: Any, **changes: Any) -> Any:
    return client.post(address(thing, "keep_unsaved"), typed(client, thing, **changes))


def page(client: Client, thing: Any, query: str = "") -> str:
    return client.get(address(thing, "change") + query, follow=True).content.decode()


OFFER = "You have unsaved text of today"


@pytest.mark.parametrize("model", [Topic, Scenario, Question])
def test_unsaved_text_is_offered_and_goes_on_as_it_was(as_tess: Client, course: Course, model: Any) -> None:
    thing = model.objects.order_by("pk").first()
    field = {"topic": "source", "scenario": "situation", "question": "stem"}[model._meta.model_name]
    told = keep(as_tess, thing, **{field: WORDS})
    assert told.status_code == 200
    assert told.content.decode().startswith("Kept on the server (")
    assert "Not a draft yet." in told.content.decode()
    assert OFFER in page(as_tess, thing)
    before = thing.versions.count()
    again = page(as_tess, thing, "?unsaved=1")
    assert WORDS in again
    assert "This is your unsaved text (" in again
    assert thing.versions.count() == before
    sent = fields_of(as_tess.get(address(thing, "change") + "?unsaved=1"), f"{model._meta.model_name}_form")
    as_tess.post(address(thing, "change"), {**sent, "_save": ""})
    thing.refresh_from_db()
    assert getattr(thing.draft, field) == WORDS
    assert not WorkingCopy.objects.exists()
    assert OFFER not in page(as_tess, thing)


@pytest.mark.parametrize("model", [Topic, Scenario, Question])
def test_what_says_the_same_as_the_draft_is_not_offered(as_tess: Client, course: Course, model: Any) -> None:
    thing = model.objects.order_by("pk").first()
    keep(as_tess, thing)
    assert OFFER not in page(as_tess, thing)
    assert not WorkingCopy.objects.exists()


def test_what_cannot_be_saved_is_kept_all_the_same(as_tess: Client, topic: Topic) -> None:
    odd = "a\x00b \ud83d\udc4b ￾ \u202e | " + "x" * 200_000
    sent = {
        "title": "",
        "activity": "many",
        "references": "no | bars",
        "source": odd.encode("utf-16", "surrogatepass").decode("utf-16"),
    }
    told = as_tess.post(address(topic, "keep_unsaved"), {**typed(as_tess, topic), **sent})
    assert told.status_code == 200
    again = page(as_tess, topic, "?unsaved=1")
    assert "no | bars" in again
    assert "x" * 200_000 in again
    assert as_tess.get(address(topic, "unsaved")).status_code == 200


def test_a_text_beyond_all_measure_is_refused_in_words(as_tess: Client, topic: Topic) -> None:
    told = as_tess.post(address(topic, "keep_unsaved"), typed(as_tess, topic, source="x" * 700_000))
    assert told.status_code == 422
    assert "too long" in told.content.decode()


def test_nobody_meets_the_unsaved_text_of_somebody_else(
    as_tess: Client, topic: Topic, course: Course, spring: Cohort
) -> None:
    other, reader = _person("Toni Trainer"), _person("Rio Reader")
    people.assign(other, Assignment.Role.TRAINER, course=course)
    people.assign(reader, Assignment.Role.TRAINER, cohort=spring)
    keep(as_tess, topic, source=WORDS)
    as_other, as_reader = signed_in(other), signed_in(reader)
    assert WORDS not in page(as_other, topic) + page(as_other, topic, "?unsaved=1")
    assert as_other.get(address(topic, "unsaved")).headers["Location"] == address(topic, "change")
    as_other.post(address(topic, "throw_away"))
    assert WorkingCopy.objects.count() == 1
    # Who only reads a course keeps nothing in it.
    assert as_reader.post(address(topic, "keep_unsaved"), {"source": WORDS}).status_code == 404
    assert as_reader.post(address(topic, "throw_away")).status_code == 404
    assert as_other.get(address(topic, "keep_unsaved")).status_code == 404


def test_the_difference_is_shown_line_by_line(as_tess: Client, topic: Topic) -> None:
    keep(as_tess, topic, title="Another title", source="Walk beside.\n\nNot ahead.")
    html = as_tess.get(address(topic, "unsaved")).content.decode()
    assert "<del>The Role of a Peer Specialist</del>" in html
    assert "<ins>Another title</ins>" in html
    assert "<ins>Not ahead.</ins>" in html
    assert '<p class="quiet">Walk beside.</p>' in html


def test_it_can_be_thrown_away(as_tess: Client, topic: Topic) -> None:
    keep(as_tess, topic, source=WORDS)
    done = as_tess.post(address(topic, "throw_away"), follow=True).content.decode()
    assert "The unsaved text is thrown away." in done
    assert WORDS not in page(as_tess, topic, "?unsaved=1")


def test_saving_beside_an_offer_does_not_lose_what_is_offered(as_tess: Client, topic: Topic) -> None:
    keep(as_tess, topic, source=WORDS)
    beside = typed(as_tess, topic, source="Another text.")
    assert beside["_offered"] == ["1"]
    as_tess.post(address(topic, "change"), {**beside, "title": "", "_save": ""})
    as_tess.post(address(topic, "change"), {**beside, "_save": ""})
    topic.refresh_from_db()
    assert topic.draft is not None
    assert topic.draft.source == "Another text."
    assert WORDS in page(as_tess, topic, "?unsaved=1")


def test_a_version_that_somebody_saved_meanwhile_is_told(as_tess: Client, alma: Person, topic: Topic) -> None:
    mine = typed(as_tess, topic, source=WORDS)
    payload = {**{name: getattr(topic.live, name) for name in authoring.EMPTY_TOPIC}, "title": "Hers"}
    authoring.draft_topic(topic, payload, author=alma, at=timezone.now())
    said = "Alma Castro saved version 2 after you began"
    assert said in as_tess.post(address(topic, "keep_unsaved"), mine).content.decode()
    assert said in page(as_tess, topic)
    assert "Alma Castro saved version 2 while you were writing" in page(as_tess, topic, "?unsaved=1")


def test_a_refused_form_keeps_what_was_kept(as_tess: Client, topic: Topic) -> None:
    keep(as_tess, topic, source=WORDS)
    as_tess.post(address(topic, "change"), typed(as_tess, topic, title="", source=WORDS))
    assert WorkingCopy.objects.count() == 1


def test_it_ends_with_its_author_or_after_a_time_and_stands_in_their_data(
    as_tess: Client, tess: Person, topic: Topic
) -> None:
    keep(as_tess, topic, source=WORDS)
    now = timezone.now()
    found = own_data.spine(tess, at=now)["unsaved_texts"]
    assert [each["typed"]["source"] for each in found] == [[WORDS]]
    assert [
        done.count for done in retention.apply(at=now + timedelta(days=59)) if "never saved" in done.about
    ] == [0]
    assert WorkingCopy.objects.exists()
    list(retention.apply(at=now + timedelta(days=61)))
    assert not WorkingCopy.objects.exists()
    working_copies.keep(topic, {"source": [WORDS]}, author=tess, at=now)
    erasure.erase(tess, by=None, reason="", at=now, anyway=True)
    assert not WorkingCopy.objects.exists()


def test_an_author_has_one_for_each_thing(tess: Person, topic: Topic) -> None:
    for words in ("one", "two"):
        working_copies.keep(topic, {"source": [words]}, author=tess, at=timezone.now())
    assert [copy.typed for copy in WorkingCopy.objects.all()] == [{"source": ["two"]}]


def statements(client: Client, topic: Topic) -> int:
    client.get(address(topic, "change"))
    with CaptureQueriesContext(connection) as captured:
        client.get(address(topic, "change"))
    return len(captured)


def test_the_editor_costs_as_many_statements_in_a_long_course(as_tess: Client, topic: Topic) -> None:
    small = statements(as_tess, topic)
    lesson = topic.step.lesson
    for number in range(30):
        add_topic(lesson, f"more-{number}", f"More {number}", 100 + number)
    assert statements(as_tess, topic) == small
