"""What follows from what an author wrote: finished HTML and word counts. Done once, when a version is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils import translation

from course.inline_markdown import to_html
from course.models import Course
from course.step_links import step_links
from lessons.markdown import Reference, render
from lessons.reading_time import count_words


def rendered_topic(
    payload: Mapping[str, Any], course: Course, *, links: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """``html`` and ``words`` of a topic with this payload, in the course's language, its links to steps resolved.

    The words are all that a reader sees: objectives, text and sources. ``links`` are the course's ``step_links``,
    where they are at hand.
    """
    links = step_links(course) if links is None else links
    with translation.override(course.language):
        page = render(
            payload["source"],
            references=[Reference(**reference) for reference in payload["references"]],
            resolve=links.get,
            image_base=image_base(course),
        )
    objectives = count_words("\n".join(payload["objectives"]))
    return {"html": page.html, "words": objectives + page.words}


def rendered_scenario(payload: Mapping[str, Any]) -> dict[str, Any]:
    """``situation_html`` and ``weigh_html``."""
    return {"situation_html": to_html(payload["situation"]), "weigh_html": to_html(payload["weigh"])}


def image_base(course: Course) -> str:
    """Where the images of a course are served from: static files, collected from ``images/`` in its content folder."""
    return f"{settings.STATIC_URL}content/{course.slug}/"
