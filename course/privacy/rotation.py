"""Putting everything that is encrypted under the first of ``FIELD_ENCRYPTION_KEYS``, while people go on writing.

It can be stopped and begun again at any time: what is under the first key already is only looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from course.fields import Undecipherable, renewed
from course.privacy.sealed_places import Place, places

TRIES = 20


@dataclass
class Tally:
    """Of one place: how many rows were put under the first key, and how many still need another.

    ``fine`` needed nothing; ``closed`` are the primary keys of those that no key opens.
    """

    about: str
    rotated: int = 0
    fine: int = 0
    old: int = 0
    closed: list[Any] = field(default_factory=list)


def look() -> Iterator[Tally]:
    """What ``rotate`` would do: ``old`` counts what still needs another key than the first. Changes nothing."""
    for place in places():
        tally = Tally(place.about)
        for pk, stored in place:
            new = _under_the_first_key(place, stored)
            if new is None:
                tally.closed.append(pk)
            elif new == stored:
                tally.fine += 1
            else:
                tally.old += 1
        yield tally


def rotate() -> Iterator[Tally]:
    """Put everything under the first key, row by row: each is its own short transaction."""
    for place in places():
        tally = Tally(place.about)
        for pk, stored in place:
            _rotate(place, pk, stored, tally)
        yield tally


def _rotate(place: Place, pk: Any, stored: Any, tally: Tally) -> None:
    for _ in range(TRIES):
        if stored is None:  # deleted meanwhile
            return
        new = _under_the_first_key(place, stored)
        if new is None:
            tally.closed.append(pk)
            return
        if new == stored:
            tally.fine += 1
            return
        if place.swap(pk, stored, new):
            tally.rotated += 1
            return
        # Somebody saved it since it was read: theirs stands, under whichever key.
        stored = place.read(pk)
    tally.old += 1


def _under_the_first_key(place: Place, stored: Any) -> Any:
    """What is stored, under the first key; itself where it is so already, None where no key opens it."""
    try:
        return place.map(stored, lambda token: renewed(token) or token)
    except Undecipherable:
        return None
