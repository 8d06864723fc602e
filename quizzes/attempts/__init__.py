"""The verbs on an attempt. Each is one transaction and takes ``at``; what they refuse, they refuse by name."""

from quizzes.attempts.begin import start
from quizzes.attempts.clock import accommodate, close_all_overdue, close_paused, closes, pause, unpause
from quizzes.attempts.errors import CannotStart, Closed, Settled, Stale
from quizzes.attempts.finish import close_overdue, submit, submit_one
from quizzes.attempts.foresee import Foreseen, foresee, taken_by
from quizzes.attempts.items import code, newest, with_answers
from quizzes.attempts.reading import read_by, was_read, with_last_read
from quizzes.attempts.recompute import differences, recompute, refresh
from quizzes.attempts.save import flag, go_forward, is_open, is_overdue, save_answer, settle
from quizzes.attempts.story import note, tell
from quizzes.attempts.terms_of import allowance_of, as_sat, terms_of
from quizzes.attempts.void import void

__all__ = [
    "CannotStart",
    "Closed",
    "Foreseen",
    "Settled",
    "Stale",
    "accommodate",
    "allowance_of",
    "as_sat",
    "close_all_overdue",
    "close_overdue",
    "close_paused",
    "closes",
    "code",
    "differences",
    "flag",
    "foresee",
    "go_forward",
    "is_open",
    "is_overdue",
    "newest",
    "note",
    "pause",
    "read_by",
    "recompute",
    "refresh",
    "save_answer",
    "settle",
    "start",
    "submit",
    "submit_one",
    "taken_by",
    "tell",
    "terms_of",
    "unpause",
    "void",
    "was_read",
    "with_answers",
    "with_last_read",
]
