"""One row of before and after: what it says, and how it is drawn. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from course.charts.frame import NARROW, Drawing, Scale, Segment, Size, Tick, path, tenth
from course.charts.words import width, wrapped

DOT, WHISKER = 7, 12
"""The radius of a dot, and how far below it the interval is drawn."""
LEADING = 1.25
TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class BeforeAfter:
    """One competency: mean percent before and after (None: nobody answered), for ``n`` matched learners.

    ``low`` and ``high`` bound the interval of the difference in points, and come together or not at all.
    """

    label: str
    before: float | None
    after: float | None
    n: int
    low: float | None = None
    high: float | None = None

    @property
    def difference(self) -> float | None:
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def has_interval(self) -> bool:
        return None not in (self.difference, self.low, self.high)


@dataclass(frozen=True)
class Whisker:
    """The interval around the dot after. An end beyond the scale is cut there, and has no cap."""

    x1: float
    x2: float
    y: float
    caps: tuple[Segment, ...]

    @property
    def path(self) -> str:
        return path(Segment(self.x1, self.y, self.x2, self.y), *self.caps)


@dataclass(frozen=True)
class Label:
    """One line of words, from ``x`` rightward."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class DrawnRow:
    """A row's words, its line, its dots (None where there is nothing to draw) and its interval."""

    row: BeforeAfter
    label: tuple[Label, ...]
    line: Segment
    before: float | None
    after: float | None
    whisker: Whisker | None
    told_x: float
    told_y: float
    n_y: float | None


@dataclass(frozen=True)
class DumbbellDrawing(Drawing):
    rows: tuple[DrawnRow, ...]
    grid: tuple[Segment, ...]
    ticks: tuple[Tick, ...]
    ticks_y: float
    middle: float
    words_y: float

    @property
    def grid_path(self) -> str:
        return path(*self.grid)


def drawn_rows(rows: Sequence[BeforeAfter], tells_n: bool, size: Size) -> DumbbellDrawing:
    """The rows one under another, with their scale; ``tells_n``: each tells its own number of learners."""
    narrow = size is NARROW
    values = width("100.0 → 100.0", size.font)
    # Wide, the words stand left of the scale and the figures right of it; narrow, both stand above it.
    names = size.width - values - 12 if narrow else 200.0
    left, right = (14, size.width - 14) if narrow else (names + 18, size.width - values - 18)
    across = Scale(0, 100, left, right)
    drawn: list[DrawnRow] = []
    y = 4.0
    for row in rows:
        lines = wrapped(row.label, room=names, font=size.font, most=3 if narrow else 2) or ("",)
        drawn.append(_row(row, lines, y, across, size, tells_n))
        y = drawn[-1].line.y1 + _below(row, _tall(lines, size, tells_n), size)
    grid = (
        [(tick, each.line.y1 - 4, each.line.y1 + 4) for each in drawn for tick in TICKS]
        if narrow
        else [(tick, 4.0, y) for tick in TICKS]
    )
    return DumbbellDrawing(
        size,
        height=tenth(y + 2 * size.small + 17),
        rows=tuple(drawn),
        grid=tuple(
            Segment(across(tick), tenth(top), across(tick), tenth(bottom)) for tick, top, bottom in grid
        ),
        ticks=across.ticks(*TICKS),
        ticks_y=tenth(y + size.small + 4),
        middle=across(50),
        words_y=tenth(y + 2 * size.small + 11),
    )


def _row(
    row: BeforeAfter, lines: tuple[str, ...], top: float, across: Scale, size: Size, tells_n: bool
) -> DrawnRow:
    leading, tall = size.font * LEADING, _tall(lines, size, tells_n)
    if size is NARROW:
        first = top + leading
        middle = top + tall + DOT + 10
        told_x, told_y = size.width, first
    else:
        middle = top + max(tall, 2 * DOT) / 2 + 8
        first = middle - len(lines) * leading / 2 + size.font * 0.95
        told_x, told_y = size.width, middle - (leading if tells_n else 0) / 2 + size.font * 0.35
    y = tenth(middle)
    return DrawnRow(
        row,
        tuple(Label(line, 0, tenth(first + number * leading)) for number, line in enumerate(lines)),
        Segment(across(0), y, across(100), y),
        None if row.before is None else across(row.before),
        None if row.after is None else across(row.after),
        _whisker(row, y, across),
        tenth(told_x),
        tenth(told_y),
        tenth(told_y + leading) if tells_n else None,
    )


def _tall(lines: tuple[str, ...], size: Size, tells_n: bool) -> float:
    """What a row's words need: its label, and its figures with the number of learners under them."""
    return max(len(lines), 2 if tells_n else 1) * size.font * LEADING


def _below(row: BeforeAfter, tall: float, size: Size) -> float:
    """What a row needs under its line."""
    least = WHISKER + 8 if row.has_interval else DOT + 6
    return least + 4 if size is NARROW else max(least, tall / 2 + 6)


def _whisker(row: BeforeAfter, y: float, across: Scale) -> Whisker | None:
    if row.before is None or row.after is None or row.low is None or row.high is None:
        return None
    low, high = row.before + row.low, row.before + row.high
    at = tenth(y + WHISKER)
    ends = [min(max(end, 0.0), 100.0) for end in (low, high)]
    caps = [
        Segment(x, tenth(at - 3), x, tenth(at + 3))
        for end, shown in zip((low, high), ends, strict=True)
        if end == shown
        for x in [across(shown)]
    ]
    return Whisker(across(ends[0]), across(ends[1]), at, tuple(caps))
