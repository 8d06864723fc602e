"""What the exams of a course ask, read once for all who sit them."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from course.models import Course, Enrollment
from quizzes import draw
from quizzes.attempts import begin
from quizzes.blueprint import rows_of
from quizzes.draw import CannotFill, Entry
from quizzes.forms_ab import FORMS
from quizzes.models import Attempt, AttemptItem, Exam, Question
from quizzes.program_maker.answering import Item, item


class Bank:
    """The questions of a course that are in use, by key, and how each behaves."""

    def __init__(self, course: Course) -> None:
        rows = Question.objects.in_use().filter(course=course)
        rows = rows.select_related("live", "taught_by__lesson", "competency", "domain")
        self.questions = {row.key: row for row in rows}
        self.entries = [
            Entry(row.key, row.competency.code, row.domain.code if row.domain else "") for row in rows
        ]
        self.items: dict[int, Item] = {
            row.live.pk: item(row.key, row.expected, row.kind, row.live.body) for row in rows if row.live
        }


class Paper:
    """One exam. ``asks_nothing`` where the bank or the stored forms cannot fill it: nobody can begin it."""

    def __init__(self, exam: Exam, bank: Bank) -> None:
        self.exam, self.bank, self.rules, self.rows = exam, bank, exam.terms, rows_of(exam)
        self.plan = [row.plan for row in self.rows]
        letters = FORMS if exam.forms_of_id else ()
        self.stored = {form: begin.stored(exam, self.rows, form) for form in letters}

    @cached_property
    def asks_nothing(self) -> bool:
        try:
            return not all(self._asked(form, seed=0) for form in self.stored or ("",))
        except CannotFill:
            return True

    def new_attempt(
        self,
        enrollment: Enrollment,
        number: int,
        form: str,
        seed: int,
        *,
        deadline: datetime | None,
        at: datetime,
    ) -> tuple[Attempt, list[AttemptItem]]:
        """The rows with which an attempt begins, not saved."""
        asked = self._asked(form, seed=seed)
        return begin.frozen(
            enrollment, self.exam, number, form, seed, self.rows, asked, deadline=deadline, at=at
        )

    def _asked(self, form: str, *, seed: int) -> list[begin.Asked]:
        shuffle = self.rules.shuffle
        drawing = self.stored.get(form) or (
            draw.questions(self.plan, self.bank.entries, seed=seed, shuffle=shuffle),
            self.bank.questions,
        )
        return begin.arranged(drawing, self.rows, shuffle=shuffle, seed=seed)
