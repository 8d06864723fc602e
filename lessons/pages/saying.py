"""Pages and guides as files: as they were read, and as the database has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from course.content.canonical import markdown_file
from course.content.files import File
from course.content.keeping import Written, in_order
from course.content.writing import Writing
from lessons.checked_materials import thing_of_material
from lessons.models import CoursePage
from lessons.models.pages import Audience
from lessons.pages.files import SCHEMAS
from lessons.pages.read import ParsedPage


def page_files(parsed: Sequence[ParsedPage]) -> Iterator[File]:
    """The files of pages without mistakes."""
    for page in parsed:
        head = {**dict(page.file), "keep": in_order(page.file.keep)}
        text = markdown_file(SCHEMAS[page.audience], head, page.document.body)
        yield File(page.document.name, text, {"note": page.file.note} if page.file.note else {})


def pages_in_files(parsed: Sequence[ParsedPage], *, language: str) -> Iterator[Written]:
    """Every text of them, for the check of words."""
    for page in parsed:
        thing = thing_of_material("coursepage", page.address, page.facts(), language)
        yield Written(thing, page.file.keep, page.document, ())


def written_pages(writing: Writing) -> Iterator[File]:
    """All that is in use; a guide only while its lesson is."""
    lessons = {lesson.slug for lesson in writing.lessons}
    for page in CoursePage.objects.filter(course=writing.course, retired=False):
        if page.audience == Audience.TRAINERS and page.key not in lessons:
            continue
        name = f"{page.address}.md"
        aside = writing.aside(name)
        said = {"title": page.title, "position": page.position}
        head = {**said, "keep": writing.kept("coursepage", page.address), "note": aside.get("note")}
        yield File(name, markdown_file(SCHEMAS[page.audience], head, page.source.strip("\n")), aside)
