"""What an exam's step shows in the outline, derived from the blueprint: competencies, questions and minutes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil

from quizzes.blueprint import rows_of
from quizzes.models import BlueprintRow, Exam

MINUTES_PER_QUESTION = (Fraction("1.25"), Fraction("1.8"))
"""The least and the most time a question that published certification exams for peer specialists allow."""


def minutes_for(count: int) -> tuple[int, int]:
    """From how many to how many whole minutes an exam of ``count`` questions takes."""
    low, high = MINUTES_PER_QUESTION
    return ceil(count * low), ceil(count * high)


def refresh_step(exam: Exam, rows: Sequence[BlueprintRow] | None = None) -> list[str]:
    """Derive the step from the blueprint and save what differs. Call it whenever the blueprint changes.

    ``rows`` are its ``rows_of``, where they are at hand. Returns the names of what changed.
    """
    step, rows = exam.step, rows_of(exam) if rows is None else rows
    count = sum(row.count for row in rows)
    low, high = minutes_for(count)
    fields = {"size": count, "minutes_low": low, "minutes_high": high}
    changed = [name for name, value in fields.items() if getattr(step, name) != value]
    if changed:
        for name in changed:
            setattr(step, name, fields[name])
        step.save(update_fields=changed)
    wanted = {row.about for row in rows}
    if wanted != set(step.competencies.all()):
        step.competencies.set(wanted)
        changed.append("competencies")
    return changed
