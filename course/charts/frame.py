"""What all drawings share: their two sizes, boxes, scales and ticks. Pure numbers, in units of the drawing."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """A drawing's width, and the sizes of its words and small words, in units.

    A drawing fills the column that it stands in. Words must stay legible there: so each picture is drawn twice, and the
    style sheet shows the one that fits.
    """

    name: str
    width: float
    font: float
    small: float


WIDE = Size("wide", 640, 13, 12)
NARROW = Size("narrow", 264, 14, 12.5)
SIZES = (WIDE, NARROW)


@dataclass(frozen=True)
class Drawing:
    """What every drawing has: its size and height, in units."""

    size: Size
    height: float

    @property
    def view_box(self) -> str:
        return f"0 0 {self.size.width:g} {self.height:g}"


@dataclass(frozen=True)
class Tick:
    """A place on an axis: the value told there, and its coordinate."""

    value: float
    at: float


@dataclass(frozen=True)
class Segment:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Box:
    """A rectangle, by its edges."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Scale:
    """Values from ``low`` to ``high``, drawn from ``start`` to ``end`` (which may run downward)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The coordinate of a value, to a tenth of a unit."""
        share = (value - self.low) / (self.high - self.low)
        return tenth(self.start + share * (self.end - self.start))

    def ticks(self, *values: float) -> tuple[Tick, ...]:
        return tuple(Tick(value, self(value)) for value in values)


def path(*segments: Segment) -> str:
    """The lines as the data of one SVG path."""
    return "".join(f"M{each.x1:g} {each.y1:g}L{each.x2:g} {each.y2:g}" for each in segments)


def points(corners: Iterable[tuple[float, float]]) -> str:
    """Corners as the points of an SVG polyline or polygon."""
    return " ".join(f"{x:g},{y:g}" for x, y in corners)


def tenth(number: float) -> float:
    """Rounded to a tenth; never a negative zero."""
    return round(number, 1) + 0.0


def round_values(low: float, high: float, *, most: int) -> tuple[float, ...]:
    """At most ``most`` round values, evenly spaced by 1, 2 or 5 of some power of ten, that enclose ``low`` to ``high``.

    Raises ValueError unless ``low`` is below ``high`` and ``most`` at least 3.
    """
    if not low < high or most < 3:
        raise ValueError(f"No round values from {low} to {high} in {most}.")
    for step, places in _steps(high - low):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first < most:
            return tuple(round(number * step, places) + 0.0 for number in range(first, last + 1))
    raise AssertionError("Steps grow without end.")


def _steps(span: float) -> Iterator[tuple[float, int]]:
    power = math.floor(math.log10(span)) - 1
    while True:
        for digit in (1, 2, 5):
            yield digit * 10.0**power, max(0, -power)
        power += 1


def kept_inside(at: float, room: float, size: Size) -> float:
    """Where words of width ``room`` are centered that belong at ``at``, so that they stay in the drawing."""
    return tenth(min(max(at, room / 2), size.width - room / 2))


def check_ident(ident: str) -> None:
    """Raises ValueError unless it can begin the ids of a page."""
    if not re.fullmatch(r"[a-z][a-z0-9-]*", ident):
        raise ValueError(f"A chart's ident is small letters, digits and hyphens, not {ident!r}.")


def within(value: float, low: float, high: float, what: str) -> float:
    """The value, freed of the noise of floating point. Raises ValueError where it is not from ``low`` to ``high``."""
    value = round(value, 9)
    if not low <= value <= high:
        raise ValueError(f"{what} must be from {low:g} to {high:g}, not {value}.")
    return value
