"""Keeping when a version went live, and ending what waited for that."""

from __future__ import annotations

from datetime import datetime

from course.models import Origin, Person, Publication, Review, Schedule, Versioned
from course.publishing.change import Change
from course.record import audit


def keep(thing: Versioned, *, origin: Origin, by: Person | None, at: datetime, change: Change) -> None:
    """Write down that the live version of ``thing`` went live, and end what waited. For ``course.versions``."""
    Publication.objects.create(
        subject=thing.subject,
        number=thing.live.number,
        at=at,
        by=by,
        origin=origin,
        note=change.note,
        ask=change.ask,
    )
    if thing.live.number > 1:
        end_what_waits(thing, by=by, at=at)


def end_what_waits(thing: Versioned, *, by: Person | None, at: datetime) -> None:
    """An open request for a review is closed; a schedule is called off, and one that failed needs nobody any more."""
    Review.objects.filter(subject=thing.subject, state=Review.State.OPEN).update(
        state=Review.State.CLOSED, ended_by=by, ended_at=at
    )
    open_ones = Schedule.objects.filter(subject=thing.subject, state__in=("waiting", "failed"))
    waiting = open_ones.filter(state="waiting").values_list("number", flat=True).first()
    if open_ones.update(state=Schedule.State.CLOSED, ended_at=at) and waiting is not None:
        audit.record("schedule-called-off", thing, actor=by, at=at, version=waiting)
