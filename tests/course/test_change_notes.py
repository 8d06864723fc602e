"""What an author has begun to say of a change waits for them from draft to draft, and is gone once it was said."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from course.admin import change_notes
from course.models import Person, Step
from lessons.models import Topic
from tests.lessons.publishing_room import NEW_NUMBER, publish, write
from tests.page_forms import fields_of

NOTE = {"substance": ["yes"], "what_changed": ["The line has a new number."], "ask_to_read": ["on"]}


@pytest.fixture
def topic(tess: Person, now: datetime) -> Topic:
    publish(tess, now - timedelta(hours=1))
    return write(tess, now, source=NEW_NUMBER)


def send(client: Client, topic: Topic, **said: list[str]) -> None:
    """The form as it stands, with this said, and its button pressed."""
    page = reverse("admin:lessons_topic_change", args=[topic.pk])
    answer = client.post(page, {**fields_of(client.get(page), "topic_form"), **said})
    assert answer.status_code == 302


def shown(client: Client, topic: Topic) -> dict[str, list[str]]:
    page = client.get(reverse("admin:lessons_topic_change", args=[topic.pk]))
    fields = fields_of(page, "topic_form")
    return {name: fields[name] for name in NOTE if name in fields}


def test_a_saved_draft_keeps_it_and_a_published_one_has_told_it(
    as_tess: Client, tess: Person, topic: Topic
) -> None:
    nothing = {"substance": ["no"], "what_changed": [""]}
    assert shown(as_tess, topic) == nothing
    send(as_tess, topic, **NOTE)
    assert shown(as_tess, topic) == NOTE
    send(as_tess, topic, _publish=[""])
    step = Step.objects.get(pk=topic.step_id)
    assert (step.changed_note, step.asked_version) == (NOTE["what_changed"][0], step.changed_version)
    write(tess, timezone.now(), source="## Else\n\nText.\n")
    assert shown(as_tess, topic) == nothing


def test_the_page_that_gives_a_draft_its_time_knows_it(as_tess: Client, topic: Topic) -> None:
    send(as_tess, topic, **NOTE)
    page = as_tess.get(reverse("admin:lessons_topic_schedule", args=[topic.pk])).content.decode()
    assert NOTE["what_changed"][0] in page


def test_a_discarded_draft_takes_it_along(as_tess: Client, topic: Topic) -> None:
    send(as_tess, topic, **NOTE)
    as_tess.post(reverse("admin:lessons_topic_discard", args=[topic.pk]))
    assert shown(as_tess, topic)["what_changed"] == [""]


def test_a_colleague_does_not_see_it(as_tess: Client, as_alma: Client, topic: Topic) -> None:
    send(as_tess, topic, **NOTE)
    assert shown(as_alma, topic)["what_changed"] == [""]


def test_a_session_holds_the_notes_of_the_newest_few(as_tess: Client, topic: Topic) -> None:
    request = as_tess.get("/").wsgi_request
    for number in range(change_notes.MOST + 5):
        row = Topic(pk=number)
        change_notes.keep(request, row, {"what_changed": f"Line {number}"})
    kept = request.session[change_notes.KEY]
    assert list(kept) == [f"topic:{number}" for number in range(5, change_notes.MOST + 5)]
