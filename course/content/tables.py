"""Tables of plain text as Markdown. Pure: the same cells give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Cell = str | int


@dataclass(frozen=True)
class Table:
    """A table below a heading. ``note`` says how to read it; cells of a column that holds only figures stand right.

    ``rows`` have as many cells as there are ``columns``; texts are shown as they are, never as Markdown.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    note: str = ""

    def markdown(self) -> str:
        """The heading, the note and the table, each set off by an empty line."""
        sides = ["--:" if self._is_figures(place) else "---" for place in range(len(self.columns))]
        lines = [_line(self.columns), "|" + "|".join(sides) + "|", *map(_line, self.rows)]
        return "\n\n".join(filter(None, [f"## {self.title}", self.note, "\n".join(lines)]))

    def _is_figures(self, place: int) -> bool:
        return bool(self.rows) and all(_is_figure(row[place]) for row in self.rows)


def share(part: int, whole: int) -> str:
    """``33%``, rounded half to even; a dash of nothing."""
    return f"{round(100 * part / whole)}%" if whole else "–"


def from_to(low: int, high: int) -> str:
    """``5–7``, or ``5`` where both are the same."""
    return str(low) if low == high else f"{low}–{high}"


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, int) or not any(map(str.isalpha, cell))


def _line(cells: Iterable[Cell]) -> str:
    return "| " + " | ".join(map(_plain, cells)) + " |"


def _plain(cell: Cell) -> str:
    text = " ".join(str(cell).split())
    for sign in ("\\", "|", "*", "_", "`", "<", "["):
        text = text.replace(sign, "\\" + sign)
    return text
