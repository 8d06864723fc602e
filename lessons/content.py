"""Topics and their scenarios as files: read, checked, and written to rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from course.content.course_facts import Facts
from course.content.documents import Document, Folder
from course.content.files import File
from course.content.keeping import Written
from course.content.outline_files import Outline
from course.content.report import Did
from course.content.taking import Loading, Named, Wording, take_version, update_row
from course.content.writing import Writing
from course.models import Course, Step
from course.publishing.change import WORDING
from course.step_links import step_links
from course.versions import digest
from lessons.body_checks import check_body
from lessons.branching.files import check_branches
from lessons.changes import tell_of_change
from lessons.checked import scenarios_in_files, topics_in_files
from lessons.checks.files import check_checks
from lessons.content_facts import facts
from lessons.content_files import ScenarioFile, TopicFile
from lessons.content_writing import topic_files, written_topics
from lessons.markdown import Materials
from lessons.materials.anew import refresh
from lessons.materials.gather import course_materials
from lessons.materials.read import ParsedMaterials, read_materials
from lessons.materials.saying import material_files, materials_in_files, written_materials
from lessons.materials.write import write_materials
from lessons.models import Scenario, Topic
from lessons.pages.read import ParsedPage, read_pages
from lessons.pages.saying import page_files, pages_in_files, written_pages
from lessons.pages.write import write_pages
from lessons.rendering import rendered_scenario, rendered_topic
from lessons.step_time import refresh_steps


@dataclass(frozen=True)
class ParsedTopic:
    """A topic's file without mistakes."""

    slug: str
    document: Document
    file: TopicFile

    def payload(self) -> dict[str, Any]:
        without = {"scenarios", "keep", "note", *(() if self.file.checks else ("checks",))}
        return {**self.file.model_dump(exclude=without), "source": self.document.body}


@dataclass(frozen=True)
class ParsedTopics:
    """The topics, what they share, and the pages beside them."""

    materials: ParsedMaterials
    topics: list[ParsedTopic]
    pages: list[ParsedPage]


class TopicLoader:
    """Reads ``lessons/<folder>/<slug>.md`` and writes topics, scenarios and their versions; materials before them.

    Pages and trainers' guides come along, since they show the same materials and link to the same steps.
    """

    kinds = ("topic",)

    def read(self, folder: Folder, outline: Outline, course: Course | None) -> ParsedTopics:
        materials = read_materials(folder, course)
        entries = {f"lessons/{step.folder}/{step.slug}.md": step for step in outline.of_kind("topic")}
        topics = []
        for document in outline.documents(folder, "topic", entries, "lessons/*/*.md"):
            file = _check(document, outline, materials)
            if file is not None:
                topics.append(ParsedTopic(PurePosixPath(document.name).stem, document, file))
        pages = read_pages(folder, outline, materials)
        return ParsedTopics(materials, outline.in_order(topics), pages)

    def steps_from_files(self, course: Course) -> Collection[int]:
        topics = Topic.objects.filter(step__lesson__course=course, loaded__isnull=False)
        return topics.values_list("step_id", flat=True)

    def apply(self, parsed: ParsedTopics, loading: Loading) -> None:
        write_materials(parsed.materials, loading)
        links, materials = step_links(loading.course), course_materials(loading.course)
        known = _known(loading.course)
        for each in parsed.topics:
            _write(each, known.get(loading.steps[each.slug].pk), loading, links, materials)
        topics = _topics_of(loading.course)
        write_pages(parsed.pages, loading, links, materials)
        refresh(_others(topics, parsed), loading.course, at=loading.at, links=links, materials=materials)
        refreshed = refresh_steps(topics)
        for topic in topics:
            if refreshed.get(topic.pk) and not loading.report.mentions("topic", topic.step.slug):
                loading.report.add(Did.CHANGED, "topic", topic.step.slug, _minutes_of(topic.step))

    def written(self, parsed: ParsedTopics, outline: Outline) -> Iterator[Written]:
        course = outline.course
        assert course is not None  # else reading had raised
        yield from topics_in_files(parsed.topics, language=course.language, speed=course.words_per_minute)
        yield from scenarios_in_files(parsed.topics, language=course.language)
        yield from materials_in_files(parsed.materials, language=course.language)
        yield from pages_in_files(parsed.pages, language=course.language)

    def files(self, parsed: ParsedTopics) -> Iterator[File]:
        yield from material_files(parsed.materials)
        yield from topic_files(TopicFile, parsed.topics)
        yield from page_files(parsed.pages)

    def facts(self, parsed: ParsedTopics, outline: Outline) -> Facts:
        return facts(parsed, outline)

    def write(self, writing: Writing) -> Iterator[File]:
        yield from written_materials(writing)
        yield from written_topics(TopicFile, writing)
        yield from written_pages(writing)


