"""Verbs on versioned content: write a draft, publish it, take it from a file."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from course.models import Origin, Person, Version, Versioned
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
    return _append(thing, payload, rendered, Origin.ADMIN, author, at)


@transaction.atomic
def publish(thing: Versioned, *, author: Person | None, at: datetime) -> Version | None:
    """Make the draft live. Returns the version that is live now; without a draft nothing happens."""
    if thing.draft is None:
        return thing.live
    thing.live, thing.draft = thing.draft, None
    thing.save(update_fields=["live", "draft"])  # type: ignore[misc]  # declared by each concrete class
    audit.record("published", thing, actor=author, at=at, version=thing.live.number)
    return thing.live


@transaction.atomic
def take_from_file(
    thing: Versioned, *, payload: Mapping[str, Any], rendered: Mapping[str, Any], at: datetime
) -> Version:
    """Make what a content file says live at once and drop any draft; remember it as the last load."""
    version = _append(thing, payload, rendered, Origin.FILE, None, at)
    thing.live, thing.draft, thing.loaded = version, None, version
    thing.save(update_fields=["live", "draft", "loaded"])  # type: ignore[misc]  # declared by each concrete class
    return version


def _append(
    thing: Versioned,
    payload: Mapping[str, Any],
    rendered: Mapping[str, Any],
    origin: str,
    author: Person | None,
    at: datetime,
) -> Version:
    fingerprint = digest(payload)
    newest = thing.newest
    if newest is not None and newest.digest == fingerprint:
        return newest
    last = thing.versions.aggregate(last=Max("number"))["last"] or 0
    version: Version = thing.versions.create(
        number=last + 1,
        digest=fingerprint,
        origin=origin,
        author=author,
        created_at=at,
        **payload,
        **rendered,
    )
    thing.draft = version
    thing.save(update_fields=["draft"])  # type: ignore[misc]  # declared by each concrete class
    return version
