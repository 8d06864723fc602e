"""A table as a form: a box for each cell, and buttons that add, move and remove. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.text import problem_in
from lessons.editor.pasted import TooBig, from_text
from lessons.editor.tables import MOST_COLUMNS, RULES, Table, from_markdown

MOST_CELLS = 480
"""A form holds at most a thousand fields."""
LONGEST = 2_000
EMPTY = Table([["", "", ""], ["", "", ""], ["", "", ""]])
ALIGNS: tuple[tuple[str, str | Promise], ...] = (
    ("", gettext_lazy("As text")),
    ("center", gettext_lazy("In the middle")),
    ("right", gettext_lazy("To the right, as numbers")),
)
OF_A_ROW = (
    ("↑", "row-up", gettext_lazy("move up")),
    ("↓", "row-down", gettext_lazy("move down")),
    ("✕", "row-gone", gettext_lazy("remove")),
)
OF_A_COLUMN = (
    ("←", "column-left", gettext_lazy("move left")),
    ("→", "column-right", gettext_lazy("move right")),
    ("✕", "column-gone", gettext_lazy("remove")),
)
Rows = list[list[str]]


class Tool(NamedTuple):
    """A button: what is seen on it, what it sends, what it is called."""

    sign: str
    value: str
    label: str


class Cell(NamedTuple):
    """``name`` is its field; ``label`` says where it stands. ``number`` counts its column from 1."""

    name: str
    label: str
    text: str
    number: int


@dataclass(frozen=True)
class Grid:
    """``focus`` is the name of the box or the value of the button where the person goes on."""

    table: Table
    problems: tuple[str, ...] = ()
    focus: str = "caption"
    was: str = ""
    """The table as Markdown when it was opened; "" for a new one."""

    @property
    def head(self) -> list[Cell]:
        titles = enumerate(self.table.rows[0], start=1)
        return [Cell(f"cell-0-{n}", _("Title of column %(n)d") % {"n": n}, text, n) for n, text in titles]

    @property
    def columns(self) -> Iterator[tuple[int, str, list[Tool]]]:
        """Number, alignment and buttons of each column."""
        for number, align in enumerate(self.table.align, start=1):
            place = _("Column %(number)d") % {"number": number}
            yield (
                number,
                align,
                [Tool(sign, f"{name}:{number}", f"{place}: {words}") for sign, name, words in OF_A_COLUMN],
            )

    @property
    def body(self) -> Iterator[tuple[list[Tool], list[Cell]]]:
        """Buttons and cells of each row."""
        for row, cells in enumerate(self.table.rows[1:], start=1):
            place = _("Row %(number)d") % {"number": row}
            tools = [Tool(sign, f"{name}:{row}", f"{place}: {words}") for sign, name, words in OF_A_ROW]
            yield tools, [self._cell(row, number, text) for number, text in enumerate(cells, start=1)]

    def _cell(self, row: int, number: int, text: str) -> Cell:
        title = self.table.rows[0][number - 1] or _("column %(number)d") % {"number": number}
        label = _("Row %(row)d, %(title)s") % {"row": row, "title": " ".join(title.split())}
        return Cell(f"cell-{row}-{number}", label, text, number)

    @property
    def aligns(self) -> tuple[tuple[str, str | Promise], ...]:
        return ALIGNS


def too_big(table: Table) -> bool:
    return len(table.rows[0]) > MOST_COLUMNS or len(table.rows) * len(table.rows[0]) > MOST_CELLS


def read(posted: Mapping[str, str]) -> Table:
    """The table that was typed. What is missing is empty; nothing that a browser would not send makes it fail."""
    rows, columns = _count(posted, "rows", 2, MOST_CELLS), _count(posted, "columns", 1, MOST_COLUMNS)
    rows = min(rows, MOST_CELLS // columns)
    cells = [
        [
            posted.get(f"cell-{row}-{column}", "").replace("\r\n", "\n")[:LONGEST]
            for column in range(1, columns + 1)
        ]
        for row in range(rows)
    ]
    aligns = [posted.get(f"align-{column}", "") for column in range(1, columns + 1)]
    caption = " ".join(posted.get("caption", "").split())[:LONGEST]
    return Table(cells, caption, [align if align in RULES else "" for align in aligns])


def _count(posted: Mapping[str, str], name: str, least: int, most: int) -> int:
    told = posted.get(name, "")
    return (
        max(least, min(int(told), most)) if told.isascii() and told.isdecimal() and len(told) < 6 else least
    )


def problems_of(table: Table) -> list[str]:
    """What keeps the table from being put into the text, in sentences."""
    found = [] if table.caption else [_("Caption: say what the table shows.")]
    for number, title in enumerate(table.rows[0], start=1):
        if not title.strip():
            found.append(_("Column %(number)d has no title.") % {"number": number})
    for row in range(len(table.rows)):
        for number, text in enumerate(table.rows[row], start=1):
            if problem := problem_in(text):
                place = _("Row %(row)d, column %(column)d: ") % {"row": row, "column": number}
                found.append(place + problem)
    problem = problem_in(table.caption)
    return [*found, _("Caption: ") + problem] if problem else found


def change(table: Table, do: str, *, pasted: str = "") -> Grid:
    """What the button ``do`` makes of the table. An unknown one changes nothing."""
    if do == "read":
        return _read(table, pasted)
    name, _colon, told = do.partition(":")
    number = int(told) if told.isascii() and told.isdecimal() and len(told) < 4 else 0
    rows, aligns = [list(row) for row in table.rows], table.align
    by_row = name.startswith(("row", "add-row"))
    if name.startswith(("row-", "column-")) and not 1 <= number < (len(rows) if by_row else len(rows[0]) + 1):
        return Grid(table)
    focus = _STEPS[name](rows, aligns, number) if name in _STEPS else "caption"
    changed = Table(rows, table.caption, aligns)
    if too_big(changed) and name.startswith("add"):
        return Grid(table, (_("A table can have %(most)d columns, and %(cells)d cells in all.") % {
            "most": MOST_COLUMNS, "cells": MOST_CELLS},), do)  # fmt: skip
    return Grid(changed, (), focus)


def _read(table: Table, pasted: str) -> Grid:
    """Rows from a spreadsheet or a CSV file, in place of what stood in the boxes."""
    try:
        found = from_markdown(from_text(pasted))
    except TooBig as problem:
        return Grid(table, (str(problem),), "pasted")
    if found is None:
        words = _(
            "This is no table: it needs two rows or more, with tabs, commas or semicolons between the cells."
        )
        return Grid(table, (words,), "pasted")
    read = Table(found.rows, table.caption)
    if too_big(read):
        return Grid(table, (_("This table is too big for this page. Paste a part of it."),), "pasted")
    return Grid(read, (), "caption")


def _add_row(rows: Rows, aligns: list[str], number: int) -> str:
    rows.append([""] * len(aligns))
    return f"cell-{len(rows) - 1}-1"


def _add_column(rows: Rows, aligns: list[str], number: int) -> str:
    for row in rows:
        row.append("")
    aligns.append("")
    return f"cell-0-{len(aligns)}"


def _swap_rows(step: int, name: str) -> Callable[[Rows, list[str], int], str]:
    def swap(rows: Rows, aligns: list[str], number: int) -> str:
        other = number + step
        if 1 <= other < len(rows):
            rows[number], rows[other] = rows[other], rows[number]
            number = other
        return f"{name}:{number}"

    return swap


def _swap_columns(step: int, name: str) -> Callable[[Rows, list[str], int], str]:
    def swap(rows: Rows, aligns: list[str], number: int) -> str:
        other = number + step
        if 1 <= other <= len(aligns):
            for row in [*rows, aligns]:
                row[number - 1], row[other - 1] = row[other - 1], row[number - 1]
            number = other
        return f"{name}:{number}"

    return swap


def _drop_row(rows: Rows, aligns: list[str], number: int) -> str:
    if len(rows) > 2:
        del rows[number]
    return f"cell-{min(number, len(rows) - 1)}-1"


def _drop_column(rows: Rows, aligns: list[str], number: int) -> str:
    if len(aligns) > 1:
        for row in [*rows, aligns]:
            del row[number - 1]
    return f"cell-0-{min(number, len(aligns))}"


_STEPS: Mapping[str, Callable[[Rows, list[str], int], str]] = {
    "add-row": _add_row,
    "add-column": _add_column,
    "row-up": _swap_rows(-1, "row-up"),
    "row-down": _swap_rows(1, "row-down"),
    "row-gone": _drop_row,
    "column-left": _swap_columns(-1, "column-left"),
    "column-right": _swap_columns(1, "column-right"),
    "column-gone": _drop_column,
}
