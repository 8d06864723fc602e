"""How the learners of cohorts stand, added up. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

A_DAY = timedelta(days=1)
LONGEST = 90
"""So many days without work are as good as more: ``Person.quiet_days`` ends here."""


class Learner(NamedTuple):
    """What is added up of one learner: ``done`` of ``total`` steps, and the last work."""

    cohort: int
    done: int
    total: int
    last_work: datetime


@dataclass(frozen=True)
class Stand:
    """One cohort: ``done`` adds up all learners, ``steps`` what they could have done.

    ``idle`` has, by whole days since their last work, how many have steps left; who is quiet differs from one member of
    the staff to the next, and all of them can read it from here.
    """

    learners: int = 0
    done: int = 0
    steps: int = 0
    last_work: datetime | None = None
    idle: dict[int, int] = field(default_factory=dict)

    @property
    def percent(self) -> int | None:
        """The share of steps that are done; None where there is nothing to do."""
        return 100 * self.done // self.steps if self.steps else None

    def quiet(self, days: int) -> int:
        """How many have steps left, and have done nothing for ``days`` (1 to ``LONGEST``) or longer."""
        return sum(number for idle, number in self.idle.items() if idle >= days)


@dataclass(frozen=True)
class Stands:
    """By the keys of cohorts; one without learners may be missing."""

    of: dict[int, Stand]


def stands(learners: Iterable[Learner], *, at: datetime) -> Stands:
    by_cohort: dict[int, list[Learner]] = {}
    for learner in learners:
        by_cohort.setdefault(learner.cohort, []).append(learner)
    return Stands({cohort: _stand(found, at) for cohort, found in by_cohort.items()})


def _stand(learners: list[Learner], at: datetime) -> Stand:
    unfinished = (learner for learner in learners if learner.done < learner.total)
    idle = Counter(min((at - learner.last_work) // A_DAY, LONGEST) for learner in unfinished)
    return Stand(
        learners=len(learners),
        done=sum(learner.done for learner in learners),
        steps=sum(learner.total for learner in learners),
        last_work=max(learner.last_work for learner in learners),
        idle={days: idle[days] for days in sorted(idle)},
    )
