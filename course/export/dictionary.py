"""What every column of every table means, itself a table to take along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from course import registry
from course.export.table import Column, Layout


@dataclass(frozen=True)
class Entry:
    """One column of one table."""

    layout: Layout
    column: Column

    @property
    def unit(self) -> str:
        return _t("time, in your zone") if self.column.is_moment else str(self.column.unit)


LAYOUT = Layout(
    "data-dictionary",
    _("Data dictionary"),
    _("One column of one table."),
    (
        Column(
            "table",
            _("Table"),
            _("The page's table, and the start of its files' names"),
            lambda row: row.layout.name,
        ),
        Column(
            "heading", _("Column"), _("As it stands above the column"), lambda row: str(row.column.heading)
        ),
        Column(
            "key",
            _("Name in JSON"),
            _("The column's name in JSON, which does not change"),
            lambda row: row.column.key,
        ),
        Column(
            "unit",
            _("Unit"),
            _("What is counted. Empty: nothing is, or the heading says it."),
            lambda row: row.unit,
        ),
        Column("meaning", _("Meaning"), _("What the column says"), lambda row: str(row.column.meaning)),
    ),
)


def layouts() -> list[Layout]:
    """Every table that can be taken along."""
    return [source.layout for source in registry.exports()]


def entries() -> Iterator[Entry]:
    return (Entry(layout, column) for layout in layouts() for column in layout.columns)
