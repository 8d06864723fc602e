"""Why a verb on an attempt was refused."""

from dataclasses import dataclass

from quizzes.models import Answer, Attempt


class NoAttemptsLeft(Exception):
    """The learner has used every attempt that the exam's rules allow."""


@dataclass
class Closed(Exception):
    """The attempt was handed in, or its time is over: nothing can be saved into it any more."""

    attempt: Attempt


@dataclass
class Stale(Exception):
    """Somewhere else a newer answer was saved; it stands. ``stored`` is that answer."""

    stored: Answer
