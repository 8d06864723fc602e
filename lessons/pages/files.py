"""What the head of a page's and of a guide's file holds. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from course.content.keeping import Keeps
from course.content.schema import Line, Note, Strict


class PageFile(Strict):
    """``position`` orders the pages; those with the same stand by their titles. ``note`` is for authors."""

    title: Line
    position: Annotated[int, Field(ge=0, le=32_767)] = 0
    keep: Keeps = []
    note: Note | None = None


class GuideFile(Strict):
    """A guide stands where its lesson does."""

    title: Line
    keep: Keeps = []
    note: Note | None = None


SCHEMAS: Mapping[str, type[PageFile] | type[GuideFile]] = {"learners": PageFile, "trainers": GuideFile}
"""By audience."""
