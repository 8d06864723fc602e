"""Before and after, side by side: one row for each competency, ○ before and ● after. Pure.

A long picture is drawn in panels, each with its own scale, as a book continues a figure on the next page: the end of a
sheet cuts none in two.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from course.charts.frame import SIZES, check_ident, within
from course.charts.gain_rows import BeforeAfter, DumbbellDrawing, drawn_rows

PANEL = 16
"""Rows that one panel holds at most: a sheet of paper has room for them, with names of two lines."""


@dataclass(frozen=True)
class Panel:
    number: int
    rows: tuple[BeforeAfter, ...]
    drawings: tuple[DumbbellDrawing, ...]


@dataclass(frozen=True)
class Dumbbell:
    """``same_n``: the number of learners, where it is the same in every row."""

    ident: str
    title: str
    note: str
    rows: tuple[BeforeAfter, ...]
    panels: tuple[Panel, ...]
    same_n: int | None

    @property
    def differences(self) -> tuple[float, ...]:
        return tuple(row.difference for row in self.rows if row.difference is not None)

    @property
    def higher(self) -> int:
        """In how many rows the mean after is above the mean before."""
        return sum(difference > 0 for difference in self.differences)

    @property
    def lower(self) -> int:
        return sum(difference < 0 for difference in self.differences)

    @property
    def same(self) -> int:
        return sum(difference == 0 for difference in self.differences)

    @property
    def has_intervals(self) -> bool:
        return any(row.has_interval for row in self.rows)


def dumbbell(*, ident: str, title: str, rows: Sequence[BeforeAfter], note: str = "") -> Dumbbell:
    """Before and after in the rows' own order. Raises ValueError for a mean outside 0 to 100 or half an interval."""
    check_ident(ident)
    for row in rows:
        _check(row)
    drawable = any(value is not None for row in rows for value in (row.before, row.after))
    counts = {row.n for row in rows}
    same_n = counts.pop() if len(counts) == 1 else None
    panels = tuple(_panels(rows, same_n is None)) if drawable else ()
    return Dumbbell(ident, title, note, tuple(rows), panels, same_n)


def _check(row: BeforeAfter) -> None:
    for value in (row.before, row.after):
        if value is not None:
            within(value, 0, 100, "A mean")
    if (row.low is None) != (row.high is None):
        raise ValueError(f"An interval needs both its ends, not {row.low} to {row.high}.")
    if row.low is not None and row.high is not None and not -math.inf < row.low <= row.high < math.inf:
        raise ValueError(f"An interval runs from low to high, not {row.low} to {row.high}.")


def _panels(rows: Sequence[BeforeAfter], tells_n: bool) -> list[Panel]:
    """As few panels as hold all rows, of about one length."""
    panels = math.ceil(len(rows) / PANEL)
    cuts = [len(rows) * number // panels for number in range(panels + 1)]
    return [
        Panel(number + 1, part, tuple(drawn_rows(part, tells_n, size) for size in SIZES))
        for number in range(panels)
        for part in [tuple(rows[cuts[number] : cuts[number + 1]])]
    ]
