"""Taking what files say into rows, without overwriting what somebody wrote in the admin meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext as _

from course.content.judge import (
    Prefer,
    Verdict,
    difference,
    differing,
    judge,
    says_the_same,
    settlement,
)
from course.content.report import Did, Report
from course.models import Course, Origin, Step, Version, Versioned
from course.publishing.change import WORDING, Change
from course.versions import digest, take_from_file


@dataclass(frozen=True)
class Judging:
    """How a load decides between two texts: ``prefer`` is the person's choice, ``report`` is told.

    ``undecided`` takes the places, as mistakes name them, of what is kept though its file says something else. ``tick``
    is told the place of whatever is done next.
    """

    prefer: Prefer | None
    report: Report
    undecided: set[str]
    tick: Callable[[str], None]


@dataclass(frozen=True)
class Loading(Judging):
    """One load in progress. ``steps`` are the course's live steps by slug.

    ``changes`` is what learners who finished a topic are told, by its slug; ``told`` the slugs of those that changed.
    """

    course: Course
    steps: Mapping[str, Step]
    at: datetime
    changes: Mapping[str, Change] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)


class Named(NamedTuple):
    """How the report calls a thing, and the file and line that describe it."""

    kind: str
    name: str
    place: str


@dataclass(frozen=True)
class Wording:
    """What a file says of one thing: ``payload`` as the author wrote it, and ``rendered``, what follows from it."""

    payload: Mapping[str, Any]
    rendered: Mapping[str, Any]

    @cached_property
    def digest(self) -> str:
        return digest(self.payload)


def take_version(
    loading: Loading, thing: Versioned, named: Named, wording: Wording, *, change: Change = WORDING
) -> None:
    """Make what a file says the live version of ``thing``, unless it was edited in the admin since the last load.

    A live text that would be rendered otherwise today (a new renderer, a link to a step that moved) is written anew.
    """
    loading.tick(named.place)
    if thing.newest is None:
        _take(loading, thing, wording)
        loading.report.add(Did.ADDED, named.kind, named.name)
        return
    edit = _edit_of(thing)
    current = edit or thing.newest
    before = {name: getattr(current, name) for name in wording.payload}
    if edit and says_the_same(before, wording.payload):
        wording = Wording(before, wording.rendered)
    verdict = judge(
        database=current.digest,
        file=wording.digest,
        loaded=thing.loaded.digest if thing.loaded else "",
        settled=_is_settled(thing, wording),
        prefer=loading.prefer,
    )
    if verdict is Verdict.SAME:
        _agree(loading, thing, named, wording, change)
    elif verdict is Verdict.TAKE:
        _take(loading, thing, wording, change)
        detail = _changes(before, wording.payload, over_edit=bool(edit))
        loading.report.add(Did.CHANGED, named.kind, named.name, detail)
    else:
        if verdict is Verdict.SETTLE:
            update_row(thing, loaded=_append(loading, thing, wording))
        source = _("database, version %(number)d") % {"number": current.number}
        report_kept(loading, named, verdict, before, wording.payload, source=source)


def take_facts(
    loading: Judging,
    named: Named,
    *,
    database: Mapping[str, Any],
    file: Mapping[str, Any],
    loaded: str,
) -> tuple[bool, str]:
    """Judge what is not versioned. Returns whether the file's facts are to be written, and the digest to remember.

    ``loaded`` is the digest remembered at the last load: of the facts then, or a settlement; "" for the admin's own.
    """
    if says_the_same(database, file):
        database = file
    theirs, ours = digest(database), digest(file)
    mark = settlement(database=theirs, file=ours)
    verdict = judge(database=theirs, file=ours, loaded=loaded, settled=loaded == mark, prefer=loading.prefer)
    if verdict is Verdict.SAME:
        return False, ours
    if verdict is Verdict.TAKE:
        detail = _changes(database, file, over_edit=theirs != loaded)
        did = Did.RETURNED if database.get("retired") else Did.CHANGED
        loading.report.add(did, named.kind, named.name, detail)
        return True, ours
    report_kept(loading, named, verdict, database, file, source=_("database"))
    return False, mark if verdict is Verdict.SETTLE else loaded


def report_kept(
    loading: Judging,
    named: Named,
    verdict: Verdict,
    database: Mapping[str, Any],
    file: Mapping[str, Any],
    *,
    source: str,
) -> None:
    """Say that the admin's text stays, with the difference; nothing where the person has settled that before."""
    if verdict is Verdict.SETTLED:
        return
    detail = _("edited in the admin; it stays until the file or the edit changes")
    if verdict is Verdict.KEEP:
        loading.undecided.add(named.place)
        detail = _("edited in the admin, and the file says something else")
    diff = difference(database, file, names=(source, named.place))
    loading.report.add(Did.KEPT, named.kind, named.name, detail, diff)


def update_row(row: models.Model, **values: Any) -> str:
    """Save what differs from the row. Returns the names of it, for the report; "" when nothing does."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return ""
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    return ", ".join(name.removesuffix("_id").replace("_", " ") for name in changed)


def _edit_of(thing: Versioned) -> Any:
    """The draft or live version that is not what the files last said; None when both are."""
    loaded = thing.loaded.digest if thing.loaded else None
    return next((each for each in (thing.draft, thing.live) if each and each.digest != loaded), None)


def _is_settled(thing: Versioned, wording: Wording) -> bool:
    """Whether this text of the file was seen after the newest edit: it was then written down, and did not go live."""
    if thing.loaded is None or thing.loaded.digest != wording.digest:
        return False
    return all(thing.loaded.number > each.number for each in (thing.draft, thing.live) if each)


def _agree(loading: Loading, thing: Versioned, named: Named, wording: Wording, change: Change) -> None:
    """The newest text and the file are the same: publish it if it was a draft, render it anew if need be."""
    live = thing.live
    if live is None or live.digest != wording.digest:
        _take(loading, thing, wording, change)
        detail = _("the draft says what the file says; it is live now")
        loading.report.add(Did.CHANGED, named.kind, named.name, detail)
    elif any(getattr(live, name) != value for name, value in wording.rendered.items()):
        version = _append(loading, thing, wording)
        update_row(thing, live=version, draft=None, loaded=version)
        loading.report.add(Did.CHANGED, named.kind, named.name, _("rendered anew"))
    elif thing.draft is not None or thing.loaded is None or thing.loaded.digest != wording.digest:
        _take(loading, thing, wording)


def _take(loading: Loading, thing: Versioned, wording: Wording, change: Change = WORDING) -> None:
    take_from_file(thing, payload=wording.payload, rendered=wording.rendered, at=loading.at, change=change)


def _append(loading: Loading, thing: Versioned, wording: Wording) -> Version:
    """A version that is written down though one with the same text may exist."""
    last = thing.versions.aggregate(last=Max("number"))["last"] or 0
    thing.has_none_yet = False
    version: Version = thing.versions.create(
        number=last + 1,
        digest=wording.digest,
        origin=Origin.FILE,
        created_at=loading.at,
        **wording.payload,
        **wording.rendered,
    )
    return version


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], *, over_edit: bool) -> str:
    names = differing(before, after)
    return (
        _("%(names)s; the file replaces an edit made in the admin") % {"names": names} if over_edit else names
    )
