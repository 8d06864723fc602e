"""What the database says of a question or an exam besides versions, in the form in which files say it."""

from __future__ import annotations

from typing import Any

from course.versions import digest
from quizzes.asked import Asked, asked_by
from quizzes.models import BlueprintRow, Exam, Question


def question_facts(question: Question) -> dict[str, Any]:
    """What holds for a question whatever its wording."""
    return {
        "competency": question.competency.code,
        "domain": question.domain.code if question.domain else None,
        "critical": question.critical,
        "taught_by": question.taught_by.slug if question.taught_by else None,
        "basis": question.basis,
        "retired": question.retired,
        **expected_fact(question.expected),
    }


def expected_fact(expected: str) -> dict[str, str]:
    """Said only where it is not what it would be anyway, so that digests of before this was known still hold."""
    return {} if expected == Question.Expected.MEDIUM else {"expected": expected}


def exam_facts(exam: Exam, asked: Asked | None = None) -> dict[str, Any]:
    """All that an author decides about an exam. The blueprint is in its order.

    ``asked`` is what it asks, where that is at hand.
    """
    asked = asked or asked_by([exam])[exam.pk]
    own = [] if exam.shares_forms else asked.rows
    return {
        "title": exam.step.title,
        "purpose": exam.purpose,
        "instructions": exam.instructions,
        "blueprint": [_row(row) for row in own if row.section_id is None],
        "sections": [
            {
                "title": section.title,
                "instructions": section.instructions,
                "blueprint": [_row(row) for row in own if row.section_id == section.pk],
            }
            for section in asked.sections
        ],
        "forms": _forms(exam, asked),
        "rules": exam.terms.stored(),
    }


def _row(row: BlueprintRow) -> dict[str, Any]:
    return {
        "competency": row.competency.code if row.competency else None,
        "domain": row.domain.code if row.domain else None,
        "question": row.question.key if row.question else None,
        "count": row.count,
        "points": None if row.points is None else str(row.points),
    }


def _forms(exam: Exam, asked: Asked) -> dict[str, Any] | None:
    if exam.forms_of is None:
        return None
    if exam.shares_forms:
        return {"anchors": [], "same_as": exam.forms_of.step.slug}
    return {"anchors": asked.anchors, "same_as": None}


def exam_digest(exam: Exam) -> str:
    """SHA-256 of what the database says of an exam. Differs from ``loaded_digest`` once it was edited in the admin."""
    return digest(exam_facts(exam))
