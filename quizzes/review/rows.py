"""What a supervisor can ask of the review, and what a row of the answer holds. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from quizzes.review.figures import Score, duration


class RowState(TextChoices):
    """How far a learner is with an exam, in the order in which the review sorts them."""

    NOT_STARTED = "not-started", _("Not started")
    OPEN = "open", _("In progress")
    SUBMITTED = "submitted", _("Submitted")
    VOID = "void", _("Set aside")


# More to filter by: parts of the submitted attempts. Nobody has opened the latter since they stand as they are.
CRITICAL = "critical"
CRITICAL_UNREAD = "critical-unread"


@dataclass(frozen=True)
class Wanted:
    """What a supervisor asked for.

    ``state`` is a ``RowState``, ``CRITICAL``, ``CRITICAL_UNREAD`` or empty for any.
    ``sort`` names a column; "-" before it means last first.
    """

    cohort: int | None = None
    exam: int | None = None
    state: str = ""
    name: str = ""
    sort: str = "-submitted"

    @property
    def is_narrow(self) -> bool:
        """Whether anything is filtered away."""
        return bool(self.cohort or self.exam or self.state or self.name)


@dataclass(frozen=True)
class Row:
    """One line of the review. Without an attempt, what only an attempt has is None.

    ``sitting`` is the attempt's number, 0 without one; ``rank`` is the place of its state in ``RowState``.
    """

    attempt_pk: int | None
    enrollment_pk: int
    exam_pk: int
    sitting: int
    rank: int
    learner: str
    email: str
    cohort_name: str
    exam_title: str
    points: Decimal | None
    out_of: Decimal | None
    critical: int | None
    began: datetime | None
    sent: datetime | None
    seconds: int | None
    sort_key: Any

    @property
    def state(self) -> RowState:
        return list(RowState)[self.rank]

    @property
    def score(self) -> Score | None:
        """None until the attempt is submitted."""
        return None if self.points is None or self.out_of is None else Score(self.points, self.out_of)

    @property
    def time_taken(self) -> str | None:
        """In words."""
        return None if self.seconds is None else duration(self.seconds)


@dataclass(frozen=True)
class Counts:
    """Rows in each state, whatever is asked; ``critical`` is a part of ``submitted``.

    ``unread``, a part of ``critical``, is counted only where it is asked for.
    """

    not_started: int
    open: int
    submitted: int
    critical: int
    void: int
    unread: int = 0

    def total(self, state: str) -> int:
        """How many rows the filter ``state`` leaves."""
        named = {
            RowState.NOT_STARTED: self.not_started,
            RowState.OPEN: self.open,
            RowState.SUBMITTED: self.submitted,
            CRITICAL: self.critical,
            CRITICAL_UNREAD: self.unread,
            RowState.VOID: self.void,
        }
        return named.get(state, self.not_started + self.open + self.submitted + self.void)
