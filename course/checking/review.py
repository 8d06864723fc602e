"""Findings beside what is kept of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from course.checking.findings import ALL_WORDS, Finding, Severity, likeness

LEXICON = (Severity.HIGH, Severity.MEDIUM, Severity.CONTEXT)


class Keep(Protocol):
    """What is kept: a row, or a line of a file."""

    @property
    def rule(self) -> Any: ...
    @property
    def words(self) -> Any: ...


K = TypeVar("K", bound=Keep)


@dataclass(frozen=True)
class Reviewed(Generic[K]):
    """``open`` findings; what is ``kept``; and ``idle`` keeps, whose words no longer stand there."""

    open: list[Finding] = field(default_factory=list)
    kept: list[K] = field(default_factory=list)
    idle: list[K] = field(default_factory=list)


def review(findings: Iterable[Finding], keeps: Sequence[K]) -> Reviewed[K]:
    """Set aside every finding that one of ``keeps`` explains."""
    known = {(keep.rule, likeness(keep.words)) for keep in keeps}
    used: set[tuple[str, str]] = set()
    still_open = []
    for finding in findings:
        fits = _ways(finding) & known
        used |= fits
        if not fits:
            still_open.append(finding)
    parted: Reviewed[K] = Reviewed(still_open)
    for keep in keeps:
        (parted.kept if (keep.rule, likeness(keep.words)) in used else parted.idle).append(keep)
    return parted


def _ways(finding: Finding) -> set[tuple[str, str]]:
    """How this finding may be kept: by its words, or with all words of the thing."""
    ways = {(finding.rule, likeness(finding.words))}
    return ways | {(ALL_WORDS, "")} if finding.severity in LEXICON else ways
