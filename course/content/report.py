"""What a load did, in words for the person who started it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from django.utils.translation import gettext as _


class Did(Enum):
    """What happened to one thing."""

    ADDED = "added"
    CHANGED = "changed"
    RETIRED = "retired"
    RETURNED = "returned"
    KEPT = "kept"


@dataclass(frozen=True)
class Entry:
    """One line of the report: ``changed question first-words (stem)``, with a diff below where one helps."""

    did: Did
    kind: str
    name: str
    detail: str = ""
    diff: Sequence[str] = ()


@dataclass
class Report:
    """Everything a load did, in order. ``dry_run`` says it as what would be done."""

    title: str
    dry_run: bool = False
    asks: bool = True
    entries: list[Entry] = field(default_factory=list)

    def add(self, did: Did, kind: str, name: str, detail: str = "", diff: Sequence[str] = ()) -> None:
        self.entries.append(Entry(did, kind, name, detail, diff))

    def count(self, did: Did) -> int:
        return sum(entry.did is did for entry in self.entries)

    @property
    def wrote(self) -> bool:
        """Whether anything differs from before."""
        return any(entry.did is not Did.KEPT for entry in self.entries)

    def lines(self) -> Iterator[str]:
        """The whole report, ready to print."""
        words = _would() if self.dry_run else _past()
        width = max(map(len, words.values()))
        for entry in self.entries:
            detail = f": {entry.detail}" if entry.detail else ""
            yield f"{words[entry.did]:<{width}}  {entry.kind} {entry.name}{detail}"
            yield from (f"    {line}" for line in entry.diff)
        yield self.summary()
        if self.asks and self.count(Did.KEPT):
            yield ""
            yield from _how_to_choose()

    def summary(self) -> str:
        """One line: the course, and how many things were added, changed and so on."""
        counts = Counter(entry.did for entry in self.entries)
        words = _would() if self.dry_run else _past()
        said = ", ".join(f"{words[did]} {counts[did]}" for did in Did if counts[did]) or _("nothing to change")
        rest = " " + _("This was a dry run: nothing was written.") if self.dry_run else ""
        return f"{self.title}: {said}.{rest}"


def _past() -> dict[Did, str]:
    return {
        Did.ADDED: _("added"),
        Did.CHANGED: _("changed"),
        Did.RETIRED: _("retired"),
        Did.RETURNED: _("brought back"),
        Did.KEPT: _("kept"),
    }


def _would() -> dict[Did, str]:
    return {
        Did.ADDED: _("would add"),
        Did.CHANGED: _("would change"),
        Did.RETIRED: _("would retire"),
        Did.RETURNED: _("would bring back"),
        Did.KEPT: _("would keep"),
    }


def _how_to_choose() -> list[str]:
    return [
        _("What was kept was edited in the admin and says something else than its file. To choose, load again with"),
        "  --prefer file      " + _("to take what the files say; the other text stays in the history"),
        "  --prefer database  " + _("to stay with the admin's text, and not be asked until the file changes again"),
    ]
