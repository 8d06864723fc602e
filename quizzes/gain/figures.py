"""What the page of the gain says, as numbers that can be kept. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from quizzes.gain.matching import Matching, Why
from quizzes.gain.report import Balance, Report, Subject, TaughtBefore
from quizzes.statistics.gain import Gain


class About(NamedTuple):
    """The gain on one subject."""

    subject: Subject
    gain: Gain


@dataclass(frozen=True)
class GainFigures:
    """``matched`` learners, and how many ``others`` began, by the reason why they are not matched."""

    matched: int
    others: dict[Why, int]
    overall: Gain
    by_subject: tuple[About, ...]
    without_taught: tuple[About, ...]
    taught_before: TaughtBefore | None
    balance: Balance

    @classmethod
    def of(cls, matching: Matching, report: Report) -> GainFigures:
        return cls(
            matched=len(matching.matched),
            others=dict(matching.others),
            overall=report.overall,
            by_subject=tuple(About(*each) for each in report.gains.items()),
            without_taught=tuple(About(*each) for each in report.untaught.items()),
            taught_before=report.taught_before,
            balance=report.balance,
        )

    @property
    def began(self) -> int:
        """How many began one of the exams."""
        return self.matched + Counter(self.others).total()

    @property
    def gains(self) -> Mapping[Subject, Gain]:
        return dict(self.by_subject)

    @property
    def untaught(self) -> Mapping[Subject, Gain]:
        return dict(self.without_taught)
