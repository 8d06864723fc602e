"""Writing what the files of pages and guides say to rows; what was edited in the admin since the last load stays."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from course.content.taking import Loading
from course.models import Course, Lesson, State
from lessons.markdown import Materials
from lessons.materials.read import Parsed
from lessons.materials.write import write_rows
from lessons.models import CoursePage
from lessons.models.pages import Audience
from lessons.pages.read import ParsedPage
from lessons.pages.rendering import Links, refresh_pages

KINDS = {Audience.LEARNERS: "page", Audience.TRAINERS: "guide"}
"""What the report calls them."""


def write_pages(parsed: Sequence[ParsedPage], loading: Loading, links: Links, materials: Materials) -> None:
    """Add and change; retire what files brought before and do not have now; render all of them as of today.

    ``links`` are the course's ``step_links``.
    """
    pages = list(CoursePage.objects.filter(course=loading.course))
    for audience, kind in KINDS.items():
        mine = [page for page in parsed if page.audience == audience]
        rows = {row.key: row for row in pages if row.audience == audience}
        if audience == Audience.TRAINERS:
            _leave_waiting(rows, {page.key for page in mine}, loading.course)
        said = [
            (page.key, Parsed(page.key, page.document.place(()), page.facts()), {"key": page.key})
            for page in mine
        ]
        owner = {"course": loading.course, "audience": audience}
        pages += write_rows(loading, kind, said, rows, CoursePage, owner).values()
    used = [page for page in pages if not page.retired]
    refresh_pages(used, loading.course, links=links, materials=materials)


def _leave_waiting(rows: dict[str, CoursePage], named: Collection[str], course: Course) -> None:
    """Leave out guides of retired lessons: no file is written for them, and they wait until the lesson is back."""
    unnamed = rows.keys() - named
    if unnamed:
        lessons = Lesson.objects.filter(course=course, state=State.LIVE, slug__in=unnamed)
        for key in unnamed - set(lessons.values_list("slug", flat=True)):
            del rows[key]
