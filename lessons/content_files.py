"""What a topic's file holds, scenarios included, and what of it makes a version."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from course.content.keeping import Keeps
from course.content.schema import Https, Line, LongLine, MarkdownText, Note, Slug, Strict
from lessons.branching.files import MOST_BRANCHES, BranchFile, said_of
from lessons.checks.files import CheckFile
from lessons.checks.placing import MOST_CHECKS
from lessons.reading_time import parse_range


def _minutes(text: str) -> str:
    low, high = parse_range(text)
    return str(low) if low == high else f"{low}-{high}"


Minutes = Annotated[
    str, BeforeValidator(lambda given: str(given) if type(given) is int else given), AfterValidator(_minutes)
]
"""A range of minutes: ``5-7`` or ``5``."""


class ScenarioFile(Strict):
    key: Slug
    title: Line
    minutes: Minutes
    required: bool = False
    content_note: LongLine = ""
    situation: MarkdownText
    questions: list[LongLine] = Field(default=[], max_length=3)
    weigh: MarkdownText = ""
    branches: list[BranchFile] = Field(default=[], max_length=MOST_BRANCHES)
    keep: Keeps = []

    def payload(self) -> dict[str, Any]:
        low, high = parse_range(self.minutes)
        said = self.model_dump(exclude={"key", "minutes", "branches", "keep"})
        branches = {"branches": list(map(said_of, self.branches))} if self.branches else {}
        return {**said, **branches, "minutes_low": low, "minutes_high": high}


class ReferenceFile(Strict):
    key: Slug
    title: LongLine
    publisher: LongLine
    year: Annotated[int, Field(ge=1800, le=2100)]
    url: Https = ""


class TopicFile(Strict):
    """The settings at the head of a topic's file. ``note`` is for authors."""

    title: Line
    objectives: list[LongLine] = Field(min_length=1, max_length=12)
    competencies: list[Slug] = Field(default=[], max_length=20)
    activity: Minutes = ""
    scenarios: list[ScenarioFile] = Field(default=[], max_length=20)
    checks: list[CheckFile] = Field(default=[], max_length=MOST_CHECKS)
    references: list[ReferenceFile] = Field(default=[], max_length=50)
    keep: Keeps = []
    note: Note | None = None
