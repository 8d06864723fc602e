"""Marking a topic as read: where it leads, which version it names, and what may still be missing."""

from django.test import Client
from django.urls import reverse

from course import versions
from course.models import Completion, Enrollment
from lessons.models import Reading, Scenario, Topic
from tests.conftest import NOW
from tests.make import MADE_AT

PAGE = {"course": "peer", "lesson": "foundations", "step": "roles"}


def mark(client: Client, **data: object) -> str:
    return client.post(reverse("read_topic", kwargs=PAGE), data)["Location"]


def test_it_leads_to_the_next_step_and_the_step_is_done(as_ada: Client, enrollment: Enrollment) -> None:
    assert mark(as_ada) == "/courses/peer/foundations/start/"
    assert enrollment.completions.get().step.slug == "roles"


def test_doing_it_twice_changes_nothing(as_ada: Client, enrollment: Enrollment) -> None:
    mark(as_ada)
    first = enrollment.completions.get().at
    mark(as_ada)
    assert enrollment.completions.get().at == first


def test_the_last_step_leads_back_to_the_outline(as_ada: Client, enrollment: Enrollment) -> None:
    answer = as_ada.post(reverse("read_topic", kwargs={**PAGE, "step": "duties"}))
    assert answer["Location"] == "/courses/peer/"


def test_a_required_reflection_keeps_the_topic_open_in_words(as_ada: Client, enrollment: Enrollment) -> None:
    scenario = Scenario.objects.get()
    payload = {"title": "The pills", "situation": "…", "questions": ["?"], "required": True}
    rendered = {"minutes_low": 5, "minutes_high": 7, "situation_html": "<p>…</p>"}
    versions.take_from_file(scenario, payload=payload, rendered=rendered, at=MADE_AT)
    assert mark(as_ada).endswith("/roles/#reflection")
    assert Reading.objects.exists()
    assert not Completion.objects.exists()
    assert "One thing is left here" in as_ada.get(reverse("step", kwargs=PAGE)).content.decode()


def test_it_names_the_version_that_was_on_the_page(as_ada: Client, enrollment: Enrollment) -> None:
    topic = Topic.objects.get(step__slug="roles")
    seen = topic.live
    assert seen is not None
    payload = {"title": "Anew", "objectives": [], "source": "Other."}
    versions.take_from_file(topic, payload=payload, rendered={"html": "<p>Other.</p>", "words": 1}, at=NOW)
    mark(as_ada, version=seen.pk)
    assert Reading.objects.get().version == seen
    assert Completion.objects.get().version == seen.number


def test_a_version_that_is_none_of_the_topics_is_not_believed(as_ada: Client, enrollment: Enrollment) -> None:
    mark(as_ada, version="99999999999999999999999")
    assert Reading.objects.get().version == Topic.objects.get(step__slug="roles").live
