"""The loader of quizzes: the bank first, then the exams that draw from it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from course.content.course_facts import Facts
from course.content.documents import Folder
from course.content.files import File
from course.content.keeping import Written
from course.content.outline_files import Outline
from course.content.taking import Loading
from course.content.writing import Writing
from course.models import Course
from quizzes.checked import questions_in_files
from quizzes.content.bank_facts import facts
from quizzes.content.bank_files import Bank, read_bank
from quizzes.content.exam_files import ParsedExam, read_exams
from quizzes.content.exam_rows import write_exams
from quizzes.content.rows import write_questions
from quizzes.content.writing import bank_files, exam_files, written_bank, written_exams
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

    def written(self, parsed: Parsed, outline: Outline) -> Iterator[Written]:
        assert outline.course is not None  # else reading had raised
        yield from questions_in_files(parsed[0].questions, language=outline.course.language)

    def files(self, parsed: Parsed) -> Iterator[File]:
        bank, exams = parsed
        yield from bank_files(bank)
        yield from exam_files(exams)

    def facts(self, parsed: Parsed, outline: Outline) -> Facts:
        return facts(*parsed, outline)

    def write(self, writing: Writing) -> Iterator[File]:
        yield from written_bank(writing)
        yield from written_exams(writing)
