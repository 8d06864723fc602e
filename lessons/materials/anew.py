"""Verbs that bring a change of the materials, or of the state, into the topics that learners read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction

from course import versions
from course.models import Course, Program
from course.step_links import step_links
from lessons.markdown.materials import Materials
from lessons.materials.gather import course_materials
from lessons.models import Topic, TopicVersion
from lessons.pages.rendering import render_pages
from lessons.rendering import rendered_topic
from lessons.step_time import refresh_step

PAYLOAD = ("source", "references", "objectives", "checks")
"""What of a version rendering reads."""


@transaction.atomic
def render_anew(course: Course, *, at: datetime, mentioning: Collection[str] | None = None) -> int:
    """Render every live topic and page that has one of the words ``mentioning``, or all. Returns how many differ now.

    A topic whose page would look the same gets no new version. The words may be in any case and wrapped over lines.
    """
    topics = Topic.objects.filter(step__lesson__course=course, live__isnull=False)
    found = topics.select_related("live", "loaded", "step__lesson__course__program")
    words = None if mentioning is None else [_flat(word) for word in mentioning]
    chosen = [each for each in found if words is None or _mentions(each.live, words)]
    pages = render_pages(course, words=words)
    return pages + (refresh(chosen, course, at=at) if chosen else 0)


def render_program(program: Program, *, at: datetime) -> None:
    """Show the rules of another state from now on."""
    for course in program.courses.select_related("program"):
        render_anew(course, at=at, mentioning=["[local:"])


def refresh(
    topics: Iterable[Topic],
    course: Course,
    *,
    at: datetime,
    links: Mapping[str, str] | None = None,
    materials: Materials | None = None,
) -> int:
    """Render the live text of each topic with what the course has now; the step follows. Returns how many differ.

    ``links`` and ``materials`` are the course's, where they are at hand.
    """
    links = step_links(course) if links is None else links
    materials = course_materials(course) if materials is None else materials
    count = 0
    for topic in topics:
        payload = {name: getattr(topic.live, name) for name in PAYLOAD}
        rendered = rendered_topic(payload, course, links=links, materials=materials)
        if versions.render_again(topic, rendered=rendered, at=at):
            refresh_step(topic)
            count += 1
    return count


def _mentions(version: TopicVersion | None, words: Iterable[str]) -> bool:
    text = _flat(version.source) if version else ""
    return any(word in text for word in words)


def _flat(text: str) -> str:
    return " ".join(text.casefold().split())