def _check(document: Document, outline: Outline, materials: ParsedMaterials) -> TopicFile | None:
    """The head of a topic's file if all of the file is well."""
    before = len(document.folder.mistakes)
    file = document.check(TopicFile)
    document.unique(document.texts("scenarios", ..., "key"))
    for path in document.paths("scenarios", ...):
        check_branches(document, path)
    check_checks(document)
    document.unique(document.texts("references", ..., "key"))
    document.unique(codes := document.texts("competencies", ...))
    outline.check_competencies(codes, document)
    empty = _("The topic has no text.")
    check_body(document, empty=empty, known_steps=outline.step_slugs, materials=materials)
    return file if len(document.folder.mistakes) == before else None


def _topics_of(course: Course) -> list[Topic]:
    topics = Topic.objects.filter(step__lesson__course=course, live__isnull=False)
    return list(topics.select_related("live", "loaded", "step__lesson__course"))


def _others(topics: list[Topic], parsed: ParsedTopics) -> list[Topic]:
    """Topics made or edited in the admin: no file renders them, and they show the materials of today too."""
    texts = {each.slug: digest(each.payload()) for each in parsed.topics}
    return [each for each in topics if each.live and texts.get(each.step.slug) != each.live.digest]


def _known(course: Course) -> dict[int, Topic]:
    """Every topic by its step, its scenarios at hand. Two statements."""
    pointers = ("live", "draft", "loaded")
    scenarios = Prefetch("scenarios", Scenario.objects.select_related(*pointers))
    topics = Topic.objects.filter(step__lesson__course=course).select_related(*pointers)
    return {topic.step_id: topic for topic in topics.prefetch_related(scenarios)}


def _write(
    parsed: ParsedTopic,
    topic: Topic | None,
    loading: Loading,
    links: Mapping[str, str],
    materials: Materials,
) -> None:
    """``topic`` is the row that there is, its scenarios at hand."""
    topic = topic or Topic.objects.create(step=loading.steps[parsed.slug])
    payload, place = parsed.payload(), parsed.document.place
    rendered = rendered_topic(payload, loading.course, links=links, materials=materials)
    before, change = topic.live, loading.changes.get(parsed.slug, WORDING)
    wording = Wording(payload, rendered)
    take_version(loading, topic, Named("topic", parsed.slug, place(())), wording, change=change)
    if change.note and before is not None and topic.live is not None and topic.live.digest != before.digest:
        loading.told.add(parsed.slug)
        tell_of_change(topic, change, at=loading.at)
    known = {each.key: each for each in topic.scenarios.all()}
    moved = _moved(list(known), [file.key for file in parsed.file.scenarios])
    for position, file in enumerate(parsed.file.scenarios, 1):
        name = f"{parsed.slug}/{file.key}"
        scenario = known.pop(file.key, None) or Scenario(topic=topic, key=file.key)
        _write_scenario(
            scenario, position, Named("scenario", name, place(("scenarios", position - 1))), file, loading
        )
        if file.key in moved:
            loading.report.add(Did.CHANGED, "scenario", name, _("its place among the scenarios"))
    for key, scenario in known.items():
        if scenario.loaded_id is not None and update_row(scenario, retired=True):
            loading.report.add(Did.RETIRED, "scenario", f"{parsed.slug}/{key}")


def _moved(before: list[str], after: list[str]) -> set[str]:
    """Keys that stand elsewhere among those that were there before."""
    both = [key for key in before if key in after]
    return {old for old, new in zip(both, (key for key in after if key in before), strict=True) if old != new}


def _write_scenario(
    scenario: Scenario, position: int, named: Named, file: ScenarioFile, loading: Loading
) -> None:
    if scenario.pk is None:
        scenario.position = position
        scenario.save()
    if update_row(scenario, retired=False):
        loading.report.add(Did.RETURNED, named.kind, named.name)
    update_row(scenario, position=position)
    payload = file.payload()
    take_version(loading, scenario, named, Wording(payload, rendered_scenario(payload)))


def _minutes_of(step: Step) -> str:
    said = {"low": step.minutes_low, "high": step.minutes_high}
    return _("takes %(low)d–%(high)d minutes now") % said
