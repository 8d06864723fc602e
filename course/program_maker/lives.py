"""What becomes of a made-up learner: when they come to which step, and how it ends. Pure: the same dice, the same life.

The shares are guesses of what a program sees, not findings. Everything that pages must cope with is there: people who
never begin, who go quiet, who leave half way through a page, who withdraw.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from random import Random


class End(Enum):
    """How a way through the course ends before its last step, and for what share of learners."""

    NEVER_BEGAN = 0.03
    QUIET = 0.06
    LEFT_IN_THE_MIDDLE = 0.04
    WITHDREW = 0.05
    NONE = 0.82


@dataclass(frozen=True)
class Life:
    """``moments`` holds when the learner comes to each step, in order, as far as they get.

    ``ability`` and ``gain`` are in standard deviations of ability among newcomers: what the learner brings, and what
    the whole course adds. ``pace`` is how long this reader takes, as a multiple of the estimate.
    """

    end: End
    joined_at: datetime
    moments: tuple[datetime, ...]
    ability: float
    gain: float
    pace: float
    measured: bool

    def is_left(self, index: int) -> bool:
        """Whether the learner leaves the step with this index, from 0, unfinished."""
        return self.end is End.LEFT_IN_THE_MIDDLE and index == len(self.moments) - 1


def live(rng: Random, *, began: datetime, until: datetime, steps: int) -> Life:
    """One learner of a cohort that ``began`` then, up to now (``until``), in a course of so many steps."""
    end = rng.choices(list(End), [end.value for end in End])[0]
    joined_at = began + timedelta(days=rng.randrange(0, 6), minutes=rng.randrange(9 * 60, 21 * 60))
    return Life(
        end=end,
        joined_at=joined_at,
        moments=tuple(_moments(rng, joined_at, until, _steps_taken(rng, end, steps))),
        ability=rng.gauss(0, 1),
        gain=max(-0.3, rng.gauss(0.9, 0.5)),
        pace=rng.lognormvariate(0, 0.35),
        measured=rng.random() > 0.05,
    )


def _steps_taken(rng: Random, end: End, steps: int) -> int:
    if end is End.NEVER_BEGAN:
        return 0
    return steps if end is End.NONE else rng.randint(1, max(1, steps - 1))


def _moments(rng: Random, joined_at: datetime, until: datetime, count: int) -> list[datetime]:
    """One to four steps on a day, every few days."""
    found: list[datetime] = []
    moment = joined_at + timedelta(minutes=rng.randrange(5, 600))
    left_today = rng.randint(1, 4)
    while len(found) < count and moment < until:
        found.append(moment)
        left_today -= 1
        if left_today:
            moment += timedelta(minutes=rng.randrange(50, 110), seconds=rng.randrange(60))
        else:
            left_today = rng.randint(1, 4)
            moment += timedelta(days=rng.randint(1, 6), minutes=rng.randrange(-180, 180))
    return found
