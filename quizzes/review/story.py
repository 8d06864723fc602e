"""The story of an attempt, as its supervisors read it: what the server saw, in order. It proves nothing about a person.

Saves are told by the answers, start and end by the attempt, everything else by its events. No answer stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course.csv_file import written
from quizzes.models import Answer, Attempt, AttemptEvent
from quizzes.review.figures import plain

Verb = AttemptEvent.Verb


@dataclass(frozen=True)
class Entry:
    """One thing that happened. ``slot`` None: not about one question. ``who`` empty: the server itself."""

    at: datetime
    what: str
    slot: int | None = None
    who: str = ""
    detail: str = ""


def story(attempt: Attempt) -> list[Entry]:
    """Everything in order; of things at the same time what was begun first. Two statements beyond the attempt."""
    learner = str(attempt.enrollment.person)
    ends = [] if attempt.submitted_at is None else [_end(attempt, attempt.submitted_at, learner)]
    start = Entry(attempt.started_at, _("Started"), who=learner)
    told = [start, *_saves(attempt, learner), *ends, *_events(attempt)]
    return sorted(told, key=lambda entry: entry.at)


def _end(attempt: Attempt, at: datetime, learner: str) -> Entry:
    if attempt.ended_by == Attempt.EndedBy.TIME:
        return Entry(at, _("Closed: time was over"))
    return Entry(at, _("Handed in"), who=learner)


def _saves(attempt: Attempt, learner: str) -> Iterator[Entry]:
    saves = Answer.objects.filter(item__attempt=attempt).order_by("at", "pk")
    for slot, revision, waited, at in saves.values_list("item__slot", "revision", "waited", "at"):
        detail = _("save %d of this question") % revision
        if waited:
            detail = _("%(save)s; offline for %(seconds)d s") % {"save": detail, "seconds": waited}
        yield Entry(at, _("Answer saved"), slot, learner, detail)


def _events(attempt: Attempt) -> Iterator[Entry]:
    for event in attempt.events.select_related("actor").order_by("at", "pk"):
        yield Entry(
            event.at,
            event.get_verb_display(),
            event.slot,
            str(event.actor or ""),
            _detail(event.verb, event.detail),
        )


def _detail(verb: str, told: Mapping[str, Any]) -> str:
    """An event's own facts in words."""
    match verb:
        case Verb.UNPAUSED:
            return _("after %d s") % told["seconds"]
        case Verb.ACCOMMODATED:
            return _("ends %(after)s, before: %(before)s") % {name: _end_of(told[name]) for name in told}
        case Verb.MARKED:
            return ngettext("%d answer", "%d answers", told["items"]) % told["items"]
        case Verb.VOIDED:
            return str(told["reason"])
        case Verb.OVERRIDDEN:
            return _("%(points)s. %(reason)s") % {"points": _points(told), "reason": told["reason"]}
        case Verb.REGRADED:
            return _points(told)
    return ""


def _points(told: Mapping[str, Any]) -> str:
    return _("%(before)s → %(after)s points") % {
        name: plain(Decimal(told[name])) for name in ("before", "after")
    }


def _end_of(moment: str | None) -> str:
    if moment is None:
        return _("never")
    return date_format(timezone.localtime(datetime.fromisoformat(moment)), "DATETIME_FORMAT")


def lines(entries: Iterable[Entry], zone: tzinfo) -> Iterator[str]:
    """The story as a CSV file, line by line, as ``review_csv`` writes files. Times are ISO 8601 in ``zone``."""
    header = [_("When (%(zone)s)") % {"zone": zone}, _("What"), _("Question"), _("Who"), _("Details")]
    return written(header, (_cells(entry, zone) for entry in entries))


def _cells(entry: Entry, zone: tzinfo) -> list[str]:
    slot = "" if entry.slot is None else str(entry.slot)
    moment = entry.at.astimezone(zone).isoformat(timespec="milliseconds")
    return [moment, entry.what, slot, entry.who, entry.detail]
