"""Topics and scenarios as the check of words reads them: from rows, and from files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from course.checking.findings import Measured, Thing
from course.checking.rows import Where, payload_of, state_of
from course.content.keeping import Written
from lessons.markdown import Reference, render
from lessons.models import Scenario, ScenarioVersion, Topic, TopicVersion
from lessons.reading_time import count_words, estimate, parse_range
from lessons.step_time import live_scenarios

if TYPE_CHECKING:
    from lessons.content import ParsedTopic


class Topics:
    kind = "topic"
    app = "lessons"

    @staticmethod
    def rows(where: Where) -> QuerySet[Any]:
        rows = Topic.objects.filter(where("step__lesson__course")).exclude(
            step__state="retired", live__isnull=False
        )
        related = rows.select_related("live", "draft", "step__lesson__course")
        return related.order_by("step__lesson__position", "step__position")

    @staticmethod
    def course_of(row: Topic) -> int:
        return row.step.lesson.course_id

    @staticmethod
    def thing(row: Topic, version: TopicVersion) -> Thing:
        step = row.step
        course = step.lesson.course
        beside = (step.minutes_low, step.minutes_high, course.words_per_minute, course.language)
        return Thing(
            kind="topic",
            address=step.slug,
            title=version.title,
            payload=payload_of(version),
            language=course.language,
            measure=lambda: _measure_row(row, version),
            state=state_of(row, version, *beside),
        )


class Scenarios:
    kind = "scenario"
    app = "lessons"

    @staticmethod
    def rows(where: Where) -> QuerySet[Any]:
        rows = Scenario.objects.filter(where("topic__step__lesson__course"), retired=False)
        related = rows.select_related("live", "draft", "topic__step__lesson__course")
        return related.order_by("topic__step__lesson__position", "topic__step__position", "position", "pk")

    @staticmethod
    def course_of(row: Scenario) -> int:
        return row.topic.step.lesson.course_id

    @staticmethod
    def thing(row: Scenario, version: ScenarioVersion) -> Thing:
        language = row.topic.step.lesson.course.language
        return Thing(
            kind="scenario",
            address=f"{row.topic.step.slug}/{row.key}",
            title=version.title,
            payload=payload_of(version),
            language=language,
            state=state_of(row, version, language),
        )


def topics_in_files(parsed: Iterable[ParsedTopic], *, language: str, speed: int) -> Iterator[Written]:
    """``speed`` is the course's words per minute."""
    for each in parsed:
        thing = Thing(
            kind="topic",
            address=each.slug,
            title=each.file.title,
            payload=each.payload(),
            language=language,
            measure=lambda topic=each: _measure_file(topic, speed),  # type: ignore[misc]  # bound to this one
        )
        yield Written(thing, each.file.keep, each.document, ())


def scenarios_in_files(parsed: Iterable[ParsedTopic], *, language: str) -> Iterator[Written]:
    for each in parsed:
        for position, file in enumerate(each.file.scenarios):
            thing = Thing(
                kind="scenario",
                address=f"{each.slug}/{file.key}",
                title=file.title,
                payload=file.payload(),
                language=language,
            )
            yield Written(thing, file.keep, each.document, ("scenarios", position))


def _measure_row(topic: Topic, version: TopicVersion) -> Measured:
    doing = [(each.minutes_low, each.minutes_high) for each in live_scenarios(topic)]
    return _measured(version.words, version.activity, doing, topic.step.lesson.course.words_per_minute)


def _measure_file(parsed: ParsedTopic, speed: int) -> Measured:
    payload: Mapping[str, Any] = parsed.payload()
    page = render(payload["source"], references=[Reference(**each) for each in payload["references"]])
    words = page.words + count_words("\n".join(payload["objectives"]))
    doing = [parse_range(each.minutes) for each in parsed.file.scenarios]
    return _measured(words, parsed.file.activity, doing, speed)


def _measured(words: int, activity: str, doing: list[tuple[int, int]], speed: int) -> Measured:
    doing = [*doing, parse_range(activity)] if activity else doing
    time = estimate(words, words_per_minute=speed, activities=doing)
    return Measured(words=words, speed=speed, reading=time.reading_minutes, low=time.low, high=time.high)
