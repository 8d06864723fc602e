"""Verbs on a learner's progress."""

from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Subquery

from course.models import Completion, Enrollment, Step


def complete(enrollment: Enrollment, step: Step, *, version: int, at: datetime) -> None:
    """Record that ``step`` is finished. Doing it again changes nothing: the first time stands. One statement."""
    done = Completion(enrollment=enrollment, step=step, version=version, at=at)
    Completion.objects.bulk_create([done], ignore_conflicts=True)


def last_completion() -> Subquery:
    """When an enrollment last finished a step, to annotate it with; null for never."""
    rows = Completion.objects.filter(enrollment=OuterRef("pk")).order_by().values("enrollment")
    return Subquery(rows.annotate(last=Max("at")).values("last"))


def completed_since(since: datetime) -> Exists:
    """Whether an enrollment finished a step after ``since``."""
    return Exists(Completion.objects.filter(enrollment=OuterRef("pk"), at__gt=since))
