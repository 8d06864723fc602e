"""The verbs on an attempt. Each is one transaction and takes ``at``; what they refuse, they refuse by name."""

from quizzes.attempts.begin import attempts_left, start
from quizzes.attempts.errors import Closed, NoAttemptsLeft, Stale
from quizzes.attempts.finish import submit
from quizzes.attempts.items import code, newest, with_answers
from quizzes.attempts.recompute import differences, recompute
from quizzes.attempts.save import flag, is_open, save_answer

__all__ = [
    "Closed",
    "NoAttemptsLeft",
    "Stale",
    "attempts_left",
    "code",
    "differences",
    "flag",
    "is_open",
    "newest",
    "recompute",
    "save_answer",
    "start",
    "submit",
    "with_answers",
]
