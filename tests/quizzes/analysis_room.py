"""Attempts by the dozen, for tests of item analysis: written as rows, since verbs would take their time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from course.models import Cohort, Enrollment, Person
from quizzes.kinds import KINDS
from quizzes.models import Answer, Attempt, AttemptItem, Exam, Mark, Question, QuestionVersion
from tests.quizzes.make_attempts import BEGAN, exam_of

RIGHT, WRONG, OTHER, NOTHING = "right", "wrong", "other", ""
_numbers = count()


def versions(cohort: Cohort, how_many: int = 4) -> list[QuestionVersion]:
    """The live versions of the first questions of the bank, by key."""
    found = Question.objects.filter(course=cohort.course).order_by("key").select_related("live")
    return [question.live for question in found[:how_many] if question.live]


def answered(
    cohort: Cohort,
    rows: Sequence[Sequence[str]],
    *,
    asked: Sequence[QuestionVersion] = (),
    enrollments: Sequence[Enrollment] = (),
    exam: Exam | None = None,
    **fields: Any,
) -> list[Attempt]:
    """For each row of choices a learner's attempt, handed in and graded, new learners unless given."""
    asked = asked or versions(cohort)
    exam = exam or exam_of(cohort)
    enrollments = enrollments or newcomers(cohort, len(rows))
    rights = [sum(choice == RIGHT for choice in row[: len(asked)]) for row in rows]
    values: dict[str, Any] = {
        "exam": exam,
        "number": 1,
        "seed": 1,
        "rules": {},
        "started_at": BEGAN,
        "possible": Decimal(len(asked)),
        "state": "submitted",
        "critical_missed": 0,
        "seconds_taken": 600,
        "submitted_at": BEGAN + timedelta(minutes=10),
    }
    attempts = Attempt.objects.bulk_create(
        Attempt(enrollment=each, **{"score": Decimal(score), **values, **fields})
        for each, score in zip(enrollments, rights, strict=True)
    )
    for attempt, row in zip(attempts, rows, strict=True):
        _answer(attempt, row, asked)
    return attempts


def newcomers(cohort: Cohort, how_many: int) -> list[Enrollment]:
    names = [f"learner-{next(_numbers)}" for _ in range(how_many)]
    people = Person.objects.bulk_create(Person(email=f"{name}@example.org", name=name) for name in names)
    return Enrollment.objects.bulk_create(
        Enrollment(person=person, cohort=cohort, course=cohort.course, joined_at=BEGAN) for person in people
    )


def _answer(attempt: Attempt, row: Sequence[str], asked: Sequence[QuestionVersion]) -> None:
    items = AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=attempt,
            slot=slot,
            version=version,
            competency=version.question.competency,
            kind=version.question.kind,
            critical=False,
            taught_before=False,
            points=version.points,
        )
        for slot, version in enumerate(asked, start=1)
    )
    given = [(item, _response(item.version, choice)) for item, choice in zip(items, row, strict=True)]
    Answer.objects.bulk_create(
        Answer(
            item=item,
            save_id=uuid4(),
            revision=1,
            response=response,
            response_code=KINDS[item.kind].code(response),
            at=BEGAN,
        )
        for item, response in given
        if response
    )
    Mark.objects.bulk_create(
        Mark(
            item=item,
            points=KINDS[item.kind].grade(item.version.body, item.points, response),
            at=BEGAN,
        )
        for item, response in given
    )


def _response(version: QuestionVersion, choice: str) -> dict[str, str]:
    """The right choice, the first wrong one, the second, or nothing."""
    choices = version.body["choices"]
    right = [each["key"] for each in choices if each.get("right")]
    wrong = [each["key"] for each in choices if not each.get("right")]
    keys = {RIGHT: right[0], WRONG: wrong[0], OTHER: wrong[1]}
    return {"choice": keys[choice]} if choice else {}


def ladder(how_many: int, width: int = 4) -> list[list[str]]:
    """Rows in which who knows more earns more on every question: the first is right on none, the last on all."""
    return [
        [RIGHT if place < (width + 1) * row // how_many else WRONG for place in range(width)]
        for row in range(how_many)
    ]
