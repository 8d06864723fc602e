"""What a learner may be shown of an answer: only what the frozen rules release, and only then."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from quizzes import grading
from quizzes.kinds import KINDS, Response
from quizzes.kinds.base import Told
from quizzes.rules import Rules, Shows, When

if TYPE_CHECKING:
    from quizzes.models import Attempt, AttemptItem


@dataclass(frozen=True)
class Feedback:
    """``points`` None: right or wrong is not shown. ``told`` empty and ``explanation_html`` empty: the key is not."""

    item: AttemptItem
    words: Sequence[str]
    points: Decimal | None
    told: Sequence[Told]
    explanation_html: str
    comment: str = ""

    @property
    def is_right(self) -> bool:
        return self.points == self.item.points

    @property
    def is_partly_right(self) -> bool:
        return bool(self.points) and not self.is_right


def released(rules: Rules, attempt: Attempt, at: datetime) -> Collection[Shows]:
    """What the learner of a submitted attempt may see at this time."""
    if rules.feedback_when is When.CLOSE and rules.closes and at < rules.closes:
        return ()
    return rules.feedback


def feedback_on(
    item: AttemptItem,
    response: Response | None,
    shows: Collection[Shows],
    *,
    points: Decimal | None = None,
    comment: str = "",
) -> Feedback:
    """What ``shows`` releases about one answer. ``points`` are its mark's; without one, what its rule gives."""
    version, response = item.version, response or {}
    if points is None:
        points = grading.grade(item.kind, version.body, item.points, response)
    missed = item.critical and points < item.points
    keys = Shows.KEYS in shows or (missed and Shows.CRITICAL in shows)
    return Feedback(
        item=item,
        words=KINDS[item.kind].texts(version.body, response),
        points=points if keys or Shows.CORRECTNESS in shows else None,
        told=KINDS[item.kind].tell(version.body, response) if keys else (),
        explanation_html=version.explanation_html if keys else "",
        comment=comment,
    )
