"""Figures about a content folder, as a document for those who look after the course. In English, as docs/ is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from course.content.outline_files import Outline
from course.content.tables import Cell, Table, from_to

if TYPE_CHECKING:
    from course.content.load import Content


class Takes(NamedTuple):
    """What one step takes: words to read, and minutes, from and to."""

    words: int
    low: int
    high: int


@dataclass(frozen=True)
class Facts:
    """What one app tells of its part of a folder: what each of its steps takes, by slug, and its own tables."""

    steps: Mapping[str, Takes]
    tables: Sequence[Table]


def document(content: Content) -> str:
    """All figures as one Markdown text. The same folder gives the same bytes."""
    outline = content.outline
    assert outline.course is not None  # else reading had raised
    parts = [loader.facts(parsed, outline) for loader, parsed in content.parts]
    steps = {slug: takes for part in parts for slug, takes in part.steps.items()}
    tables = [lessons_table(outline, steps), *(table for part in parts for table in part.tables)]
    head = (
        f"# {outline.course.title}: facts\n\n"
        f"Written by `manage.py check_content content/{outline.course.slug} --report`; "
        "change the content, not this file."
    )
    return "\n\n".join([head, *(table.markdown() for table in tables)]) + "\n"


def lessons_table(outline: Outline, steps: Mapping[str, Takes]) -> Table:
    """A row for each lesson, with what its steps take in sum, and one for the course."""
    assert outline.course is not None
    rows, all_of = list[Sequence[Cell]](), list[str]()
    for lesson in outline.course.lessons:
        mine = [entry.slug for entry in outline.steps_of(lesson.slug)]
        rows.append(_row(lesson.title, outline, mine, steps))
        all_of += mine
    rows.append(_row("The whole course", outline, all_of, steps))
    return Table(
        title="Lessons",
        columns=("lesson", "topics", "exams", "words", "minutes", "hours"),
        rows=rows,
        note=f"Minutes are those of the outline: words at {outline.course.words_per_minute} a minute, what there is to "
        "do in a topic, and exams.",
    )


def _row(title: str, outline: Outline, slugs: Sequence[str], steps: Mapping[str, Takes]) -> Sequence[Cell]:
    exams = {entry.slug for entry in outline.of_kind("exam")}.intersection(slugs)
    found = [steps[slug] for slug in slugs if slug in steps]
    low, high = sum(each.low for each in found), sum(each.high for each in found)
    words = sum(each.words for each in found)
    return title, len(slugs) - len(exams), len(exams), words, from_to(low, high), _hours(low, high)


def _hours(low: int, high: int) -> str:
    return f"{low / 60:.1f}–{high / 60:.1f}"
