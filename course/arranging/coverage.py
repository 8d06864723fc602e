"""Which competencies a course covers, and with how much of what: the holes are what a trainer looks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from course import labels, registry
from course.models import Competency, Course


@dataclass(frozen=True)
class Column:
    """How much of one sort there is: ``counts`` and ``links`` by a competency's key.

    ``asked`` says that a hole in this column is worth a word; links lead to the list behind a figure.
    """

    title: str
    counts: Mapping[int, int]
    links: Mapping[int, str]
    asked: bool = True


@dataclass(frozen=True)
class Cell:
    count: int
    link: str


@dataclass(frozen=True)
class Row:
    competency: Competency
    cells: list[Cell]
    missing: list[str]


@dataclass(frozen=True)
class Framework:
    name: str
    rows: list[Row]

    @property
    def holes(self) -> list[Row]:
        return [row for row in self.rows if row.missing]


@dataclass(frozen=True)
class Coverage:
    columns: list[str]
    frameworks: list[Framework]


def coverage(course: Course) -> Coverage:
    """One statement, and those of the apps."""
    columns = registry.competency_counts(course)
    rows = [_row(each, columns) for each in Competency.objects.all()]
    frameworks = [
        Framework(labels.framework(name), list(run))
        for name, run in groupby(rows, key=lambda row: row.competency.framework)
    ]
    return Coverage([column.title for column in columns], frameworks)


def _row(competency: Competency, columns: list[Column]) -> Row:
    cells = [
        Cell(column.counts.get(competency.pk, 0), column.links.get(competency.pk, "")) for column in columns
    ]
    missing = [c.title for c, cell in zip(columns, cells, strict=True) if c.asked and not cell.count]
    return Row(competency, cells, missing)
