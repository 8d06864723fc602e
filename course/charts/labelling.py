"""Where the labels of a crowd of points go: beside their mark, on nothing else. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from course.charts.frame import Box

CELL = 24
GAP, FURTHER = 2.5, 3
# Right of the mark, left, above, below, then the corners: shares of the label's width and height.
SIDES = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))


@dataclass
class Crowd:
    """Boxes that are taken, found by the cells that they touch: asking stays fast among hundreds."""

    room: Box
    _cells: dict[tuple[int, int], list[Box]] = field(default_factory=lambda: defaultdict(list))

    def take(self, box: Box) -> None:
        for cell in _touched(box):
            self._cells[cell].append(box)

    def is_free(self, box: Box) -> bool:
        """Whether it lies within the room and meets nothing that is taken."""
        inside = (
            self.room.left <= box.left
            and box.right <= self.room.right
            and self.room.top <= box.top
            and box.bottom <= self.room.bottom
        )
        return inside and not any(
            box.meets(other) for cell in _touched(box) for other in self._cells.get(cell, ())
        )

    def place(self, x: float, y: float, *, radius: float, width: float, height: float) -> Box | None:
        """Take the first free place beside a mark at ``x``, ``y``; None where there is none."""
        for out, (across, down) in product((0, FURTHER), SIDES):
            aside = GAP - radius / 2 if down else GAP
            middle_x = x + across * (radius + out + aside + width / 2)
            middle_y = y + down * (radius + out + 1 + height / 2)
            box = Box(
                middle_x - width / 2, middle_y - height / 2, middle_x + width / 2, middle_y + height / 2
            )
            if self.is_free(box):
                self.take(box)
                return box
        return None


def _touched(box: Box) -> Iterator[tuple[int, int]]:
    for column in range(int(box.left // CELL), int(box.right // CELL) + 1):
        for row in range(int(box.top // CELL), int(box.bottom // CELL) + 1):
            yield column, row
