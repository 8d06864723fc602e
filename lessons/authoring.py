"""Verbs on topics and scenarios as trainers write them. The step that learners see follows what is live."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from course import versions
from course.admin.naming import free_slug
from course.inline_markdown import markdown_problem
from course.models import Course, Lesson, Person, Step
from course.models.outline import State
from course.record import audit
from course.step_links import step_links
from lessons.markdown import Problem, Reference, lint
from lessons.models import Scenario, ScenarioVersion, Topic, TopicVersion
from lessons.rendering import rendered_scenario, rendered_topic
from lessons.step_time import refresh_step

Payload = Mapping[str, Any]

EMPTY_TOPIC: Payload = {"objectives": [], "competencies": [], "activity": "", "references": [], "source": ""}
EMPTY_SCENARIO: Payload = {
    "content_note": "",
    "situation": "",
    "questions": [],
    "weigh": "",
    "required": False,
    "minutes_low": 5,
    "minutes_high": 7,
}


@transaction.atomic
def draft_topic(topic: Topic, payload: Payload, *, author: Person, at: datetime) -> TopicVersion:
    """Write a draft. A topic that learners have never met takes its title at once; otherwise nothing moves for them."""
    before = topic.newest
    rendered = rendered_topic(payload, topic.step.lesson.course)
    version = versions.write_draft(topic, payload=payload, rendered=rendered, author=author, at=at)
    if topic.live is None and topic.step.title != payload["title"]:
        topic.step.title = payload["title"]
        topic.step.save(update_fields=["title"])
    _record(topic, version, before, author, at)
    return version  # type: ignore[return-value]


@transaction.atomic
def publish_topic(topic: Topic, *, author: Person, at: datetime) -> TopicVersion | None:
    """Make the draft live and let the step follow. The first time, the step appears in the outline."""
    first = topic.live is None
    version = versions.publish(topic, author=author, at=at)
    if first and version is not None:
        topic.step.state = State.LIVE
        topic.step.save(update_fields=["state"])
    refresh_step(topic)
    return version  # type: ignore[return-value]


@transaction.atomic
def add_topic(lesson: Lesson, *, title: str, author: Person, at: datetime) -> Topic:
    """A new topic at the end of a lesson, with an empty first draft. Learners do not see it before it is published."""
    # One at a time: links between steps go by a name that is the only one in the course.
    course = Course.objects.select_for_update().get(pk=lesson.course_id)
    taken = Step.objects.filter(lesson__course=course).values_list("slug", flat=True)
    slug = free_slug(title, set(taken), longest=80)
    last = lesson.steps.aggregate(last=Max("position"))["last"] or 0
    step = Step.objects.create(
        lesson=lesson, kind="topic", slug=slug, title=title, position=last + 1, state=State.RETIRED
    )
    topic = Topic.objects.create(step=step)
    audit.record("added", topic, actor=author, at=at)
    draft_topic(topic, {"title": title, **EMPTY_TOPIC}, author=author, at=at)
    return topic


@transaction.atomic
def draft_scenario(scenario: Scenario, payload: Payload, *, author: Person, at: datetime) -> ScenarioVersion:
    """Write a draft; what learners see does not change."""
    before = scenario.newest
    rendered = rendered_scenario(payload)
    version = versions.write_draft(scenario, payload=payload, rendered=rendered, author=author, at=at)
    _record(scenario, version, before, author, at)
    return version  # type: ignore[return-value]


@transaction.atomic
def publish_scenario(scenario: Scenario, *, author: Person, at: datetime) -> ScenarioVersion | None:
    """Make the draft live; its minutes count in the topic's from now on."""
    version = versions.publish(scenario, author=author, at=at)
    refresh_step(scenario.topic)
    return version  # type: ignore[return-value]


@transaction.atomic
def add_scenario(topic: Topic, *, title: str, author: Person, at: datetime) -> Scenario:
    """A new scenario after the topic's others, with an empty first draft."""
    Topic.objects.select_for_update().get(pk=topic.pk)
    key = free_slug(title, set(topic.scenarios.values_list("key", flat=True)), longest=50)
    last = topic.scenarios.aggregate(last=Max("position"))["last"] or 0
    scenario = Scenario.objects.create(topic=topic, key=key, position=last + 1)
    audit.record("added", scenario, actor=author, at=at)
    draft_scenario(scenario, {"title": title, **EMPTY_SCENARIO}, author=author, at=at)
    return scenario


def refresh_course(course: Course) -> None:
    """Work every topic's time out again, as after a change of the reading speed."""
    topics = Topic.objects.filter(step__lesson__course=course, live__isnull=False)
    for topic in topics.select_related("live", "step__lesson__course"):
        refresh_step(topic)


def problems_of_topic(payload: Payload, course: Course) -> list[Problem]:
    """What keeps a topic from being published, in the order of its lines. Line 0 where no line is known."""
    found = []
    if not payload["objectives"]:
        found.append(Problem(0, "objectives", _("Write at least one.")))
    if not payload["source"].strip():
        found.append(Problem(0, "source", _("The topic has no text.")))
    references = [Reference(**reference) for reference in payload["references"]]
    linted = lint(payload["source"], references=references, known_steps=set(step_links(course)))
    return found + [Problem(p.line, "source" if p.field == "body" else p.field, p.message) for p in linted]


def problems_of_scenario(payload: Payload) -> list[Problem]:
    """What keeps a scenario from being published."""
    found = [] if payload["questions"] else [Problem(0, "questions", _("Write at least one."))]
    for name in ("situation", "weigh"):
        problem = markdown_problem(payload[name]) if payload[name].strip() else _("This is empty.")
        found += [Problem(0, name, problem)] if problem else []
    return found


def _record(thing: Topic | Scenario, version: Any, before: Any, author: Person, at: datetime) -> None:
    if version != before:
        audit.record("drafted", thing, actor=author, at=at, version=version.number)
