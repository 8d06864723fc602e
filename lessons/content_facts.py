"""Figures about the topics of a content folder: what learners will see of them, and what the check of words finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from course import registry
from course.checking.review import review
from course.content.course_facts import Facts, Takes
from course.content.outline_files import Outline
from course.content.tables import Table, from_to
from lessons.checked import scenarios_in_files, topics_in_files
from lessons.materials.of_files import materials_of
from lessons.readability import grade
from lessons.reading_time import Estimate, estimate, parse_range
from lessons.rendering import rendered_payload
from lessons.visible_text import visible_text

if TYPE_CHECKING:
    from lessons.content import ParsedTopic, ParsedTopics


@dataclass(frozen=True)
class TopicFacts:
    """``grade`` is the Flesch–Kincaid grade of the text. Findings are those of the topic and of its scenarios."""

    slug: str
    time: Estimate
    grade: float
    open: int
    kept: int
    scenarios: int
    branching: int
    checks: int


def topic_facts(parsed: ParsedTopics, outline: Outline) -> Iterator[TopicFacts]:
    """One for each topic, in the order of the course. Credits of images are not counted."""
    course = outline.course
    assert course is not None  # else reading had raised
    materials = materials_of(parsed.materials)
    for topic in parsed.topics:
        page = rendered_payload(topic.payload(), language=course.language, materials=materials)
        found, kept = _findings(topic, outline)
        yield TopicFacts(
            slug=topic.slug,
            time=_time(topic, page["words"], course.words_per_minute),
            grade=grade(visible_text(page["html"])),
            open=found,
            kept=kept,
            scenarios=len(topic.file.scenarios),
            branching=sum(bool(each.branches) for each in topic.file.scenarios),
            checks=len(topic.file.checks),
        )


def facts(parsed: ParsedTopics, outline: Outline) -> Facts:
    topics = list(topic_facts(parsed, outline))
    steps = {each.slug: Takes(each.time.words, each.time.low, each.time.high) for each in topics}
    return Facts(steps, [_table(topics)] if topics else [])


def _table(topics: list[TopicFacts]) -> Table:
    grades = [each.grade for each in topics]
    columns = (
        *("topic", "words", "minutes", "grade", "findings open", "kept"),
        *("scenarios", "of them branching", "self-checks"),
    )
    rows = [
        (
            *(each.slug, each.time.words, from_to(each.time.low, each.time.high), f"{each.grade:.1f}"),
            *(each.open, each.kept, each.scenarios, each.branching, each.checks),
        )
        for each in topics
    ]
    return Table(
        title="Topics",
        columns=columns,
        rows=rows,
        note=f"Grade is Flesch–Kincaid, of all that a reader of the text sees: median {median(grades):.1f}, highest "
        f"{max(grades):.1f}. Findings are those of the check of words, scenarios included.",
    )


def _time(topic: ParsedTopic, words: int, speed: int) -> Estimate:
    doing = [each.minutes for each in topic.file.scenarios] + [topic.file.activity]
    return estimate(words, words_per_minute=speed, activities=[parse_range(each) for each in doing if each])


def _findings(topic: ParsedTopic, outline: Outline) -> tuple[int, int]:
    """How many are open, and how many kept."""
    assert outline.course is not None
    language, speed = outline.course.language, outline.course.words_per_minute
    written = [
        *topics_in_files([topic], language=language, speed=speed),
        *scenarios_in_files([topic], language=language),
    ]
    check = registry.content_check().check
    found = [review(check(each.thing), each.keeps) for each in written]
    return sum(len(each.open) for each in found), sum(len(each.kept) for each in found)
