"""The scores of one exam as a whole. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from quizzes.statistics import moments
from quizzes.statistics.moments import Summary
from quizzes.statistics.reliability import Reliability, reliability
from quizzes.statistics.responses import Responses
from quizzes.statistics.small_numbers import few


@dataclass(frozen=True)
class ExamFigures:
    """``scores`` sums up the percent of points, 0 to 100, that each sitting earned of what it was shown.

    ``caution`` where there are fewer than 30 sittings.
    """

    scores: Summary
    reliability: Reliability
    caution: bool


def figures(responses: Responses) -> ExamFigures:
    """Everything about the exam's totals. Sittings that were shown nothing have no score and are left out.

    For one form, whose questions may have been reworded in between, let an item stand for a question, not a version:
    reliability needs sittings that were shown every item.
    """
    shares = [total.share for total in responses.totals]
    percents = [100 * share for share in shares if share is not None]
    return ExamFigures(moments.summary(percents), reliability(responses), few(len(percents)))
