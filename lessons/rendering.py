"""What follows from what an author wrote: finished HTML and word counts. Done once, when a version is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import translation

from course import registry
from course.inline_markdown import to_html
from course.models import Course
from course.step_links import step_links
from lessons.branching import walk
from lessons.checks import placing
from lessons.images.verbs import pictures_of
from lessons.markdown import Materials, Reference, render
from lessons.markdown.pictures import Picture
from lessons.materials.gather import course_materials
from lessons.reading_time import count_words, words_in_html


def rendered_topic(
    payload: Mapping[str, Any],
    course: Course,
    *,
    links: Mapping[str, str] | None = None,
    materials: Materials | None = None,
) -> dict[str, Any]:
    """What ``rendered_payload`` gives, with all that is the course's: its language, links, images and materials.

    ``links`` are the course's ``step_links``, and ``materials`` its ``course_materials``, where they are at hand.
    """
    return rendered_payload(
        payload,
        language=course.language,
        links=step_links(course) if links is None else links,
        images=pictures_of(course) if "images/" in payload["source"] else {},
        materials=course_materials(course) if materials is None else materials,
    )


def rendered_payload(
    payload: Mapping[str, Any],
    *,
    language: str,
    links: Mapping[str, str] | None = None,
    images: Mapping[str, Picture] | None = None,
    materials: Materials,
) -> dict[str, Any]:
    """``html``, ``checks_html`` and ``words`` of a topic with this payload, links resolved as far as they are known.

    The words are all that a reader sees: objectives, text, sources, and the questions and options of self-checks.
    """
    with translation.override(language):
        page = render(
            payload["source"],
            references=[Reference(**reference) for reference in payload["references"]],
            resolve=(links or {}).get,
            images=images or {},
            materials=materials,
        )
    words = count_words("\n".join(payload["objectives"]))
    checks = payload.get("checks", [])
    if not checks:
        return {"html": page.html, "checks_html": {}, "words": words + page.words}
    html, about = placing.mark(page.html, [check["key"] for check in checks]), registry.self_checks()
    checks_html = {check["key"]: about.rendered(check) for check in checks}
    for check in checks:
        words += words_in_html(checks_html[check["key"]]["stem"]) + count_words(about.words(check))
    return {"html": html, "checks_html": checks_html, "words": words + words_in_html(html)}


def rendered_scenario(payload: Mapping[str, Any]) -> dict[str, Any]:
    """``situation_html``, ``weigh_html`` and ``branches_html``."""
    return {
        "situation_html": to_html(payload["situation"]),
        "weigh_html": to_html(payload["weigh"]),
        "branches_html": walk.rendered(payload.get("branches", [])),
    }
