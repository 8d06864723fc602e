"""How scores are distributed: a histogram in ten classes of ten percent, with the pass mark. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from course.charts.frame import SIZES, Drawing, Scale, Segment, Size, Tick, check_ident, path, tenth, within
from course.charts.words import width

EDGES = tuple(range(0, 101, 10))
SIDE, TOP, GAP = 16, 8, 2
TALLEST, BRICK, LEAST = 170, 24, 2
"""The tallest bar; one score's height where there are few; and the least a bar can be seen at."""


@dataclass(frozen=True)
class Class:
    """Scores from ``low`` to under ``high`` percent; the last class holds 100 too."""

    low: int
    high: int
    count: int

    @property
    def is_last(self) -> bool:
        return self.high == EDGES[-1]


@dataclass(frozen=True)
class Bar:
    """``is_told``: there is room to write the count above the bar, at ``middle`` and ``told_at``."""

    count: int
    x: float
    y: float
    width: float
    height: float
    is_told: bool

    @property
    def middle(self) -> float:
        return tenth(self.x + self.width / 2)

    @property
    def told_at(self) -> float:
        return tenth(self.y - 5)


@dataclass(frozen=True)
class PassMark:
    """Its line, which leaves out the count that it meets; its label, beside the top of the line."""

    x: float
    lines: tuple[Segment, ...]
    words_x: float
    words_y: float
    anchor: str

    @property
    def path(self) -> str:
        return path(*self.lines)


@dataclass(frozen=True)
class HistogramDrawing(Drawing):
    bars: tuple[Bar, ...]
    base: Segment
    ticks: tuple[Tick, ...]
    ticks_y: float
    middle: float
    words_y: float
    pass_mark: PassMark | None


@dataclass(frozen=True)
class Histogram:
    ident: str
    title: str
    note: str
    pass_mark: float | None
    classes: tuple[Class, ...]
    drawings: tuple[HistogramDrawing, ...]

    @property
    def n(self) -> int:
        return sum(each.count for each in self.classes)

    @property
    def fullest(self) -> Class:
        """The class with most scores; the first of several."""
        return max(self.classes, key=lambda each: each.count)


def histogram(
    *, ident: str, title: str, percents: Iterable[float], pass_mark: float | None = None, note: str = ""
) -> Histogram:
    """A histogram of scores from 0 to 100 percent, with a line at ``pass_mark`` (percent) where there is one.

    Raises ValueError for a score or mark outside 0 to 100.
    """
    return histogram_of(ident=ident, title=title, counts=spread(percents), pass_mark=pass_mark, note=note)


def spread(percents: Iterable[float]) -> list[int]:
    """How many scores fall into each bar. Raises ValueError for a score outside 0 to 100."""
    counts = [0] * (len(EDGES) - 1)
    for percent in percents:
        counts[min(int(within(percent, 0, 100, "A score") // 10), len(counts) - 1)] += 1
    return counts


def histogram_of(
    *, ident: str, title: str, counts: Sequence[int], pass_mark: float | None = None, note: str = ""
) -> Histogram:
    """``histogram`` of scores that ``spread`` has counted. Raises ValueError for a mark outside 0 to 100."""
    check_ident(ident)
    if pass_mark is not None:
        pass_mark = within(pass_mark, 0, 100, "A pass mark")
    classes = tuple(Class(*edges, count) for edges, count in zip(pairwise(EDGES), counts, strict=True))
    drawings = tuple(_drawn(counts, pass_mark, size) for size in SIZES) if any(counts) else ()
    return Histogram(ident, title, note, pass_mark, classes, drawings)


def _drawn(counts: Sequence[int], pass_mark: float | None, size: Size) -> HistogramDrawing:
    most = max(counts)
    tallest = min(TALLEST, most * BRICK)
    above = TOP + size.font + 6 + (size.font + 8 if pass_mark is not None else 0)
    base = tenth(above + tallest)
    across = Scale(0, 100, SIDE, size.width - SIDE)
    fits = width("8" * len(f"{most:,}"), size.small) <= across(10) - across(0)
    bars = tuple(
        Bar(
            count,
            x=tenth(across(low) + GAP / 2),
            y=tenth(base - tall),
            width=tenth(across(high) - across(low) - GAP),
            height=tenth(tall),
            is_told=bool(count) and (fits or count == most),
        )
        for (low, high), count in zip(pairwise(EDGES), counts, strict=True)
        for tall in [max(LEAST, tallest * count / most) if count else 0]
    )
    return HistogramDrawing(
        size,
        height=tenth(base + 2 * size.small + 20),
        bars=bars,
        base=Segment(SIDE, base, size.width - SIDE, base),
        ticks=across.ticks(*EDGES[:: 1 if size.width > 400 else 2]),
        ticks_y=tenth(base + size.small + 7),
        middle=size.width / 2,
        words_y=tenth(base + 2 * size.small + 14),
        pass_mark=None if pass_mark is None else _pass_mark(across(pass_mark), bars, base, size),
    )


def _pass_mark(x: float, bars: Sequence[Bar], base: float, size: Size) -> PassMark:
    """Its label stands on the side where there is more room."""
    met = next((bar for bar in bars if bar.is_told and _meets(bar, x, size)), None)
    parts = [(TOP - 4, base)] if met is None else [(TOP - 4, tenth(met.told_at - size.small)), (met.y, base)]
    right = x < size.width / 2
    return PassMark(
        x,
        tuple(Segment(x, start, x, end) for start, end in parts),
        words_x=tenth(x + (7 if right else -7)),
        words_y=TOP + size.font - 3,
        anchor="start" if right else "end",
    )


def _meets(bar: Bar, x: float, size: Size) -> bool:
    return abs(bar.middle - x) < width(f"{bar.count:,}", size.small) / 2 + 3
