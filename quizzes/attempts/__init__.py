"""The verbs on an attempt. Each is one transaction and takes ``at``; what they refuse, they refuse by name."""

from quizzes.attempts.begin import start
from quizzes.attempts.clock import accommodate, close_all_overdue, pause, unpause
from quizzes.attempts.errors import CannotStart, Closed, Settled, Stale
from quizzes.attempts.finish import close_overdue, submit
from quizzes.attempts.items import code, newest, with_answers
from quizzes.attempts.recompute import differences, recompute, refresh
from quizzes.attempts.save import flag, go_forward, is_open, is_overdue, save_answer, settle
from quizzes.attempts.story import tell
from quizzes.attempts.terms_of import allowance_of, as_sat, terms_of

__all__ = [
    "CannotStart",
    "Closed",
    "Settled",
    "Stale",
    "accommodate",
    "allowance_of",
    "as_sat",
    "close_all_overdue",
    "close_overdue",
    "code",
    "differences",
    "flag",
    "go_forward",
    "is_open",
    "is_overdue",
    "newest",
    "pause",
    "recompute",
    "refresh",
    "save_answer",
    "settle",
    "start",
    "submit",
    "tell",
    "terms_of",
    "unpause",
    "with_answers",
]
