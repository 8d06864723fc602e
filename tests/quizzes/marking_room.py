"""An exam with a long answer among its questions, and attempts at it that wait for a person."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from course.models import Competency, Enrollment, Person
from quizzes import attempts, marking
from quizzes.models import Attempt, AttemptItem, BlueprintRow, Exam, MarkDraft, Question
from tests.conftest import NOW
from tests.quizzes.kind_bodies import add_item

TEXT = "I would sit down with him, and ask what he needs."


def ask_long(exam: Exam, *, number: int = 0, points: Decimal | None = None) -> Question:
    """From now on the exam also asks this long question, worth 3 points unless given others."""
    competency, _ = Competency.objects.get_or_create(
        code="samhsa-9", defaults={"framework": "samhsa", "title": "Writes"}
    )
    question = add_item(exam.step.lesson.course, competency, "long", number)
    BlueprintRow.objects.create(exam=exam, question=question, points=points)
    return question


def save(item: AttemptItem, response: dict[str, Any], *, seen: int = 0, at: datetime = NOW) -> None:
    attempts.save_answer(item, response=response, save_id=uuid4(), seen_revision=seen, at=at)


def sit(
    enrollment: Enrollment, exam: Exam, *, text: str = TEXT, choice: str = "yes", at: datetime = NOW
) -> Attempt:
    """An attempt handed in with every choice made alike, and every long answer the same; empty leaves them out."""
    attempt = attempts.start(enrollment, exam, at=at)
    for item in attempt.items.all():
        response = {"text": text} if item.kind == "long" else {"choice": choice}
        if all(response.values()):
            save(item, response, at=at)
    return attempts.submit(attempt, at=at + timedelta(minutes=10))


def long_of(attempt: Attempt) -> AttemptItem:
    return attempt.items.filter(kind="long").earliest("slot")


def draft(item: AttemptItem, marker: Person, *, points: str = "2", seen: int = 0, **said: Any) -> MarkDraft:
    given = {"rubric": {"hears": "1", "asks": "1"}, "comment": "", **said}
    return marking.draft(
        item, points=Decimal(points), seen_revision=seen, marker=marker, at=NOW + timedelta(hours=1), **given
    )
