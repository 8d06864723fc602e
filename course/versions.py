"""Verbs on versioned content: write a draft, publish it, take it from a file."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from course.models import Origin, Person, Version, Versioned
from course.publishing import publications
from course.publishing.change import WORDING, Change
from course.record import audit


def digest(payload: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of what an author wrote, indifferent to the order of keys. ``payload`` must be JSON-able."""
    text = json.dumps(payload, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


@transaction.atomic
def write_draft(
    thing: Versioned,
    *,
    payload: Mapping[str, Any],
    rendered: Mapping[str, Any],
    author: Person | None,
    at: datetime,
) -> Version:
    """Append a version made of ``payload`` (what the author wrote) and ``rendered`` (what follows from it).

    The draft pointer moves to it; what learners see does not change. Writing the same text again changes nothing.
    """
    version, newest = _appended(thing, payload, rendered, Origin.ADMIN, author, at), thing.newest
    if version != newest:
        thing.draft = version
        thing.save(update_fields=["draft"])  # type: ignore[misc]  # declared by each concrete class
    return version


@transaction.atomic
def publish(
    thing: Versioned,
    *,
    author: Person | None,
    at: datetime,
    version: Version | None = None,
    change: Change = WORDING,
) -> Version | None:
    """Make ``version`` live, the draft if it is left out. Returns the version that is live now.

    A draft that is newer than ``version`` stays one. Without a draft nothing happens, except that a ``change`` of
    substance is still told of the version that is live.
    """
    chosen = version or thing.draft
    if chosen is None and (thing.live is None or not change.note):
        return thing.live
    if chosen is not None:
        thing.live = chosen
        thing.draft = None if thing.draft == chosen else thing.draft
        thing.save(update_fields=["live", "draft"])  # type: ignore[misc]  # declared by each concrete class
    publications.keep(thing, origin=Origin.ADMIN, by=author, at=at, change=change)
    told: dict[str, Any] = {"note": change.note} if change.note else {}
    audit.record("published", thing, actor=author, at=at, version=thing.live.number, **told)
    return thing.live


@transaction.atomic(savepoint=False)
def take_from_file(
    thing: Versioned,
    *,
    payload: Mapping[str, Any],
    rendered: Mapping[str, Any],
    at: datetime,
    change: Change = WORDING,
) -> Version:
    """Make what a content file says live at once and drop any draft; remember it as the last load."""
    version = _appended(thing, payload, rendered, Origin.FILE, None, at)
    thing.live, thing.draft, thing.loaded = version, None, version
    thing.save(update_fields=["live", "draft", "loaded"])  # type: ignore[misc]  # declared by each concrete class
    publications.keep(thing, origin=Origin.FILE, by=None, at=at, change=change)
    return version


@transaction.atomic
def render_again(thing: Versioned, *, rendered: Mapping[str, Any], at: datetime) -> Version | None:
    """Append the live text with what follows from it today, and make that live; None where nothing differs.

    What the author wrote, and so the digest, stays. A text of the files that was put aside in favor of the admin's
    stays the newest, so that nobody is asked about it twice.
    """
    live, loaded = thing.live, thing.loaded
    if live is None or all(getattr(live, name) == value for name, value in rendered.items()):
        return None
    thing.live = _copy(thing, live, rendered, at)
    if loaded is not None and loaded.pk == live.pk:
        thing.loaded = thing.live
    elif loaded is not None and loaded.number > live.number:
        thing.loaded = _copy(thing, loaded, {}, at)
    thing.save(update_fields=["live", "loaded"])  # type: ignore[misc]  # declared by each concrete class
    return thing.live


def _copy(thing: Versioned, version: Version, rendered: Mapping[str, Any], at: datetime) -> Version:
    values = {field.attname: getattr(version, field.attname) for field in version._meta.concrete_fields}
    last = thing.versions.aggregate(last=Max("number"))["last"]
    again: Version = type(version)(**{**values, **rendered, "id": None, "number": last + 1, "created_at": at})
    again.save()
    return again


def _appended(
    thing: Versioned,
    payload: Mapping[str, Any],
    rendered: Mapping[str, Any],
    origin: str,
    author: Person | None,
    at: datetime,
) -> Version:
    """The newest version if it says the same, else a new one. No pointer is moved."""
    fingerprint = digest(payload)
    newest = thing.newest
    if newest is not None and newest.digest == fingerprint:
        return newest
    last = 0 if thing.has_none_yet else thing.versions.aggregate(last=Max("number"))["last"] or 0
    thing.has_none_yet = False
    version: Version = thing.versions.create(
        number=last + 1,
        digest=fingerprint,
        origin=origin,
        author=author,
        created_at=at,
        **payload,
        **rendered,
    )
    return version
