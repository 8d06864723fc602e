"""Topics and their scenarios as the database holds them, as files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from course import registry
from course.content.canonical import markdown_file
from course.content.files import File
from course.content.keeping import in_order
from course.content.writing import Writing
from course.models import Version
from lessons.models import Scenario, Topic

if TYPE_CHECKING:
    from lessons.content import ParsedTopic

# They follow from the rest, and are long.
MADE = ("html", "checks_html", "situation_html", "weigh_html", "branches_html")


def topic_files(schema: type[BaseModel], topics: Iterable[ParsedTopic]) -> Iterator[File]:
    """The files of topics without mistakes."""
    for each in topics:
        scenarios = [{**dict(file), "keep": in_order(file.keep)} for file in each.file.scenarios]
        head = {**dict(each.file), "scenarios": scenarios, "keep": in_order(each.file.keep)}
        text = markdown_file(schema, head, each.document.body)
        yield File(each.document.name, text, {"note": each.file.note} if each.file.note else {})


def written_topics(schema: type[BaseModel], writing: Writing) -> Iterator[File]:
    """One file for each topic that is written. ``schema`` is what the head of such a file holds."""
    topics = Topic.objects.filter(step__lesson__course=writing.course).select_related("live", "draft")
    by_step = {topic.step_id: topic for topic in topics.defer("live__html", "draft__html")}
    scenarios = _scenarios(writing)
    for step in writing.steps:
        topic = by_step.get(step.pk)
        if topic is None or not writing.takes(
            step, published=topic.live_id is not None, drafted=topic.draft_id is not None
        ):
            continue
        version = writing.version(topic)
        aside = writing.aside_of_step(step, "lessons")
        own = {"keep": writing.kept("topic", step.slug), "note": aside.get("note")}
        head = {**_columns(version), "scenarios": scenarios[topic.pk], **own}
        writing.bodies.add(step.pk)
        writing.codes.update(version.competencies)
        name = f"lessons/{writing.folders[step.lesson_id]}/{step.slug}.md"
        yield File(name, markdown_file(schema, head, version.source.strip("\n")), aside)


def _scenarios(writing: Writing) -> dict[int, list[dict[str, Any]]]:
    """What files say of the scenarios in use, by topic, in order."""
    rows = Scenario.objects.filter(topic__step__lesson__course=writing.course, retired=False)
    pointed = rows.select_related("live", "draft", "topic__step").order_by("position", "pk")
    found = defaultdict(list)
    for scenario in pointed:
        version = writing.version(scenario)
        if version is not None:
            low, high = version.minutes_low, version.minutes_high
            minutes = str(low) if low == high else f"{low}-{high}"
            keep = writing.kept("scenario", f"{scenario.topic.step.slug}/{scenario.key}")
            said = {**_columns(version), "key": scenario.key, "minutes": minutes, "keep": keep}
            found[scenario.topic_id].append(said)
    return found


def _columns(version: Version) -> dict[str, Any]:
    """All that a version holds, by the names of its columns: a schema takes those that it knows."""
    fields = version._meta.concrete_fields
    found = {field.name: getattr(version, field.attname) for field in fields if field.name not in MADE}
    # A database may give the keys of what it holds as JSON in another order than they were written in.
    in_order = registry.self_checks().in_order
    return {**found, "checks": list(map(in_order, found["checks"]))} if found.get("checks") else found
