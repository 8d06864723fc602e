"""How difficult questions are, against how well they tell learners apart: a scatter. Pure.

Questions at one place share a mark, and its label names them; marks that only touch are told apart by their outlines.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from course.charts.frame import (
    SIZES,
    WIDE,
    Box,
    Drawing,
    Scale,
    Size,
    Tick,
    check_ident,
    points,
    round_values,
    tenth,
    within,
)
from course.charts.labelling import Crowd
from course.charts.words import width

MANY = 60
"""Beyond this many questions, marks and numbers are smaller and the drawing is taller."""
FEW = 5
"""Up to this many, it is low."""
SAME_PLACE = 2.5
"""Marks nearer than this, in units, could not be told apart."""
NAMED = 3
"""Numbers that one label holds; the rest of its questions are counted."""
LEFT, TOP, RIGHT = 40, 30, 16


@dataclass(frozen=True)
class Item:
    """One question: its number as the exam shows it, facility (0 to 100), discrimination index (-100 to 100).

    None: unknown, so that the question stands in the table alone. ``needs_look`` gives it a mark of its own shape.
    ``words`` name it in the table, where its number leads to ``url``.
    """

    number: str
    facility: float | None
    discrimination: float | None
    needs_look: bool = False
    words: str = ""
    url: str = ""

    @property
    def is_placed(self) -> bool:
        return self.facility is not None and self.discrimination is not None


Point = tuple[float, float, Item]


@dataclass(frozen=True)
class Mark:
    """A mark, and where its label begins on its baseline; ``label`` is empty where there was no room for it."""

    items: tuple[Item, ...]
    x: float
    y: float
    radius: float
    label: str
    label_x: float
    label_y: float

    @property
    def needs_look(self) -> bool:
        return self.items[0].needs_look

    @property
    def diamond(self) -> tuple[tuple[float, float], ...]:
        """Its corners, where it has that shape, from the top clockwise."""
        x, y, radius = self.x, self.y, self.radius
        return (
            (x, tenth(y - radius)),
            (tenth(x + radius), y),
            (x, tenth(y + radius)),
            (tenth(x - radius), y),
        )

    @property
    def diamond_points(self) -> str:
        return points(self.diamond)


@dataclass(frozen=True)
class ScatterDrawing(Drawing):
    marks: tuple[Mark, ...]
    is_dense: bool
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    plot: Box
    levels_x: float
    middle: float
    ticks_y: float
    words_y: float

    @property
    def unlabelled(self) -> int:
        """How many questions have a mark without their number."""
        return sum(len(mark.items) for mark in self.marks if not mark.label)


@dataclass(frozen=True)
class Scatter:
    ident: str
    title: str
    note: str
    items: tuple[Item, ...]
    drawings: tuple[ScatterDrawing, ...]

    @property
    def placed(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_placed)

    @property
    def unplaced(self) -> int:
        return len(self.items) - len(self.placed)

    @property
    def to_look_at(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.needs_look)


def scatter(*, ident: str, title: str, items: Sequence[Item], note: str = "") -> Scatter:
    """Each question by facility (rightward, 0 to 100 percent) and discrimination (upward).

    Raises ValueError for a facility outside 0 to 100, or a discrimination outside -100 to 100.
    """
    check_ident(ident)
    placed = [
        (
            within(item.facility, 0, 100, "A facility"),
            within(item.discrimination, -100, 100, "A discrimination"),
            item,
        )
        for item in items
        if item.facility is not None and item.discrimination is not None
    ]
    drawings = tuple(_drawn(placed, size) for size in SIZES) if placed else ()
    return Scatter(ident, title, note, tuple(items), drawings)


@dataclass(frozen=True)
class Weight:
    """How large things are drawn, by how many there are."""

    dot: float
    diamond: float
    font: float
    tall: float

    @classmethod
    def of(cls, count: int, size: Size) -> Weight:
        if count > MANY:
            return cls(3, 5, size.small - 1.5, 480 if size is WIDE else 420)
        return cls(4.5, 6.5, size.small, 180 if count <= FEW else 300 if size is WIDE else 270)

    def radius(self, item: Item) -> float:
        return self.diamond if item.needs_look else self.dot


@dataclass(frozen=True)
class Group:
    """Questions at one place, all of them in need of a look or none."""

    x: float
    y: float
    items: list[Item]

    def holds(self, x: float, y: float, item: Item) -> bool:
        near = math.hypot(x - self.x, y - self.y) < SAME_PLACE
        return near and self.items[0].needs_look == item.needs_look


def _drawn(placed: Sequence[Point], size: Size) -> ScatterDrawing:
    weight = Weight.of(len(placed), size)
    base = TOP + weight.tall
    plot = Box(LEFT, TOP, size.width - RIGHT, base)
    facilities = round_values(min(50, *(facility for facility, _, _ in placed)), 100, most=6)
    levels = round_values(min(0, *(y for _, y, _ in placed)), max(60, *(y for _, y, _ in placed)), most=9)
    across = Scale(facilities[0], facilities[-1], plot.left, plot.right)
    up = Scale(levels[0], levels[-1], base, plot.top)
    groups = _groups(
        (across(facility), up(discrimination), item) for facility, discrimination, item in placed
    )
    return ScatterDrawing(
        size,
        height=tenth(base + 2 * size.small + 20),
        marks=_marks(groups, weight, Box(LEFT - 4, TOP - 10, size.width, base + 6)),
        is_dense=len(placed) > MANY,
        across=across.ticks(*facilities),
        up=up.ticks(*levels),
        plot=plot,
        levels_x=LEFT - 6,
        middle=tenth((plot.left + plot.right) / 2),
        ticks_y=tenth(base + size.small + 7),
        words_y=tenth(base + 2 * size.small + 14),
    )


def _groups(placed: Iterable[Point]) -> list[Group]:
    """From left to right."""
    groups: list[Group] = []
    for x, y, item in sorted(placed, key=lambda point: point[:2]):
        near = takewhile(lambda group, x=x: x - group.x < SAME_PLACE, reversed(groups))  # type: ignore[misc]
        group = next((group for group in near if group.holds(x, y, item)), None)
        if group is None:
            groups.append(Group(x, y, [item]))
        else:
            group.items.append(item)
    return groups


def _marks(groups: Sequence[Group], weight: Weight, room: Box) -> tuple[Mark, ...]:
    """Marks in the groups' order. Those that need a look are labelled first, so that they have room."""
    crowd = Crowd(room)
    for group in groups:
        reach = weight.radius(group.items[0]) - 0.5
        crowd.take(Box(group.x - reach, group.y - reach, group.x + reach, group.y + reach))
    first = sorted(range(len(groups)), key=lambda index: not groups[index].items[0].needs_look)
    marks = {index: _labelled(groups[index], crowd, weight) for index in first}
    return tuple(marks[index] for index in range(len(groups)))


def _labelled(group: Group, crowd: Crowd, weight: Weight) -> Mark:
    """Its numbers, or at least the first and how many more, where there is room for them."""
    x, y, items = group.x, group.y, tuple(group.items)
    radius, font = weight.radius(items[0]), weight.font
    for named in range(min(len(items), NAMED), 0, -1):
        label = _numbers(items, named)
        box = crowd.place(x, y, radius=radius, width=width(label, font), height=font * 0.9)
        if box is not None:
            return Mark(items, x, y, radius, label, tenth(box.left), tenth(box.bottom - font * 0.1))
    return Mark(items, x, y, radius, "", x, y)


def _numbers(items: Sequence[Item], named: int) -> str:
    more = len(items) - named
    return ", ".join(item.number for item in items[:named]) + (f" +{more}" if more else "")
