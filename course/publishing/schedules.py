"""Verbs on schedules: a version goes live at a time. ``publish_due`` is run by a timer."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from course import registry
from course.models import Person, Schedule, Versioned
from course.publishing.change import WORDING, Change
from course.record import audit

logger = logging.getLogger(__name__)

MOST_AHEAD = timedelta(days=730)


class CannotSchedule(Exception):
    """Carries a sentence."""


class Done(NamedTuple):
    """How many versions went live, and how many could not."""

    published: int
    failed: int


def waiting_for(thing: Versioned) -> Schedule | None:
    """The schedule of a thing, or the one that failed and still needs somebody."""
    found = Schedule.objects.filter(subject=thing.subject, state__in=("waiting", "failed"))
    return found.select_related("set_by").order_by("-state", "-pk").first()


@transaction.atomic
def schedule(
    thing: Versioned,
    *,
    course: int,
    due_at: datetime,
    by: Person,
    at: datetime,
    change: Change = WORDING,
) -> Schedule:
    """Let the draft go live at ``due_at``, in place of what was planned before. The caller holds the row's lock.

    The schedule stays with this version: what is drafted later is not part of it. Raises CannotSchedule for a time that
    has passed or lies more than two years ahead, and where there is no draft.
    """
    if thing.draft is None:
        raise CannotSchedule(_("There is no draft to publish."))
    if due_at <= at:
        raise CannotSchedule(_("This time has passed. Choose one that is still to come, or publish now."))
    if due_at > at + MOST_AHEAD:
        raise CannotSchedule(_("This is more than two years ahead. Is the year right?"))
    _close(thing, at=at)
    made = Schedule.objects.create(
        course_id=course,
        subject=thing.subject,
        number=thing.draft.number,
        due_at=due_at,
        set_by=by,
        set_at=at,
        note=change.note,
        ask=change.ask,
    )
    told: dict[str, Any] = {"version": made.number, "due": f"{due_at.astimezone(UTC):%Y-%m-%d %H:%M}"}
    audit.record("scheduled", thing, actor=by, at=at, **told)
    return made


@transaction.atomic
def call_off(thing: Versioned, *, by: Person, at: datetime) -> bool:
    """Take the schedule away. The draft stays. False where there was none."""
    number = _close(thing, at=at)
    if number is not None:
        audit.record("schedule-called-off", thing, actor=by, at=at, version=number)
    return number is not None


def _close(thing: Versioned, *, at: datetime) -> int | None:
    found = Schedule.objects.filter(subject=thing.subject, state__in=("waiting", "failed"))
    number = found.values_list("number", flat=True).first()
    found.update(state=Schedule.State.CLOSED, ended_at=at)
    return number


def publish_due(*, at: datetime) -> Done:
    """Publish every version whose time has come, each in a transaction of its own. Doing it again changes nothing.

    What has a problem by now does not go live: it waits for its author, with the reason. One that fails unexpectedly
    stays planned, and does not keep the others from going live.
    """
    published = failed = 0
    for pk, subject in list(_due(at).values_list("pk", "subject")):
        try:
            with transaction.atomic():
                went = _publish(pk, subject, at=at)
        except Exception:
            logger.exception("Schedule %s could not be carried out.", pk)
            went = False
        published, failed = published + (went is True), failed + (went is False)
    return Done(published, failed)


def _due(at: datetime) -> QuerySet[Schedule]:
    return Schedule.objects.filter(state=Schedule.State.WAITING, due_at__lte=at).order_by("due_at", "pk")


def _publish(pk: int, subject: str, *, at: datetime) -> bool | None:
    """None where another process was faster, or somebody called it off."""
    name, _colon, key = subject.partition(":")
    kind = registry.content_kind(name)
    # The thing before its schedule, in the order of the pages: whoever waits here finds what they have done.
    thing = kind.locked(int(key))
    row = _due(at).select_for_update(of=("self",)).select_related("set_by").filter(pk=pk).first()
    if row is None or thing is None:
        return None
    version = thing.versions.get(number=row.number)
    problems = kind.problems(thing, version)
    row.state = Schedule.State.FAILED if problems else Schedule.State.PUBLISHED
    row.problems, row.ended_at = "\n".join(problems), at
    row.save(update_fields=["state", "problems", "ended_at"])
    if problems:
        audit.record("publish-failed", thing, actor=row.set_by, at=at, version=row.number, problems=problems)
        return False
    kind.publish(thing, version, author=row.set_by, at=at, change=row.change)
    return True
