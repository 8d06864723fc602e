"""What ``glossary.yaml``, ``resources.yaml`` and the files in ``local/`` may say. Pure."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from course.content.keeping import Keeps
from course.content.schema import Https, Line, LongLine, LongSlug, MarkdownText, Note, Slug, Strict
from lessons.markdown.fragments import fragment_problem
from lessons.markdown.materials import dialed

EARLIEST = date(2000, 1, 1)


def _day(given: Any) -> Any:
    try:
        return date.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        raise ValueError(_("Write the day as year-month-day, such as 2026-11-15.")) from None


def _plausible(day: date) -> date:
    if day < EARLIEST:
        raise ValueError(_("This day is too long ago to be right."))
    return day


def _number(given: Any) -> Any:
    return str(given) if type(given) is int else given


def _dials(text: str) -> str:
    if not dialed(text):
        raise ValueError(_("This must begin with a number to call or text."))
    return text


def _fragment(text: str) -> str:
    if problem := fragment_problem(text):
        raise ValueError(problem)
    return text


Day = Annotated[date, BeforeValidator(_day), AfterValidator(_plausible)]
Dialed = Annotated[
    str, BeforeValidator(_number), StringConstraints(min_length=1, max_length=60), AfterValidator(_dials)
]
"""A number, with words after it where they help: ``988, then press 1``."""
RuleText = Annotated[str, StringConstraints(min_length=1, max_length=5000), AfterValidator(_fragment)]
Name = Annotated[str, StringConstraints(min_length=2, max_length=100)]


class TermFile(Strict):
    key: LongSlug
    term: Name
    variants: list[Name] = Field(default=[], max_length=20)
    definition: Annotated[MarkdownText, StringConstraints(max_length=2000)]
    source: LongLine = ""
    keep: Keeps = []

    def facts(self) -> dict[str, Any]:
        return self.model_dump(exclude={"key", "keep"})


class GlossaryFile(Strict):
    terms: list[TermFile] = Field(min_length=1, max_length=1000)
    note: Note | None = None


class BlockFile(Strict):
    key: LongSlug
    title: Line
    to_fill_in: Annotated[str, StringConstraints(max_length=1000)] = ""
    keep: Keeps = []

    def facts(self) -> dict[str, Any]:
        return self.model_dump(exclude={"key", "keep"})


class BlocksFile(Strict):
    blocks: list[BlockFile] = Field(min_length=1, max_length=200)
    note: Note | None = None


class SourceFile(Strict):
    title: LongLine
    publisher: LongLine
    url: Https = ""


class RuleFile(Strict):
    """What one state says where the local block ``key`` stands."""

    key: LongSlug
    text: RuleText
    source: SourceFile
    checked: Day
    keep: Keeps = []

    def facts(self) -> dict[str, Any]:
        source = {f"source_{name}": value for name, value in self.source.model_dump().items()}
        return {"text": self.text, **source, "checked_on": self.checked}


class StateFile(Strict):
    rules: list[RuleFile] = Field(min_length=1, max_length=200)
    note: Note | None = None


class ResourceFile(Strict):
    key: LongSlug
    group: Slug
    name: Line
    purpose: LongLine
    phone: Dialed = ""
    text: Dialed = ""
    url: Https = ""
    hours: Annotated[str, StringConstraints(max_length=100)] = ""
    languages: Line = ""
    checked: Day
    position: Annotated[int, Field(ge=0, le=32_767)] | None = None
    keep: Keeps = []

    @model_validator(mode="after")
    def can_be_reached(self) -> ResourceFile:
        if not (self.phone or self.text or self.url):
            raise ValueError(_("Say how to reach it: phone, text or url."))
        return self

    def facts(self, place: int) -> dict[str, Any]:
        """``place`` in the file counts from 1, and holds where the entry names no position of its own."""
        said = self.model_dump(exclude={"key", "checked", "keep"})
        position = place if self.position is None else self.position
        return {**said, "checked_on": self.checked, "position": position}


class ResourcesFile(Strict):
    resources: list[ResourceFile] = Field(min_length=1, max_length=500)
    note: Note | None = None
