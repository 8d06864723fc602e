"""Whose text holds when content files and the database differ. Pure: digests in, a verdict out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from difflib import unified_diff
from enum import Enum, auto
from typing import Any, Literal

Prefer = Literal["file", "database"]


class Verdict(Enum):
    SAME = auto()
    """Both say the same."""
    TAKE = auto()
    """The file changed, or the person prefers it: it becomes live."""
    KEEP = auto()
    """Edited in the admin and not as the file says. It stays, and the person is asked."""
    SETTLE = auto()
    """As KEEP, and the person prefers the database: remember that this was answered."""
    SETTLED = auto()
    """As KEEP, but answered before, about this very file and this very edit."""


def judge(*, database: str, file: str, loaded: str, settled: bool, prefer: Prefer | None) -> Verdict:
    """Compare what the database says now, what the file says now, and what was loaded last ("" when nothing was).

    ``settled`` tells whether ``--prefer database`` was given for just these two texts.
    """
    if database == file:
        return Verdict.SAME
    if database == loaded or prefer == "file":
        return Verdict.TAKE
    if settled:
        return Verdict.SETTLED
    return Verdict.SETTLE if prefer == "database" else Verdict.KEEP


def settlement(*, database: str, file: str) -> str:
    """The mark to remember that the database's text was chosen over the file's. Like a digest, and equal to none."""
    return hashlib.sha256(f"database {database} over file {file}".encode()).hexdigest()


def says_the_same(database: Any, file: Any) -> bool:
    """Whether two JSON-like values differ at most in white space around texts, which no file can say."""
    if isinstance(database, str) and isinstance(file, str):
        return file in (database, database.strip(), database.strip("\n"))
    if isinstance(database, Mapping) and isinstance(file, Mapping):
        return database.keys() == file.keys() and all(says_the_same(database[key], file[key]) for key in file)
    if isinstance(database, list) and isinstance(file, list):
        return len(database) == len(file) and all(map(says_the_same, database, file))
    return bool(database == file)


def difference(database: Mapping[str, Any], file: Mapping[str, Any], *, names: tuple[str, str]) -> list[str]:
    """A unified diff from what the database says to what the file says. ``names`` head the two sides."""
    before, after = list(as_lines(database)), list(as_lines(file))
    return list(unified_diff(before, after, *names, n=1, lineterm=""))


def as_lines(value: Any, name: str = "") -> Iterator[str]:
    """Any JSON-like value as lines that can be compared by eye: ``choices[0].text: …``; long text line by line."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from as_lines(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from as_lines(inner, f"{name}[{index}]")
    elif isinstance(value, str) and "\n" in value:
        yield f"{name}:"
        yield from (f"  {line}".rstrip() for line in value.split("\n"))
    elif value not in ("", None):
        yield f"{name}: {value}"


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """The names of what differs, for a line of a report: ``stem, explanation``."""
    return ", ".join(key.replace("_", " ") for key in after if before.get(key) != after[key])


class Decision(Enum):
    """What becomes of a file that is about to be written."""

    SAME = auto()
    """The folder says what the database says; maybe in another form, which stays."""
    WRITE = auto()
    """The folder has a text that the database knows and moved on from, or the person prefers the database."""
    KEEP = auto()
    """Only the folder changed, or the person prefers the file."""
    CONFLICT = auto()
    """Both changed."""


def decide(*, folder: str, database: str, agreed: Sequence[str], prefer: Prefer | None) -> Decision:
    """Compare digests. ``agreed`` are those of texts that both sides said before, the newest last."""
    if folder == database:
        return Decision.SAME
    if folder in agreed or prefer == "database":
        return Decision.WRITE
    if prefer == "file" or database in agreed[-1:]:
        return Decision.KEEP
    return Decision.CONFLICT
