"""Verbs on findings that are kept: keep one, take that back, take over what content files say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from django.db import models, transaction

from course.checking.findings import likeness, one_line
from course.models import Course, KeptFinding, Person
from course.record import audit

Place = tuple[str, str]
"""A thing within a course: its kind and its address."""


class Said(Protocol):
    """A keep as a file says it."""

    @property
    def rule(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def because(self) -> str: ...


@transaction.atomic
def keep(
    subject: models.Model,
    *,
    course: int,
    kind: str,
    address: str,
    rule: str,
    words: str,
    because: str,
    by: Person,
    at: datetime,
) -> KeptFinding:
    """Keep these words in one thing. Kept again, they get the new reason. ``subject`` is the thing, for the record."""
    rows = KeptFinding.objects.select_for_update().filter(
        course=course, kind=kind, address=address, rule=rule
    )
    row = next((each for each in rows if likeness(each.words) == likeness(words)), None)
    row = row or KeptFinding(course_id=course, kind=kind, address=address, rule=rule, words=one_line(words))
    row.because, row.by, row.at = because, by, at
    row.save()
    audit.record("finding-kept", subject, actor=by, at=at, what=f"{rule}: {row.words}", reason=because)
    return row


@transaction.atomic
def take_back(row: KeptFinding, subject: models.Model, *, by: Person, at: datetime) -> None:
    """The finding is open again. What files brought stays known, so that loading them does not bring it back."""
    if row.loaded:
        row.because, row.by, row.at = "", by, at
        row.save(update_fields=["because", "by", "at"])
    else:
        row.delete()
    audit.record("finding-reopened", subject, actor=by, at=at, what=f"{row.rule}: {row.words}")


@transaction.atomic(savepoint=False)
def take_from_files(course: Course, said: Mapping[Place, Sequence[Said]], *, at: datetime) -> list[Place]:
    """Follow what files keep, thing by thing; ``said`` names every thing of the files by kind and address.

    A reason that changed in the file is taken; one that changed here stays while the file says what it said. Returns
    the things of which something else is kept now. One statement when nothing is to be written.
    """
    rows: dict[Place, dict[tuple[str, str], KeptFinding]] = {}
    for row in KeptFinding.objects.filter(course=course):
        rows.setdefault((row.kind, row.address), {})[row.rule, likeness(row.words)] = row
    changed = []
    for place, keeps in said.items():
        known = rows.get(place, {})
        wanted = {(each.rule, likeness(each.words)): each for each in keeps}
        taken = [_take(known.get(key) or _new(course, place, each), each, at) for key, each in wanted.items()]
        dropped = [_let_go(row) for key, row in known.items() if key not in wanted and row.loaded]
        if any(taken) or any(dropped):
            changed.append(place)
    return changed


def _new(course: Course, place: Place, said: Said) -> KeptFinding:
    kind, address = place
    return KeptFinding(course=course, kind=kind, address=address, rule=said.rule, words=one_line(said.words))


def _take(row: KeptFinding, said: Said, at: datetime) -> bool:
    """Whether another reason holds now, or the words are kept that were not."""
    words = one_line(said.words)
    if (row.loaded, row.words) == (said.because, words):
        return False
    changes = row.loaded != said.because != row.because
    if changes:
        row.because, row.by, row.at = said.because, None, at
    row.loaded, row.words = said.because, words
    row.save()
    return changes


def _let_go(row: KeptFinding) -> bool:
    """The file keeps it no more. A reason that somebody wrote here stays theirs. Whether it is open by that."""
    opens = bool(row.because) and row.because == row.loaded
    if opens or not row.because:
        row.delete()
    else:
        row.loaded = ""
        row.save(update_fields=["loaded"])
    return opens


def of_course(course: Course) -> dict[Place, list[KeptFinding]]:
    """All that is kept in a course, by kind and address, sorted by rule and words. One statement."""
    return by_thing(KeptFinding.objects.filter(course=course))


def by_thing(rows: Iterable[KeptFinding]) -> dict[Place, list[KeptFinding]]:
    """Those of ``rows`` that hold now, by kind and address."""
    found: dict[Place, list[KeptFinding]] = {}
    for row in rows:
        if row.because:
            found.setdefault((row.kind, row.address), []).append(row)
    return found
