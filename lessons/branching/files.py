"""Branches in a topic's file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from course.content.documents import Document
from course.content.errors import Path
from course.content.schema import LongLine, MarkdownText, Slug, Strict
from lessons.branching.graph import MOST_ENDINGS, MOST_POINTS, flaws


class ChoiceFile(Strict):
    key: Slug
    text: LongLine
    consequence: MarkdownText
    to: Slug


class BranchFile(Strict):
    """A decision point, which has choices, or an ending, which says what it teaches."""

    key: Slug
    text: MarkdownText
    choices: list[ChoiceFile] = Field(default=[], max_length=20)
    teaches: MarkdownText = ""


MOST_BRANCHES = MOST_POINTS + MOST_ENDINGS


def said_of(file: BaseModel) -> dict[str, Any]:
    """What an author wrote, without what is the same as nothing said."""
    return file.model_dump(exclude_defaults=True)


def check_branches(document: Document, path: Path) -> None:
    """Note what is wrong with the branches of the scenario at ``path``, and what else it must then have, or not."""
    given = document.at(path)
    if not isinstance(given, dict):
        return
    if not given.get("branches"):
        for name in ("questions", "weigh"):
            if name not in given:
                document.wrong((*path, name), _("This is missing."))
            elif given[name] == []:
                document.wrong((*path, name), _("This needs at least 1."))
        return
    branches = [document.at(place) for place in document.paths(*path, "branches", ...)]
    if all(map(_is_readable, branches)):
        for flaw in flaws(branches):
            document.wrong((*path, "branches", *flaw.where), flaw.says)


def _is_readable(branch: Any) -> bool:
    """Whether the rules can be asked about it; what else is wrong was said with its place."""
    if not isinstance(branch, Mapping) or not isinstance(branch.get("key"), str):
        return False
    choices = branch.get("choices", [])
    if not isinstance(choices, list) or not isinstance(branch.get("teaches", ""), str):
        return False
    return all(
        isinstance(choice, Mapping) and all(isinstance(choice.get(name), str) for name in ("key", "to"))
        for choice in choices
    )
