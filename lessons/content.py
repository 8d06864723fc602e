"""Topics and their scenarios as files: read, checked, and written to rows."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator, Field

from course.content.documents import Document, Folder
from course.content.errors import show
from course.content.outline_files import Outline
from course.content.report import Did
from course.content.schema import Https, Line, LongLine, MarkdownText, Note, Slug, Strict
from course.content.taking import Loading, Named, Wording, take_version, update_row
from course.models import Course, Step
from course.step_links import step_links
from lessons.markdown import Reference, lint
from lessons.markdown.source import mask_code, mask_comments
from lessons.models import Scenario, Topic
from lessons.reading_time import parse_range
from lessons.rendering import rendered_scenario, rendered_topic
from lessons.step_time import refresh_step

IMAGE = re.compile(r"!\[[^\[\]]*\]\(\s*(?P<path>images/[A-Za-z0-9][\w.-]*)")


def _minutes(text: str) -> str:
    low, high = parse_range(text)
    return str(low) if low == high else f"{low}-{high}"


Minutes = Annotated[
    str, BeforeValidator(lambda given: str(given) if type(given) is int else given), AfterValidator(_minutes)
]
"""A range of minutes: ``5-7`` or ``5``."""


class ScenarioFile(Strict):
    key: Slug
    title: Line
    minutes: Minutes
    required: bool = False
    content_note: LongLine = ""
    situation: MarkdownText
    questions: list[LongLine] = Field(min_length=1, max_length=3)
    weigh: MarkdownText

    def payload(self) -> dict[str, Any]:
        low, high = parse_range(self.minutes)
        return {**self.model_dump(exclude={"key", "minutes"}), "minutes_low": low, "minutes_high": high}


class ReferenceFile(Strict):
    key: Slug
    title: LongLine
    publisher: LongLine
    year: Annotated[int, Field(ge=1800, le=2100)]
    url: Https = ""


class TopicFile(Strict):
    """The settings at the head of a topic's file. ``note`` is for authors."""

    title: Line
    objectives: list[LongLine] = Field(min_length=1, max_length=12)
    competencies: list[Slug] = Field(default=[], max_length=20)
    activity: Minutes = ""
    scenarios: list[ScenarioFile] = Field(default=[], max_length=20)
    references: list[ReferenceFile] = Field(default=[], max_length=50)
    note: Note | None = None


@dataclass(frozen=True)
class ParsedTopic:
    """A topic's file without mistakes."""

    slug: str
    document: Document
    file: TopicFile

    def payload(self) -> dict[str, Any]:
        head = self.file.model_dump(exclude={"scenarios", "note"})
        return {**head, "source": self.document.body}


class TopicLoader:
    """Reads ``lessons/<folder>/<slug>.md`` and writes topics, scenarios and their versions."""

    kinds = ("topic",)

    def read(self, folder: Folder, outline: Outline, course: Course | None) -> list[ParsedTopic]:
        entries = {f"lessons/{step.folder}/{step.slug}.md": step for step in outline.of_kind("topic")}
        topics = []
        for document in outline.documents(folder, "topic", entries, "lessons/*/*.md"):
            file = _check(document, outline)
            if file is not None:
                topics.append(ParsedTopic(PurePosixPath(document.name).stem, document, file))
        return outline.in_order(topics)

    def steps_from_files(self, course: Course) -> Collection[int]:
        topics = Topic.objects.filter(step__lesson__course=course, loaded__isnull=False)
        return topics.values_list("step_id", flat=True)

    def apply(self, parsed: list[ParsedTopic], loading: Loading) -> None:
        links = step_links(loading.course)
        for each in parsed:
            _write(each, loading, links)
        for topic in _topics_of(loading.course):
            changed = refresh_step(topic)
            if changed and not loading.report.mentions("topic", topic.step.slug):
                loading.report.add(Did.CHANGED, "topic", topic.step.slug, _minutes_of(topic.step))


def _check(document: Document, outline: Outline) -> TopicFile | None:
    """The head of a topic's file if all of the file is well."""
    before = len(document.folder.mistakes)
    file = document.check(TopicFile)
    document.unique(document.texts("scenarios", ..., "key"))
    document.unique(document.texts("references", ..., "key"))
    document.unique(codes := document.texts("competencies", ...))
    outline.check_competencies(codes, document)
    _check_body(document, outline)
    return file if len(document.folder.mistakes) == before else None


def _check_body(document: Document, outline: Outline) -> None:
    if not document.body.strip():
        document.wrong(("body",), _("The topic has no text."), line=document.body_line)
    keys = document.texts("references", ..., "key")
    problems = lint(
        document.body,
        # By their keys alone, however incomplete, so that one mistake is not reported as two.
        references=[Reference(key=key, title="", publisher="", year=0) for _path, key in keys],
        known_steps=outline.step_slugs,
        first_line=document.body_line,
    )
    for problem in problems:
        document.wrong((problem.field,), problem.message, line=problem.line)
    masked = mask_comments(mask_code(document.body))
    for match in IMAGE.finditer(masked):
        if not (document.folder.root / match["path"]).is_file():
            line = document.body_line + masked.count("\n", 0, match.start())
            message = _("There is no file “%(path)s” in the content folder.") % {"path": show(match["path"])}
            document.wrong(("body",), message, line=line)


def _topics_of(course: Course) -> list[Topic]:
    topics = Topic.objects.filter(step__lesson__course=course, live__isnull=False)
    return list(topics.select_related("live", "step__lesson__course"))


def _write(parsed: ParsedTopic, loading: Loading, links: Mapping[str, str]) -> None:
    pointers = ("live", "draft", "loaded")
    step = loading.steps[parsed.slug]
    topic = Topic.objects.select_related(*pointers).filter(step=step).first() or Topic.objects.create(
        step=step
    )
    payload, place = parsed.payload(), parsed.document.place
    wording = Wording(payload, rendered_topic(payload, loading.course, links=links))
    take_version(loading, topic, Named("topic", parsed.slug, place(())), wording)
    known = {each.key: each for each in topic.scenarios.select_related(*pointers)}
    for position, file in enumerate(parsed.file.scenarios, 1):
        name = f"{parsed.slug}/{file.key}"
        scenario = known.pop(file.key, None) or Scenario(topic=topic, key=file.key)
        _write_scenario(
            scenario, position, Named("scenario", name, place(("scenarios", position - 1))), file, loading
        )
    for key, scenario in known.items():
        if scenario.loaded_id is not None and update_row(scenario, retired=True):
            loading.report.add(Did.RETIRED, "scenario", f"{parsed.slug}/{key}")


def _write_scenario(
    scenario: Scenario, position: int, named: Named, file: ScenarioFile, loading: Loading
) -> None:
    if scenario.pk is None:
        scenario.position = position
        scenario.save()
    if update_row(scenario, retired=False):
        loading.report.add(Did.RETURNED, named.kind, named.name)
    if update_row(scenario, position=position):
        loading.report.add(Did.CHANGED, named.kind, named.name, _("its place among the scenarios"))
    payload = file.payload()
    take_version(loading, scenario, named, Wording(payload, rendered_scenario(payload)))


def _minutes_of(step: Step) -> str:
    said = {"low": step.minutes_low, "high": step.minutes_high}
    return _("takes %(low)d–%(high)d minutes now") % said
