"""The check on the files of a content folder: findings with their file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from course import registry
from course.checking.findings import Finding
from course.checking.review import review
from course.content.documents import Document
from course.content.errors import field_name
from course.content.keeping import Written
from course.content.progress import Progress, silent


@dataclass(frozen=True)
class InFile:
    """One open finding; ``place`` is ``content/a.md:7: body``."""

    place: str
    finding: Finding


def open_findings(written: Iterable[Written], progress: Progress = silent) -> Iterator[InFile]:
    """Every finding that its file does not keep, file by file."""
    things = list(written)
    tick = progress("files", len(things))
    check = registry.content_check().check
    for each in things:
        for finding in review(check(each.thing), each.keeps).open:
            path = each.place(finding.path)
            body = finding.path == ("source",)
            line = _line_in_body(each.document, finding) if body else _line_of(each.document, path, finding)
            name = "body" if body else field_name(path)
            label = each.document.folder.label(each.document.name)
            yield InFile(f"{label}:{line}: {name}", finding)
        tick()


def _line_in_body(document: Document, finding: Finding) -> int:
    return document.body_line + max(finding.line, 1) - 1


def _line_of(document: Document, path: tuple[str | int, ...], finding: Finding) -> int:
    """The line of the words in a value of the YAML, which may have been folded; of its key, if they are not found."""
    first = document.line(path)
    try:
        lines = (document.folder.root / document.name).read_text(encoding="utf-8-sig").split("\n")
    except OSError:
        return first
    below = "\n".join(lines[first - 1 : first + 399])
    words = r"\s+".join(map(re.escape, finding.words.rstrip("…").split()))
    found = re.search(words, below)
    return first + below.count("\n", 0, found.start()) if found else first
