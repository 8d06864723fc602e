"""The loader of quizzes: the bank first, then the exams that draw from it."""

from __future__ import annotations

from collections.abc import Collection

from course.content.documents import Folder
from course.content.outline_files import Outline
from course.content.taking import Loading
from course.models import Course
from quizzes.content.bank_files import Bank, read_bank
from quizzes.content.exam_files import ParsedExam, read_exams
from quizzes.content.exam_rows import write_exams
from quizzes.content.rows import write_questions
from quizzes.models import Exam

Parsed = tuple[Bank, list[ParsedExam]]


class QuizLoader:
    """Reads ``bank/*.yaml`` and ``exams/<slug>.yaml``."""

    kinds = ("exam",)

    def read(self, folder: Folder, outline: Outline, course: Course | None) -> Parsed:
        bank = read_bank(folder, outline, course)
        return bank, read_exams(folder, outline, bank)

    def steps_from_files(self, course: Course) -> Collection[int]:
        exams = Exam.objects.filter(step__lesson__course=course).exclude(loaded_digest="")
        return exams.values_list("step_id", flat=True)

    def apply(self, parsed: Parsed, loading: Loading) -> None:
        bank, exams = parsed
        write_questions(bank.questions, loading)
        write_exams(exams, loading)
