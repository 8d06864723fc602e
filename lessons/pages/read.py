"""Reading ``pages/<key>.md`` and ``guides/<lesson>.md``, with every mistake noted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from course.content.documents import Document, Folder
from course.content.errors import show
from course.content.outline_files import COURSE, Outline
from course.content.schema import SLUG
from course.content.words import did_you_mean
from lessons.body_checks import check_body
from lessons.materials.read import ParsedMaterials
from lessons.models.pages import FOLDERS, Audience
from lessons.pages.files import SCHEMAS, GuideFile, PageFile


@dataclass(frozen=True)
class ParsedPage:
    """A file without mistakes."""

    audience: str
    key: str
    document: Document
    file: PageFile | GuideFile

    @property
    def address(self) -> str:
        return f"{FOLDERS[self.audience]}/{self.key}"

    def facts(self) -> dict[str, Any]:
        position = getattr(self.file, "position", 0)
        return {"title": self.file.title, "source": self.document.body, "position": position}


def read_pages(folder: Folder, outline: Outline, materials: ParsedMaterials) -> list[ParsedPage]:
    """Every page and guide that is there, by audience and key. Mistakes are noted in ``folder``."""
    return [page for audience in Audience for page in _read(audience, folder, outline, materials)]


def _read(
    audience: str, folder: Folder, outline: Outline, materials: ParsedMaterials
) -> Iterator[ParsedPage]:
    below = FOLDERS[audience]
    for document in folder.documents(f"{below}/*.md"):
        before = len(folder.mistakes)
        key = PurePosixPath(document.name).stem
        _check_name(document, below, key)
        if audience == Audience.TRAINERS:
            _check_lesson(document, outline, key)
        file = document.check(SCHEMAS[audience])
        empty = _("The page has no text.")
        check_body(document, empty=empty, known_steps=outline.step_slugs, materials=materials)
        if file is not None and len(folder.mistakes) == before:
            yield ParsedPage(audience, key, document, file)


def _check_name(document: Document, below: str, key: str) -> None:
    if document.name != f"{below}/{key}.md" or not re.fullmatch(SLUG, key) or len(key) > 80:
        message = _("Call it %(folder)s/ and a name in small letters, digits and hyphens, such as %(such)s.")
        document.wrong((), message % {"folder": below, "such": f"{below}/about-this-course.md"}, line=1)


def _check_lesson(document: Document, outline: Outline, key: str) -> None:
    if outline.course is None:
        return
    slugs = [lesson.slug for lesson in outline.course.lessons]
    if key not in slugs:
        message = _("There is no lesson “%(slug)s” in %(file)s. A guide is called like its lesson.")
        said = message % {"slug": show(key), "file": COURSE} + did_you_mean(key, slugs)
        document.wrong((), said, line=1)
