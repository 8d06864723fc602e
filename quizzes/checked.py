"""Questions as the check of words reads them: from rows, and from files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from course.checking.findings import Thing, one_line
from course.checking.rows import Where, payload_of, state_of
from course.content.keeping import Written
from quizzes.content.bank_files import ParsedQuestion
from quizzes.models import Question, QuestionVersion


class Questions:
    kind = "question"
    app = "quizzes"

    @staticmethod
    def rows(where: Where) -> QuerySet[Any]:
        rows = Question.objects.filter(where("course"), retired=False)
        return rows.select_related("live", "draft", "course").order_by("key")

    @staticmethod
    def course_of(row: Question) -> int:
        return row.course_id

    @staticmethod
    def thing(row: Question, version: QuestionVersion) -> Thing:
        return Thing(
            kind="question",
            address=row.key,
            title=one_line(version.stem, 80),
            payload=payload_of(version),
            language=row.course.language,
            state=state_of(row, version, row.course.language),
        )


def questions_in_files(parsed: Iterable[ParsedQuestion], *, language: str) -> Iterator[Written]:
    for each in parsed:
        thing = Thing(
            kind="question",
            address=each.file.key,
            title=one_line(each.file.stem, 80),
            payload=each.payload(),
            language=language,
        )
        yield Written(thing, each.file.keep, each.document, each.path)
