"""All that the check finds in whole courses, as they are stored, without what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, dataclass
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language

from course import registry
from course.checking.findings import Finding, Severity, Thing
from course.checking.keeps import by_thing
from course.checking.review import review
from course.checking.rows import Where
from course.content.progress import Progress, silent
from course.models import KeptFinding

KEPT_FOR = 7 * 24 * 60 * 60
"""Seconds that findings are remembered; a text that changes, or a check that does, has new ones at once."""


@dataclass(frozen=True)
class Open:
    """One open finding, and whose it is. ``app`` and ``pk`` are the row's."""

    app: str
    kind: str
    pk: int
    thing: Thing
    finding: Finding


AT_ONCE = 100


class Remembered:
    """Findings of each thing in the state it was in, so that only what changed is checked again. One statement."""

    def __init__(self) -> None:
        self.name = f"findings-{get_language()}-{registry.content_check().fingerprint()}"
        self.before: dict[str, Any] = cache.get(self.name) or {}
        self.now: dict[str, Any] = {}

    def of(self, course: int, thing: Thing) -> list[Finding]:
        name = f"{course} {thing.kind} {thing.address}"
        state, told = self.before.get(name, ("", []))
        if thing.state and thing.state == state:
            return [_told(each) for each in told]
        found = registry.content_check().check(thing)
        self.now[name] = (thing.state, [astuple(each) for each in found])
        return found

    def keep(self) -> None:
        if self.now:
            cache.set(self.name, {**self.before, **self.now}, KEPT_FOR)


def open_findings(where: Where, progress: Progress = silent) -> Iterator[Open]:
    """Every finding of the newest versions that nobody keeps. A few statements, however much there is."""
    keeps: dict[int, Any] = {}
    for row in KeptFinding.objects.filter(where("course")):
        keeps.setdefault(row.course_id, []).append(row)
    by_course = {course: by_thing(rows) for course, rows in keeps.items()}
    remembered = Remembered()
    for kind, part in registry.checked_kinds().items():
        rows = part.rows(where)
        tick = progress(kind, rows.count() if progress is not silent else 0)
        # A few at a time: what a long course says never lies in memory all at once.
        for row in rows.iterator(chunk_size=AT_ONCE):
            tick()
            newest = getattr(row, "newest", row)  # what has no versions says what it says
            if newest is None:
                continue
            thing = part.thing(row, newest)
            course = part.course_of(row)
            kept = by_course.get(course, {}).get((thing.kind, thing.address), [])
            for finding in review(remembered.of(course, thing), kept).open:
                yield Open(part.app, thing.kind, row.pk, thing, finding)
    remembered.keep()


def _told(kept: tuple[Any, ...]) -> Finding:
    rule, severity, path, line, *rest = kept
    return Finding(rule, Severity(severity), tuple(path), line, *rest)
