"""Verbs on the order of lessons in a course and of steps in a lesson."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db import transaction

from course.models import Lesson, Step
from course.models.outline import State

Row = TypeVar("Row", Lesson, Step)


def in_line(rows: Iterable[Row]) -> list[Row]:
    """In order, what is retired last."""
    return sorted(rows, key=lambda row: (row.state == State.RETIRED, row.position))


@transaction.atomic
def renumber(rows: Sequence[Row]) -> None:
    """Give ``rows`` the positions 1, 2, 3 … in this order. They must be all of their course or lesson.

    In two passes, aside and back: no two rows may ever share a position, not even for a moment.
    """
    moved = [(row, number) for number, row in enumerate(rows, start=1) if row.position != number]
    if not moved:
        return
    aside = max(row.position for row in rows) + len(rows)
    for offset in (aside, 0):
        for row, number in moved:
            row.position = number + offset
        type(rows[0])._default_manager.bulk_update([row for row, _number in moved], ["position"])


def move(row: Row, rows: Sequence[Row], *, to: int) -> None:
    """Put ``row`` at place ``to`` (from 1) among ``rows`` and renumber them; beyond the end means at the end."""
    line: list[Row] = [other for other in in_line(rows) if other.pk != row.pk]
    line.insert(to - 1, row)
    renumber(line)
