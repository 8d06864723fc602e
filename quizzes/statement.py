"""What exams add to a statement of completion: what they ask, for its content version, and scores that are released."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Prefetch

from course import versions
from course.models import Enrollment
from quizzes import attempts, terms
from quizzes.feedback import held_until, released
from quizzes.models import Attempt, BlueprintRow, Exam, Question
from quizzes.rules import Shows
from quizzes.would_get import exams_of


def digests(course: int) -> dict[str, str]:
    """By the address of each live exam: a digest of its rules, its blueprint and the bank. Three statements."""
    questions = Question.objects.filter(course=course).in_use().order_by("key")
    bank = dict(questions.values_list("key", "live__digest"))
    exams = exams_of(course).prefetch_related(Prefetch("blueprint", BlueprintRow.objects.order_by("pk")))
    return {f"{exam.step.lesson.slug}/{exam.step.slug}": _digest(exam, bank) for exam in exams}


def _digest(exam: Exam, bank: dict[str, str]) -> str:
    rows = [[row.competency_id, row.domain_id, row.question_id, row.count] for row in exam.blueprint.all()]
    return versions.digest({"rules": exam.rules, "rows": rows, "bank": bank})


def scores(enrollment: Enrollment, *, at: datetime) -> list[dict[str, Any]]:
    """Of each exam the attempt that counts, where its rules have released its score and no answer waits for a mark."""
    return list(_scores(enrollment, at))


def _scores(enrollment: Enrollment, at: datetime) -> Iterator[dict[str, Any]]:
    for exam in exams_of(enrollment.course_id):
        attempt = _counting(enrollment, exam, at)
        if attempt is None or attempt.awaiting or attempt.score is None:
            continue
        if Shows.SCORE in released(attempt.terms, held_until(attempt), at):
            yield {
                "title": exam.step.title,
                "score": f"{attempt.score.normalize():f}",
                "possible": f"{attempt.possible.normalize():f}",
            }


def _counting(enrollment: Enrollment, exam: Exam, at: datetime) -> Attempt | None:
    taken = attempts.taken_by(enrollment.pk, exam, at=at)
    counting = terms.counting(exam.terms, attempts.as_sat(taken))
    return next((each for each in taken if counting and each.number == counting.number), None)
