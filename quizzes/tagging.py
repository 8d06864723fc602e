"""Writing the same facts to many questions at once: what would change, and changing it, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from course.models import Person
from quizzes import authoring
from quizzes.blueprint import entries
from quizzes.models import Exam, Question

FACTS = ("competency", "domain", "critical", "taught_by")

Facts = Mapping[str, Any]
"""By name of ``FACTS``; what is left out stays as it is for each question."""


class LeavesExamsShort(Exception):
    """A live exam could be filled before and could not be afterward. ``str()`` is a sentence that names it."""


@dataclass(frozen=True)
class Change:
    """One fact of one question: what it is, and what it would be."""

    question: Question
    name: str
    before: Any
    after: Any


def changes(questions: Sequence[Question], facts: Facts) -> list[Change]:
    """What writing these facts would change, by question. The questions come with what their facts point to."""
    return [
        Change(question, name, getattr(question, name), facts[name])
        for question in questions
        for name in FACTS
        if name in facts and getattr(question, name) != facts[name]
    ]


@transaction.atomic
def tag(questions: Sequence[Question], facts: Facts, *, author: Person, at: datetime) -> int:
    """Write the facts; each question that changes is recorded. Returns how many did.

    All are of one course. Raises LeavesExamsShort, and then nothing is changed.
    """
    if not questions:
        return 0
    course = questions[0].course_id
    before = _short(course)
    changed = sum(bool(authoring.place_question(each, facts, author=author, at=at)) for each in questions)
    if worse := [says for exam, says in _short(course).items() if exam not in before]:
        raise LeavesExamsShort(worse[0])
    return changed


def _short(course: int) -> dict[int, str]:
    """Live exams that the bank cannot fill, by id, each with a sentence."""
    bank, short = entries(course), dict[int, str]()
    for exam in Exam.objects.filter(step__lesson__course=course, step__state="live").select_related("step"):
        if missing := authoring.shortage(exam, bank):
            said = {"exam": exam, "missing": missing}
            short[exam.pk] = _("The exam “%(exam)s” could not be filled any more. %(missing)s") % said
    return short
