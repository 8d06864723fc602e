"""What waits for somebody: drafts to be read, versions that go live at a time, and those that could not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from course.models import Review, Schedule
from course.publishing.naming import titles

MOST = 50


@dataclass(frozen=True)
class Waiting:
    """``reviews`` the longest waiting first, ``planned`` the next first, each with its ``title``; 50 at most."""

    reviews: list[Review]
    planned: list[Schedule]
    failed: list[Schedule]

    def __bool__(self) -> bool:
        return bool(self.reviews or self.planned or self.failed)


def waiting(courses: Q) -> Waiting:
    """What waits in the courses that ``courses`` (a condition on ``course``) lets through. At most five statements."""
    reviews = Review.objects.filter(courses, state=Review.State.OPEN).order_by("asked_at", "pk")
    schedules = Schedule.objects.filter(courses, state__in=("waiting", "failed")).order_by("due_at", "pk")
    found = list(reviews.select_related("asked_by", "asked_of")[:MOST])
    times = list(schedules.select_related("set_by")[: 2 * MOST])
    listed: list[Any] = [*found, *times]
    named = titles(each.subject for each in listed)
    for each in listed:
        each.title = named.get(each.subject, "")
    return Waiting(
        found,
        [each for each in times if each.state == Schedule.State.WAITING],
        [each for each in times if each.state == Schedule.State.FAILED],
    )
