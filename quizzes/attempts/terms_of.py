"""Reading what ``quizzes.terms`` computes with: rules, accommodation and past attempts of one learner."""

from __future__ import annotations

from collections.abc import Iterable

from course.learners import accommodations
from course.models import Accommodation
from quizzes import terms
from quizzes.models import Attempt, Exam
from quizzes.terms import Allowance, Sat, Terms


def allowance_of(granted: Accommodation | None) -> Allowance:
    if granted is None:
        return terms.NONE
    return Allowance(**{name: getattr(granted, name) for name in accommodations.GRANTS})


def as_sat(attempts: Iterable[Attempt]) -> list[Sat]:
    """Those that count; what staff set aside uses up nothing and is waited for by nobody."""
    return [
        Sat(each.number, each.submitted_at, each.score, each.possible)
        for each in attempts
        if each.voided_at is None
    ]


def terms_of(granted: Accommodation | None, exam: Exam, taken: Iterable[Attempt]) -> Terms:
    """What holds in this exam for a learner to whom this is granted, and who has taken these attempts."""
    return terms.of(exam.terms, allowance_of(granted), as_sat(taken))
