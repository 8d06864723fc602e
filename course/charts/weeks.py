"""Progress over time: a share for each week, as a line. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from course.charts.frame import (
    SIZES,
    WIDE,
    Drawing,
    Scale,
    Segment,
    Size,
    Tick,
    check_ident,
    kept_inside,
    points,
    tenth,
    within,
)
from course.charts.words import width, wrapped

FEW, FEW_LEVELS, LEVELS = 3, (0, 50, 100), (0, 25, 50, 75, 100)
LEFT, TOP, RIGHT = 52, 26, 12
HEIGHT = 170
SPACE = 12
"""What is kept free between two names on the axis."""
MOST_DOTS = 26
"""Beyond this many weeks, a dot at each would hide the line."""


@dataclass(frozen=True)
class Week:
    """``percent`` from 0 to 100; None for a week that is not over or was not counted."""

    label: str
    percent: float | None


@dataclass(frozen=True)
class WeekTick:
    """A week that is named on the axis: its place, and where its label is centered."""

    label: str
    at: float
    x: float


@dataclass(frozen=True)
class Run:
    """Weeks in a row that have a value: the line through them, and the ground below it, as (x, y)."""

    line: tuple[tuple[float, float], ...]
    base: float

    @property
    def area(self) -> tuple[tuple[float, float], ...]:
        return (self.line[0][0], self.base), *self.line, (self.line[-1][0], self.base)

    @property
    def line_points(self) -> str:
        return points(self.line)

    @property
    def area_points(self) -> str:
        return points(self.area)


@dataclass(frozen=True)
class ProgressDrawing(Drawing):
    """``dots`` are those that are shown; the last week's value is told at ``told_x``, ``told_y``."""

    runs: tuple[Run, ...]
    dots: tuple[tuple[float, float], ...]
    levels: tuple[Tick, ...]
    levels_x: float
    base: Segment
    ticks: tuple[WeekTick, ...]
    ticks_y: float
    told_x: float
    told_y: float


@dataclass(frozen=True)
class Progress:
    ident: str
    title: str
    note: str
    weeks: tuple[Week, ...]
    drawings: tuple[ProgressDrawing, ...]

    @property
    def known(self) -> tuple[Week, ...]:
        """The weeks that have a value."""
        return tuple(week for week in self.weeks if week.percent is not None)

    @property
    def last(self) -> Week:
        """The last week that has a value."""
        return self.known[-1]


def progress(*, ident: str, title: str, weeks: Sequence[Week], note: str = "") -> Progress:
    """One line through the weeks in their order. Raises ValueError for a percent outside 0 to 100."""
    check_ident(ident)
    percents = [
        None if week.percent is None else within(week.percent, 0, 100, "A week's share") for week in weeks
    ]
    drawable = any(percent is not None for percent in percents)
    drawings = tuple(_drawn(weeks, percents, size) for size in SIZES) if drawable else ()
    return Progress(ident, title, note, tuple(weeks), drawings)


def _drawn(weeks: Sequence[Week], percents: Sequence[float | None], size: Size) -> ProgressDrawing:
    is_low = len(weeks) <= FEW
    base = tenth(TOP + (HEIGHT / 2 if is_low else HEIGHT if size is WIDE else HEIGHT - 30))
    along, up = Scale(0, len(weeks), LEFT, size.width - RIGHT), Scale(0, 100, base, TOP)
    places = [
        None if percent is None else (along(index + 0.5), up(percent))
        for index, percent in enumerate(percents)
    ]
    runs = _runs(places, base)
    known = [point for run in runs for point in run.line]
    alone = [run.line[0] for run in runs if len(run.line) == 1]
    dots = known if len(weeks) <= MOST_DOTS else sorted({*alone, known[-1]})
    told_x, told_y = known[-1]
    falls = len(runs[-1].line) > 1 and runs[-1].line[-2][1] < told_y
    return ProgressDrawing(
        size,
        height=tenth(base + size.small + 14),
        runs=runs,
        dots=tuple(dots),
        levels=up.ticks(*(FEW_LEVELS if is_low else LEVELS)),
        levels_x=LEFT - 8,
        base=Segment(LEFT, base, size.width - RIGHT, base),
        ticks=_ticks(weeks, along, size),
        ticks_y=tenth(base + size.small + 7),
        told_x=kept_inside(told_x, width("100 %", size.font), size),
        told_y=tenth(told_y + 20 if falls and told_y + 24 < base else told_y - 10),
    )


def _runs(places: Sequence[tuple[float, float] | None], base: float) -> tuple[Run, ...]:
    runs: list[list[tuple[float, float]]] = [[]]
    for point in places:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return tuple(Run(tuple(run), base) for run in runs if run)


def _ticks(weeks: Sequence[Week], along: Scale, size: Size) -> tuple[WeekTick, ...]:
    """The last week is named, as many before it as have room, evenly, and the first where it has room too."""
    labels = [wrapped(week.label, room=size.width / 3, font=size.small, most=1) for week in weeks]
    all_ticks = [
        WeekTick(" ".join(label), at, kept_inside(at, width(" ".join(label), size.small), size))
        for index, label in enumerate(labels)
        for at in [along(index + 0.5)]
    ]
    for stride in range(1, len(weeks) + 1):
        ticks = all_ticks[::-1][::stride][::-1]
        if all(_apart(*pair, size) for pair in pairwise(ticks)):
            break
    has_first = ticks[0] is all_ticks[0] or not _apart(all_ticks[0], ticks[0], size)
    return tuple(ticks if has_first else [all_ticks[0], *ticks])


def _apart(left: WeekTick, right: WeekTick, size: Size) -> bool:
    both = width(left.label, size.small) + width(right.label, size.small)
    return right.x - left.x >= both / 2 + SPACE
