"""Which words of the lexicon a text says in its author's own voice."""

from __future__ import annotations

from collections.abc import Iterator

from course.checking.findings import Finding, Severity, Text, one_line
from lessons.language.lexicon import Matcher, matchers
from lessons.language.prose import Prose

Hit = tuple[int, int, Matcher]


def find(text: Text, prose: Prose) -> Iterator[Finding]:
    """Every match, in the order of the text; where several overlap, the longest."""
    line, counted = 1, 0
    for start, end, matcher in _without_overlaps(list(_hits(prose.own))):
        line, counted = line + text.text.count("\n", counted, start), start
        row = matcher.row
        yield Finding(
            rule=row.key,
            severity=Severity(row.severity),
            path=text.path,
            line=line,
            words=one_line(text.text[start:end].replace("*", "")),
            reason=row.reason,
            instead=tuple(row.instead),
            start=start,
            end=end,
        )


def _hits(own: str) -> Iterator[Hit]:
    low = own.lower()
    for matcher in matchers():
        # A plain loop: this runs 70 times for each text, and mostly finds nothing.
        for part in matcher.row.about:
            if part in low:
                break
        else:
            continue
        fine = [found.span() for found in matcher.fine.finditer(own)] if matcher.fine else []
        at = 0
        for found in matcher.find.finditer(own):
            start, end = found.span()
            while at < len(fine) and fine[at][1] < end:
                at += 1
            if at == len(fine) or start < fine[at][0]:
                yield start, end, matcher


def _without_overlaps(hits: list[Hit]) -> Iterator[Hit]:
    """Sorted by place; of those that overlap, the longest stays."""
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    kept: Hit | None = None
    for hit in hits:
        if kept is not None and hit[0] < kept[1]:
            kept = hit if hit[1] - hit[0] > kept[1] - kept[0] else kept
            continue
        if kept is not None:
            yield kept
        kept = hit
    if kept is not None:
        yield kept
