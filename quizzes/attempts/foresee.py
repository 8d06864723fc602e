"""What would happen if a learner began an exam now. Nothing is chosen, nothing is frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from course.learners import accommodations
from course.models import Enrollment
from quizzes.attempts.begin import ask, form_for
from quizzes.attempts.finish import close_overdue
from quizzes.attempts.terms_of import terms_of
from quizzes.blueprint import rows_of
from quizzes.draw import CannotFill
from quizzes.models import Attempt, Exam
from quizzes.terms import Terms


@dataclass(frozen=True)
class Foreseen:
    """``form`` is empty where an exam has no stored forms; ``seen`` are the forms that the person sat, oldest first.

    ``missing`` says which row the bank cannot fill; empty where it can.
    """

    taken: list[Attempt]
    terms: Terms
    questions: int
    form: str
    seen: list[str]
    missing: str

    @property
    def going(self) -> Attempt | None:
        """The attempt that is open."""
        return next((attempt for attempt in self.taken if attempt.state == Attempt.State.OPEN), None)


def taken_by(enrollment: int, exam: Exam, *, at: datetime) -> list[Attempt]:
    """The learner's attempts at this exam, in order, none of them open after its time."""
    rows = Attempt.objects.filter(enrollment=enrollment, exam=exam).order_by("number")
    taken = list(rows)
    closed = [close_overdue(attempt, at=at) for attempt in taken]
    return list(rows.all()) if any(closed) else taken


def foresee(enrollment: Enrollment, exam: Exam, *, at: datetime) -> Foreseen:
    """What ``start`` would do. The form may be another one if others of the cohort begin first."""
    taken = taken_by(enrollment.pk, exam, at=at)
    terms, rows = terms_of(accommodations.of(enrollment), exam, taken), rows_of(exam)
    form, seen = form_for(enrollment, exam)
    missing = ""
    try:
        ask(exam, terms.rules, rows, form, seed=0)
    except CannotFill as problem:
        missing = str(problem)
    return Foreseen(taken, terms, sum(row.count for row in rows), form, seen, missing)
