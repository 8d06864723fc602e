"""Counting a gain, and whether that is too much for every page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizzes.gain import reading
from quizzes.gain.figures import GainFigures
from quizzes.gain.reading import Asked, Exams
from quizzes.gain.report import report

LIVE_MOST = 1500
"""Attempts at the two exams that are counted for every page: 0.09 ms each, a seventh of a second together."""


@dataclass(frozen=True)
class GainCount:
    """The gain of the learners of some cohorts, between two exams: a ``Countable``."""

    cohorts: tuple[int, ...]
    exams: Exams

    kind = "gain"
    result = GainFigures

    @property
    def asked(self) -> Mapping[str, int]:
        return {"before": self.exams.before.pk, "after": self.exams.after.pk}

    @property
    def _read(self) -> Asked:
        return Asked(self.cohorts, self.exams)

    def is_large(self) -> bool:
        return self._read.attempts()[: LIVE_MOST + 1].count() > LIVE_MOST

    def size(self) -> int:
        return self._read.attempts().count()

    def count(self) -> GainFigures:
        """Three statements."""
        matching = reading.matching(self._read)
        if not matching.matched:
            return GainFigures.of(matching, report([], {}, {}))
        shares = reading.shares(self._read, matching)
        taught = reading.taught(self._read, shares.keys())
        return GainFigures.of(matching, report(matching.matched, shares, taught))
