"""What one learner gets under an exam's rules, and which rule or accommodation says so. Pure: no ORM, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_UP, Decimal
from enum import Enum

from quizzes.rules import Counts, Rules

GRACE = timedelta(seconds=10)
"""A save that was sent before the end may still be on its way this long after it."""


@dataclass(frozen=True)
class Allowance:
    """What an accommodation adds up to. The default allows nothing beyond the rules."""

    time_factor: Decimal = Decimal(1)
    extra_minutes: int = 0
    untimed: bool = False
    extra_attempts: int = 0
    extra_days: int = 0
    may_pause: bool = False


NONE = Allowance()


@dataclass(frozen=True)
class Sat:
    """An attempt of the past. ``submitted_at`` None: it is open. ``score`` and ``possible`` are exact points."""

    number: int
    submitted_at: datetime | None
    score: Decimal | None = None
    possible: Decimal = Decimal(0)


class Refusal(Enum):
    """Why an exam cannot be started now."""

    NOT_OPEN = "not open"
    CLOSED = "closed"
    NO_ATTEMPTS_LEFT = "no attempts left"
    WAIT = "wait"


@dataclass(frozen=True)
class Terms:
    """What holds for one learner. ``minutes`` None: no time limit. ``next_at``: when a further attempt may begin."""

    rules: Rules
    allowance: Allowance
    closes: datetime | None
    minutes: int | None
    attempts: int
    left: int
    next_at: datetime | None

    def refusal(self, at: datetime) -> Refusal | None:
        """Why no attempt may begin at this time; None if one may."""
        if self.rules.opens and at < self.rules.opens:
            return Refusal.NOT_OPEN
        if self.closes and at >= self.closes:
            return Refusal.CLOSED
        if not self.left:
            return Refusal.NO_ATTEMPTS_LEFT
        return Refusal.WAIT if self.next_at and at < self.next_at else None

    def deadline(self, started_at: datetime, *, stood: timedelta = timedelta(0)) -> datetime | None:
        """When an attempt that begins then must end; None for never. ``stood``: for how long its clock stood still."""
        ends = [self.closes] if self.closes else []
        if self.minutes is not None:
            ends.append(started_at + timedelta(minutes=self.minutes) + stood)
        return min(ends, default=None)


def of(rules: Rules, allowance: Allowance = NONE, sat: Sequence[Sat] = ()) -> Terms:
    """The terms of a learner with this allowance who has sat these attempts."""
    attempts = rules.attempts + allowance.extra_attempts
    return Terms(
        rules=rules,
        allowance=allowance,
        closes=_closes(rules, allowance),
        minutes=_minutes(rules, allowance),
        attempts=attempts,
        left=max(0, attempts - len(sat)),
        next_at=_next_at(rules, sat),
    )


def _closes(rules: Rules, allowance: Allowance) -> datetime | None:
    return rules.closes + timedelta(days=allowance.extra_days) if rules.closes else None


def _minutes(rules: Rules, allowance: Allowance) -> int | None:
    """A part of a minute counts as a whole one; a factor multiplies before minutes are added."""
    if rules.time_limit_minutes is None or allowance.untimed:
        return None
    stretched = (rules.time_limit_minutes * allowance.time_factor).to_integral_value(ROUND_UP)
    return int(stretched) + allowance.extra_minutes


def _next_at(rules: Rules, sat: Sequence[Sat]) -> datetime | None:
    ended = [each.submitted_at for each in sat if each.submitted_at]
    return max(ended) + timedelta(hours=rules.wait_hours) if ended and rules.wait_hours else None


def stood(paused_at: datetime, at: datetime) -> timedelta:
    """For how long a clock that was stopped then has stood still; a server's clock may have stepped back since."""
    return max(at - paused_at, timedelta(0))


def counting(rules: Rules, sat: Sequence[Sat]) -> Sat | None:
    """The submitted attempt that counts; None before the first. Of two equally good ones the earlier counts."""
    submitted = sorted((each for each in sat if each.submitted_at), key=lambda each: each.number)
    if not submitted:
        return None
    if rules.counts is Counts.FIRST:
        return submitted[0]
    if rules.counts is Counts.LATEST:
        return submitted[-1]
    return max(submitted, key=lambda each: (_share(each), -each.number))


def _share(sat: Sat) -> Decimal:
    return (sat.score or Decimal(0)) / sat.possible if sat.possible else Decimal(0)


def passes(rules: Rules, *, score: Decimal, possible: Decimal, critical_missed: int) -> bool | None:
    """Whether a result meets the pass mark; None where an exam has none. Exact: no rounding before comparing."""
    if not rules.can_be_passed:
        return None
    enough = rules.pass_percent is None or score * 100 >= possible * rules.pass_percent
    return enough and not (rules.pass_critical and critical_missed)
