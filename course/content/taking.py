"""Taking what files say into rows, without overwriting what somebody wrote in the admin meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext as _

from course.content.judge import Prefer, Verdict, difference, differing, judge, settlement
from course.content.report import Did, Report
from course.models import Course, Origin, Step, Version, Versioned
from course.versions import digest, take_from_file


@dataclass(frozen=True)
class Loading:
    """One load in progress. ``steps`` are the course's live steps by slug; ``prefer`` is the person's choice, if any."""

    course: Course
    steps: Mapping[str, Step]
    prefer: Prefer | None
    at: datetime
    report: Report


@dataclass(frozen=True)
class Named:
    """How the report calls a thing, and the file and line that describe it."""

    kind: str
    name: str
    place: str


def take_version(
    loading: Loading, thing: Versioned, named: Named, *, payload: Mapping[str, Any], rendered: Mapping[str, Any]
) -> None:
    """Make what a file says the live version of ``thing``, unless it was edited in the admin since the last load.

    ``payload`` is what the author wrote, ``rendered`` what follows from it. A live text that would be rendered
    otherwise today (a new renderer, a link to a step that moved) is written anew as well.
    """
    report, told = loading.report, {"payload": payload, "rendered": rendered, "at": loading.at}
    if thing.newest is None:
        take_from_file(thing, **told)
        report.add(Did.ADDED, named.kind, named.name)
        return
    edit = _edit_of(thing)
    current = edit or thing.newest
    before = {name: getattr(current, name) for name in payload}
    verdict = judge(
        database=current.digest,
        file=digest(payload),
        loaded=thing.loaded.digest if thing.loaded else "",
        settled=_is_settled(thing, digest(payload)),
        prefer=loading.prefer,
    )
    if verdict is Verdict.SAME:
        _agree(loading, thing, named, **told)
    elif verdict is Verdict.TAKE:
        take_from_file(thing, **told)
        report.add(Did.CHANGED, named.kind, named.name, _changes(before, payload, over_edit=bool(edit)))
    else:
        if verdict is Verdict.SETTLE:
            thing.loaded = _append(thing, **told)
            thing.save(update_fields=["loaded"])
        source = _("database, version %(number)d") % {"number": current.number}
        report_kept(loading, named, verdict, before, payload, source=source)


def take_facts(
    loading: Loading,
    named: Named,
    *,
    database: Mapping[str, Any],
    file: Mapping[str, Any],
    loaded: str,
) -> tuple[bool, str]:
    """Judge what is not versioned. Returns whether the file's facts are to be written, and the digest to remember.

    ``loaded`` is the digest remembered at the last load: of the facts then, or a settlement; "" for the admin's own.
    """
    theirs, ours = digest(database), digest(file)
    mark = settlement(database=theirs, file=ours)
    verdict = judge(database=theirs, file=ours, loaded=loaded, settled=loaded == mark, prefer=loading.prefer)
    if verdict is Verdict.SAME:
        return False, ours
    if verdict is Verdict.TAKE:
        detail = _changes(database, file, over_edit=theirs != loaded)
        loading.report.add(Did.CHANGED, named.kind, named.name, detail)
        return True, ours
    report_kept(loading, named, verdict, database, file, source=_("database"))
    return False, mark if verdict is Verdict.SETTLE else loaded


def report_kept(
    loading: Loading,
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


def _is_settled(thing: Versioned, wording: str) -> bool:
    """Whether this text of the file was seen after the newest edit: it was then written down, and did not go live."""
    if thing.loaded is None or thing.loaded.digest != wording:
        return False
    return all(thing.loaded.number > each.number for each in (thing.draft, thing.live) if each)


def _agree(
    loading: Loading,
    thing: Versioned,
    named: Named,
    *,
    payload: Mapping[str, Any],
    rendered: Mapping[str, Any],
    at: datetime,
) -> None:
    """The newest text and the file are the same: publish it if it was a draft, remember it, render it anew if need be."""
    live, wording = thing.live, digest(payload)
    if live is None or live.digest != wording:
        take_from_file(thing, payload=payload, rendered=rendered, at=at)
        loading.report.add(Did.CHANGED, named.kind, named.name, _("the draft says what the file says; it is live now"))
    elif any(getattr(live, name) != value for name, value in rendered.items()):
        thing.live = thing.loaded = _append(thing, payload=payload, rendered=rendered, at=at)
        thing.draft = None
        thing.save(update_fields=["live", "draft", "loaded"])
        loading.report.add(Did.CHANGED, named.kind, named.name, _("rendered anew"))
    elif thing.draft is not None or thing.loaded is None or thing.loaded.digest != wording:
        take_from_file(thing, payload=payload, rendered=rendered, at=at)


def _append(
    thing: Versioned, *, payload: Mapping[str, Any], rendered: Mapping[str, Any], at: datetime
) -> Version:
    """A version that is written down even though one with the same text may exist."""
    last = thing.versions.aggregate(last=Max("number"))["last"] or 0
    version: Version = thing.versions.create(
        number=last + 1, digest=digest(payload), origin=Origin.FILE, created_at=at, **payload, **rendered
    )
    return version


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], *, over_edit: bool) -> str:
    names = differing(before, after)
    return _("%(names)s; the file replaces an edit made in the admin") % {"names": names} if over_edit else names
