"""What a load did, in words for the person who started it."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import groupby

from django.utils.translation import gettext as _

WIDTH = 110


class Did(Enum):
    """What happened to one thing."""

    ADDED = "added"
    CHANGED = "changed"
    RETURNED = "returned"
    RETIRED = "retired"
    REMOVED = "removed"
    KEPT = "kept"


@dataclass(frozen=True)
class Entry:
    """One thing that something happened to. ``detail`` says what; a diff follows where one helps."""

    did: Did
    kind: str
    name: str
    detail: str = ""
    diff: Sequence[str] = ()

    @property
    def kind_name(self) -> str:
        """The kind in words."""
        return _count(self.kind)


@dataclass
class Report:
    """Everything a load did, in order. ``dry_run`` says it as what would be done; ``asks`` ends on how to choose."""

    title: str
    dry_run: bool = False
    asks: bool = True
    entries: list[Entry] = field(default_factory=list)
    _named: set[tuple[str, str]] = field(default_factory=set)

    def add(self, did: Did, kind: str, name: str, detail: str = "", diff: Sequence[str] = ()) -> None:
        self.entries.append(Entry(did, kind, name, detail, diff))
        self._named.add((kind, name))

    def mentions(self, kind: str, name: str) -> bool:
        return (kind, name) in self._named

    def count(self, did: Did) -> int:
        return sum(entry.did is did for entry in self.entries)

    @property
    def wrote(self) -> bool:
        """Whether anything that people see differs from before."""
        return any(entry.did is not Did.KEPT for entry in self.entries)

    def lines(self) -> Iterator[str]:
        """The whole report, ready to print. What was merely added is listed together."""
        for (did, kind, alike), run in groupby(self.entries, key=_likeness):
            entries = list(run)
            if alike and len(entries) > 1:
                names = ", ".join(entry.name for entry in entries)
                said = f"{self._word(did)} {_count(kind, len(entries))}: {names}"
                yield from textwrap.wrap(said, WIDTH, subsequent_indent="  ", break_on_hyphens=False)
                continue
            for entry in entries:
                yield f"{self._word(did)} {_count(kind)} {entry.name}" + (
                    f": {entry.detail}" * bool(entry.detail)
                )
                yield from (f"  {line}" for line in entry.diff)
        yield self.summary()
        if self.asks and self.count(Did.KEPT):
            yield from ("", *_how_to_choose())

    def summary(self) -> str:
        """One line: the course, and how many things of each kind were added, changed and so on."""
        parts = []
        for did in Did:
            counts = Counter(entry.kind for entry in self.entries if entry.did is did)
            if counts:
                things = ", ".join(_count(kind, count) for kind, count in counts.items())
                parts.append(f"{self._word(did)} {things}")
        said = f"{self.title}: {'; '.join(parts) or _('nothing to change')}."
        return said + " " + _("This was a dry run: nothing was written.") if self.dry_run else said

    def _word(self, did: Did) -> str:
        past, would = {
            Did.ADDED: (_("added"), _("would add")),
            Did.CHANGED: (_("changed"), _("would change")),
            Did.RETURNED: (_("brought back"), _("would bring back")),
            Did.RETIRED: (_("retired"), _("would retire")),
            Did.REMOVED: (_("removed"), _("would remove")),
            Did.KEPT: (_("kept"), _("would keep")),
        }[did]
        return would if self.dry_run else past


def _likeness(entry: Entry) -> tuple[Did, str, bool]:
    return entry.did, entry.kind, not entry.detail and not entry.diff


def _count(kind: str, count: int | None = None) -> str:
    """``question`` without a count, else ``1 question`` or ``32 questions``."""
    one, many = {
        "competency": (_("competency"), _("competencies")),
        "course": (_("course"), _("courses")),
        "exam": (_("exam"), _("exams")),
        "file": (_("file"), _("files")),
        "guide": (_("trainer's guide"), _("trainer's guides")),
        "image": (_("image"), _("images")),
        "lesson": (_("lesson"), _("lessons")),
        "local block": (_("local block"), _("local blocks")),
        "local rule": (_("local rule"), _("local rules")),
        "order": (_("order of lessons and steps"), _("orders of lessons and steps")),
        "page": (_("page"), _("pages")),
        "program": (_("program"), _("programs")),
        "question": (_("question"), _("questions")),
        "resource": (_("resource"), _("resources")),
        "scenario": (_("scenario"), _("scenarios")),
        "term": (_("glossary term"), _("glossary terms")),
        "topic": (_("topic"), _("topics")),
    }.get(kind, (kind, kind))
    return one if count is None else f"{count} {one if count == 1 else many}"


def _how_to_choose() -> list[str]:
    return [
        _(
            "What was kept was edited in the admin and says something else than its file. To choose, load again with"
        ),
        "  --prefer file      " + _("to take what the files say; the other text stays in the history, or"),
        "  --prefer database  "
        + _("to stay with what the admin says, and be asked no more until either changes."),
    ]
