"""What an author has begun to say of a change stays with them from one draft to the next, until it is published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

KEY = "notes-of-changes"
MOST = 20
"""Of so many things the newest notes are kept; they live as long as the session."""


def of(request: HttpRequest, row: Any) -> dict[str, Any]:
    """The fields as they were typed when the draft was saved; empty where nothing was said yet."""
    notes: dict[str, dict[str, Any]] = request.session.get(KEY, {})
    return notes.get(row.subject, {})


def keep(request: HttpRequest, row: Any, said: Mapping[str, Any]) -> None:
    """Keep what was typed. One statement at the end of the request, and none where nothing changed."""
    told = {name: value for name, value in said.items() if value and (name, value) != ("substance", "no")}
    if told != of(request, row):
        others = {about: note for about, note in request.session.get(KEY, {}).items() if about != row.subject}
        newest = dict([*others.items(), (row.subject, told)][-MOST:])
        request.session[KEY] = {about: note for about, note in newest.items() if note}


def forget(request: HttpRequest, row: Any) -> None:
    keep(request, row, {})
