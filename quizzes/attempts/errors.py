"""Why a verb on an attempt was refused."""

from dataclasses import dataclass

from quizzes.models import Answer, Attempt, AttemptItem
from quizzes.terms import Refusal, Terms


@dataclass
class CannotStart(Exception):
    """The rules allow no attempt now; ``terms`` are what holds for the learner."""

    refusal: Refusal
    terms: Terms


@dataclass
class Closed(Exception):
    """The attempt was handed in, its clock is paused, or its time is over: nothing can be saved into it now."""

    attempt: Attempt


@dataclass
class Settled(Exception):
    """This answer stands: its feedback was shown, or the exam goes forward only and has gone on."""

    item: AttemptItem


@dataclass
class Stale(Exception):
    """Somewhere else a newer answer was saved; it stands. ``stored`` is that answer."""

    stored: Answer
