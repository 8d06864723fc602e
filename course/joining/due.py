"""Due dates of a cohort's steps: reading and setting them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from course.joining import due_words
from course.models import Cohort, Person, Step, StepDue
from course.record import audit


def dates_of(cohort: int) -> dict[int, date]:
    """When each step is due in the cohort with this id, by the step's id. One statement."""
    return dict(StepDue.objects.filter(cohort=cohort).values_list("step_id", "due_on"))


def dates_by_enrollment(person: Person) -> dict[int, dict[int, date]]:
    """The same for every cohort in which the person is active, by the enrollment's id. One statement."""
    mine = StepDue.objects.filter(cohort__enrollments__person=person, cohort__enrollments__state="active")
    found: dict[int, dict[int, date]] = {}
    for enrollment, step, day in mine.values_list("cohort__enrollments", "step_id", "due_on"):
        found.setdefault(enrollment, {})[step] = day
    return found


def tell(steps: Iterable[Step], dates: Mapping[int, date], *, today: date) -> None:
    """Give each open step ``due``: when it is due in words, empty where it is not."""
    for step in steps:
        day = dates.get(step.pk)
        step.due = due_words.due(day, today) if day and step.done_at is None else ""


@transaction.atomic
def set_dates(cohort: Cohort, dates: Mapping[Step, date | None], *, by: Person, at: datetime) -> int:
    """Set each step's day; None takes it away. Returns how many changed."""
    Cohort.objects.select_for_update().only("pk").get(pk=cohort.pk)
    now = dates_of(cohort.pk)
    changed = {step: day for step, day in dates.items() if now.get(step.pk) != day}
    StepDue.objects.filter(cohort=cohort, step__in=list(changed)).delete()
    StepDue.objects.bulk_create(
        StepDue(cohort=cohort, step=step, due_on=day) for step, day in changed.items() if day is not None
    )
    if changed:
        told = {str(step.pk): day.isoformat() if day else None for step, day in changed.items()}
        audit.record("due-dates-set", cohort, actor=by, at=at, steps=told)
    return len(changed)
