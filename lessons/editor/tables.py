"""Tables as authors meet them: cells of text, without the signs that Markdown has for them. Pure.

A line break in a cell is ``\\n`` here and ``<br>`` in Markdown, where a row is one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from lessons.markdown.block_checks import CAPTION, is_rule
from lessons.markdown.source import CODE_SPAN, mask_code, mask_comments

MOST_COLUMNS, MOST_ROWS = 12, 300
RULES = {"": "---", "left": ":---", "center": ":---:", "right": "---:"}
BREAK = re.compile(r"\s*(?:<br ?/?>|\n)\s*")
_BAR = re.compile(r"(?<!\\)\|")
_LOOSE = re.compile(r"\\+(?=\|)|\\[\\\s]*(?=\n|<br ?/?>|$)")
_TICKS = re.compile(r"(?<!\\)`")


@dataclass(frozen=True)
class Table:
    """``rows`` are equally long; the first has the titles of the columns. ``aligns`` has a key of RULES for each."""

    rows: Sequence[Sequence[str]]
    caption: str = ""
    aligns: Sequence[str] = field(default=())

    @property
    def align(self) -> list[str]:
        """One for each column."""
        width = len(self.rows[0]) if self.rows else 0
        return [*self.aligns, *[""] * width][:width]


class Found(NamedTuple):
    """A table and where it stands in the source, its caption included."""

    start: int
    end: int
    table: Table


def tidy(cell: str) -> str:
    """The cell as a row of Markdown can hold it, and as it reads back."""
    text = re.sub(r"[^\S\n]+", " ", cell.replace("\r\n", "\n").replace("\r", "\n"))
    # Before a bar a backslash would be taken for its sign; at the end, for the sign of the bar that closes the cell.
    text = _LOOSE.sub("", text)
    text = BREAK.sub("\n", text).strip()
    # A sign of code that is not closed here would be closed in another cell.
    if _TICKS.search(CODE_SPAN.sub("", text)):
        text = _TICKS.sub(r"\\`", text)
    return text


def even(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Tidy rows, the short ones filled up, without columns and rows in which nothing stands."""
    width = max((len(row) for row in rows), default=0)
    full = [[tidy(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    full = [row for row in full if any(row)]
    used = [column for column in range(width) if any(row[column] for row in full)]
    return [[row[column] for column in used] for row in full]


def to_markdown(table: Table) -> str:
    """The table in its canonical form, caption first, without a line end at the end."""
    head, *body = [[tidy(cell) for cell in row] for row in table.rows]
    rule = [RULES[align] for align in table.align]
    lines = [_row(head), _row(rule), *map(_row, body)]
    caption = " ".join(table.caption.split())
    return "\n".join([f"Table: {caption}", "", *lines])


def _row(cells: Sequence[str]) -> str:
    written = [cell.replace("|", "\\|").replace("\n", "<br>") for cell in cells]
    return f"| {' | '.join(written)} |"


def from_markdown(source: str) -> Table | None:
    """The first table of a text; None where there is none."""
    return next((found.table for found in find_all(source)), None)


def find_at(source: str, place: int) -> Found | None:
    """The table in which the caret stands, or at whose edge."""
    return next((each for each in find_all(source) if each.start <= place <= each.end), None)


def find_all(source: str) -> Iterator[Found]:
    """Every table that stands by itself, in order; none that is part of a box, a list, a quotation or code."""
    lines, masked = source.split("\n"), mask_comments(mask_code(source)).split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    index = 1
    while index < len(lines):
        if not (is_rule(masked[index]) and "|" in masked[index - 1] and masked[index - 1][:1] not in " >"):
            index += 1
            continue
        first, last = index - 1, index + 1
        while last < len(lines) and "|" in masked[last]:
            last += 1
        above = _caption_above(masked, first)
        caption = lines[above].split(":", 1)[1].strip() if above < first else ""
        rows = [_cells(lines[number]) for number in range(first, last) if number != index]
        # A row with too many cells keeps them: the author sees it, and nothing is cut off.
        width = max(map(len, rows))
        aligns = [_align(mark) for mark in _cells(lines[index])][:width]
        yield Found(
            starts[above],
            starts[last] - 1,
            Table([[*row, *[""] * (width - len(row))] for row in rows], caption, aligns),
        )
        index = last + 1


def _caption_above(masked: Sequence[str], first: int) -> int:
    """The number of the caption's line; that of the table's first line where it has none."""
    above = first - 1
    while above > 0 and not masked[above].strip():
        above -= 1
    return above if 0 <= above < first - 1 and CAPTION.match(masked[above]) else first


def _cells(line: str) -> list[str]:
    """The cells of a row, as tidy text."""
    masked = mask_code(line)
    bars = [match.start() for match in _BAR.finditer(masked)]
    edges = [-1, *bars, len(line)]
    parts = [line[start + 1 : end] for start, end in pairwise(edges)]
    if not parts[0].strip(" >"):
        parts = parts[1:]
    if len(parts) > 1 and not parts[-1].strip():
        parts = parts[:-1]
    return [tidy(part.replace(r"\|", "|")) for part in parts]


def _align(mark: str) -> str:
    left, right = mark.startswith(":"), mark.endswith(":")
    return "center" if left and right else "left" if left else "right" if right else ""
