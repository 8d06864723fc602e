"""Verbs on the order of lessons in a course and of steps in a lesson."""

from collections.abc import Sequence

from django.db import transaction

from course.models import Lesson, Step

Row = Lesson | Step


@transaction.atomic
def renumber(rows: Sequence[Row]) -> None:
    """Give ``rows`` the positions 1, 2, 3 … in this order. They must be all of their course or lesson.

    In two passes, since no two rows may ever share a position, not even for a moment.
    """
    if [row.position for row in rows] == list(range(1, len(rows) + 1)):
        return
    beyond = max(row.position for row in rows) + len(rows)
    for start in (beyond, 0):
        for number, row in enumerate(rows, start=start + 1):
            row.position = number
            row.save(update_fields=["position"])


def move(row: Row, rows: Sequence[Row], *, to: int) -> None:
    """Put ``row``, one of ``rows``, at place ``to`` (from 1) and renumber the rest; beyond the end means at the end."""
    others = [other for other in rows if other.pk != row.pk]
    place = max(0, min(to - 1, len(others)))
    renumber([*others[:place], row, *others[place:]])
