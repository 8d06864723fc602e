"""Beginning an attempt: everything it consists of is chosen and frozen now."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction

from course.models import Enrollment, Step
from quizzes import draw
from quizzes.attempts.errors import NoAttemptsLeft
from quizzes.kinds import KINDS
from quizzes.models import Attempt, AttemptItem, Exam, Question, QuestionVersion
from quizzes.models.exams import Rules


def attempts_left(rules: Rules, taken: int) -> int:
    return max(0, rules["attempts"] - taken)


def start(enrollment: Enrollment, exam: Exam, *, at: datetime, seed: int | None = None) -> Attempt:
    """The learner's open attempt, begun now if there is none. ``seed`` decides the draw; chosen at random by default.

    Raises NoAttemptsLeft, or ``draw.CannotFill`` when the bank has too few questions.
    """
    seed = secrets.randbits(63) if seed is None else seed
    try:
        return _open_or_begin(enrollment, exam, at, seed)
    except IntegrityError:
        # Another request began one between our look and our insert; the second look finds it.
        return _open_or_begin(enrollment, exam, at, seed)


@transaction.atomic
def _open_or_begin(enrollment: Enrollment, exam: Exam, at: datetime, seed: int) -> Attempt:
    taken = list(Attempt.objects.filter(enrollment=enrollment, exam=exam).order_by("number"))
    already = next((attempt for attempt in taken if attempt.state == Attempt.State.OPEN), None)
    if already is not None:
        return already
    if not attempts_left(exam.rules, len(taken)):
        raise NoAttemptsLeft
    number = taken[-1].number + 1 if taken else 1
    return _begin(enrollment, exam, number, at, seed)


def _begin(enrollment: Enrollment, exam: Exam, number: int, at: datetime, seed: int) -> Attempt:
    questions = _draw(exam, seed)
    attempt = Attempt.objects.create(
        enrollment=enrollment,
        exam=exam,
        number=number,
        seed=seed,
        rules=exam.rules,
        started_at=at,
        deadline=_deadline(exam.rules, at),
        possible=sum((_live(question).points for question in questions), Decimal(0)),
    )
    items = [_item(attempt, slot, question) for slot, question in enumerate(questions, start=1)]
    AttemptItem.objects.bulk_create(items)
    return attempt


def _deadline(rules: Rules, at: datetime) -> datetime | None:
    minutes = rules["time_limit_minutes"]
    return None if minutes is None else at + timedelta(minutes=minutes)


def _draw(exam: Exam, seed: int) -> list[Question]:
    """The drawn questions in the order of their slots, each with what freezing it needs.

    The whole bank is listed by key alone; only what was drawn is read in full.
    """
    rows = [draw.Row(row.competency.code, row.count) for row in exam.blueprint.select_related("competency")]
    bank = Question.objects.in_use().filter(course=exam.step.lesson.course_id)
    listed = bank.filter(competency__code__in=[row.competency for row in rows]).values_list(
        "key", "competency__code"
    )
    drawn = draw.questions(rows, map(draw.Entry._make, listed), seed=seed, shuffle=exam.rules["shuffle"])
    chosen = bank.select_related("live", "taught_by__lesson").filter(key__in=[entry.key for entry in drawn])
    found = {question.key: question for question in chosen}
    return [found[entry.key] for entry in drawn]


def _item(attempt: Attempt, slot: int, question: Question) -> AttemptItem:
    version = _live(question)
    keys = KINDS[question.kind].keys(version.body)
    return AttemptItem(
        attempt=attempt,
        slot=slot,
        version=version,
        competency_id=question.competency_id,
        kind=question.kind,
        critical=question.critical,
        taught_before=_is_before(question.taught_by, attempt.exam.step),
        points=version.points,
        option_order=draw.order(
            keys, seed=attempt.seed, question=question.key, shuffle=attempt.rules["shuffle"]
        ),
    )


def _live(question: Question) -> QuestionVersion:
    """The version to ask: a question in use always has one."""
    assert question.live is not None
    return question.live


def _is_before(topic: Step | None, exam: Step) -> bool:
    return topic is not None and (topic.lesson.position, topic.position) < (
        exam.lesson.position,
        exam.position,
    )
