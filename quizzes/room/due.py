"""Exams that are due soon, or were due, and that a learner has not begun."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from course.models import Person, Step
from course.room.standing import looked_after
from quizzes.models import Attempt

SOON = timedelta(days=7)

Key = tuple[int, int]
"""The ids of an enrollment and of an exam."""


def due(person: Person, *, today: date) -> QuerySet[Any]:
    """Learners whom ``person`` looks after, once for each such exam, with ``exam_pk``, ``exam_title`` and ``due_on``.

    An attempt that was set aside counts as none. Soonest first.
    """
    step = "cohort__dues__step"
    sat = Attempt.objects.filter(enrollment=OuterRef("pk"), exam=OuterRef(f"{step}__exam"), voided_at=None)
    # One call: each further filter on a cohort's dates would join them anew, and count every row many times.
    # Live steps are a set of their own: with three tables more, PostgreSQL would join everybody's before it asks whose.
    found = looked_after(person).filter(
        ~Exists(sat),
        **{f"{step}__in": Step.objects.live()},
        **{f"{step}__exam__isnull": False, "cohort__dues__due_on__lte": today + SOON},
    )
    named = found.annotate(
        exam_pk=F(f"{step}__exam"), exam_title=F(f"{step}__title"), due_on=F("cohort__dues__due_on")
    )
    return named.select_related("person", "cohort").order_by("due_on", "person__name", "pk", "exam_pk")


def keys(person: Person, *, today: date) -> list[Key]:
    """All that is ``due``, in its order. One statement."""
    return list(due(person, today=today).values_list("pk", "exam_pk"))


def of_keys(person: Person, keys: Sequence[Key], *, today: date) -> list[Any]:
    """The rows of ``due`` with these keys, in their order. One statement."""
    found = due(person, today=today).filter(pk__in={learner for learner, _exam in keys})
    rows = {(row.pk, row.exam_pk): row for row in found}
    return [rows[key] for key in keys if key in rows]
