"""What the database says of a question or an exam besides versions, in the form in which files say it."""

from __future__ import annotations

from typing import Any

from course.versions import digest
from quizzes.models import Exam, Question


def question_facts(question: Question) -> dict[str, Any]:
    """What holds for a question whatever its wording."""
    return {
        "competency": question.competency.code,
        "domain": question.domain.code if question.domain else None,
        "critical": question.critical,
        "taught_by": question.taught_by.slug if question.taught_by else None,
        "basis": question.basis,
        "retired": question.retired,
    }


def exam_facts(exam: Exam) -> dict[str, Any]:
    """All that an author decides about an exam. The blueprint is in its order."""
    rows = exam.blueprint.select_related("competency")
    return {
        "title": exam.step.title,
        "purpose": exam.purpose,
        "instructions": exam.instructions,
        "blueprint": [{"competency": row.competency.code, "count": row.count} for row in rows],
        "rules": exam.rules,
    }


def exam_digest(exam: Exam) -> str:
    """SHA-256 of what the database says of an exam. Differs from ``loaded_digest`` once it was edited in the admin."""
    return digest(exam_facts(exam))
