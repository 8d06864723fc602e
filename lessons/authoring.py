"""Verbs on topics and scenarios as trainers write them. The step that learners see follows what is live."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from course import registry, versions
from course.admin.naming import free_slug
from course.inline_markdown import markdown_problem
from course.models import Course, Lesson, Person, Step
from course.models.outline import State
from course.publishing.change import WORDING, Change
from course.record import audit
from course.step_links import step_links
from lessons.branching import sheet
from lessons.changes import tell_of_change
from lessons.checks.placing import placing_problems
from lessons.markdown import Problem, Reference, lint
from lessons.materials.anew import refresh
from lessons.models import Image, LocalBlock, Resource, Scenario, ScenarioVersion, Topic, TopicVersion
from lessons.rendering import rendered_scenario, rendered_topic
from lessons.step_time import refresh_step, refresh_steps

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
def publish_topic(
    topic: Topic,
    *,
    author: Person | None,
    at: datetime,
    version: TopicVersion | None = None,
    change: Change = WORDING,
) -> TopicVersion | None:
    """Make the draft live, or ``version``, and let the step follow. The first time, the step appears in the outline.

    Learners who finished the topic before are told of a ``change`` of substance.
    """
    first = topic.live is None
    if first:
        change = WORDING
    version = versions.publish(topic, author=author, at=at, version=version, change=change)  # type: ignore[assignment]
    if first and version is not None:
        topic.step.state = State.LIVE
        topic.step.save(update_fields=["state"])
    refresh_step(topic)
    if version is not None:
        # The draft may be older than the glossary or the state's rules of today.
        refresh([topic], topic.step.lesson.course, at=at)
    tell_of_change(topic, change, at=at)
    return topic.live


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
def publish_scenario(
    scenario: Scenario, *, author: Person | None, at: datetime, version: ScenarioVersion | None = None
) -> ScenarioVersion | None:
    """Make the draft live, or ``version``; its minutes count in the topic's from now on."""
    version = versions.publish(scenario, author=author, at=at, version=version)  # type: ignore[assignment]
    refresh_step(scenario.topic)
    return version


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
    refresh_steps(topics.select_related("live", "step__lesson__course"))


def written_apart(version: Any) -> dict[str, Any]:
    """What of a version is written on a page of its own: self-checks of a topic, branches of a scenario."""
    found = {name: getattr(version, name, None) for name in ("checks", "branches")}
    return {name: value for name, value in found.items() if value}


def payload_of(version: TopicVersion | ScenarioVersion) -> dict[str, Any]:
    """What the author of a version wrote."""
    names = EMPTY_TOPIC if isinstance(version, TopicVersion) else EMPTY_SCENARIO
    return {name: getattr(version, name) for name in ("title", *names)} | written_apart(version)


def problems_of_topic(payload: Payload, course: Course) -> list[Problem]:
    """What keeps a topic from being published, in the order of its lines. Line 0 where no line is known."""
    found = []
    if not payload["objectives"]:
        found.append(Problem(0, "objectives", _("Write at least one.")))
    if not payload["source"].strip():
        found.append(Problem(0, "source", _("The topic has no text.")))
    references = [Reference(**reference) for reference in payload["references"]]
    source = payload["source"]
    blocks = LocalBlock.objects.filter(course=course, retired=False).values_list("key", flat=True)
    groups = Resource.objects.filter(course=course, retired=False).values_list("group", flat=True)
    images = Image.objects.filter(course=course).values_list("name", flat=True)
    linted = lint(
        payload["source"],
        references=references,
        known_steps=set(step_links(course)) if "step:" in source else (),
        known_blocks=set(blocks) if "[local:" in source else (),
        known_groups=set(groups) if "[resources:" in source else (),
        known_images=set(images) if "images/" in source else None,
    )
    checks = payload.get("checks", [])
    linted += placing_problems(payload["source"], [check["key"] for check in checks])
    for number, check in enumerate(checks, start=1):
        for says in registry.self_checks().problems(check):
            found.append(Problem(0, "checks", _("Question %(number)d: ") % {"number": number} + says))
    return found + [Problem(p.line, "source" if p.field == "body" else p.field, p.message) for p in linted]


def problems_of_scenario(payload: Payload) -> list[Problem]:
    """What keeps a scenario from being published."""
    branches = payload.get("branches", [])
    needed = ("situation",) if branches else ("situation", "questions", "weigh")
    found = []
    for name in ("questions", "situation", "weigh"):
        said, empty = payload[name], _("Write at least one.") if name == "questions" else _("This is empty.")
        problem = (empty if name in needed else None) if not said or not "".join(said).strip() else None
        if said and name != "questions":
            problem = problem or markdown_problem(said)
        found += [Problem(0, name, problem)] if problem else []
    return found + [Problem(0, "branches", says) for says in sheet.problems(branches)]


def _record(thing: Topic | Scenario, version: Any, before: Any, author: Person, at: datetime) -> None:
    if version != before:
        audit.record("drafted", thing, actor=author, at=at, version=version.number)
