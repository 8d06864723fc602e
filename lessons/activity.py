"""When learners last worked on what is read and reflected on. The time alone: no text is opened."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, QuerySet

from course.models import Enrollment
from lessons.models import Reflection


def last_reflection(enrollments: QuerySet[Enrollment]) -> dict[int, datetime]:
    """When each enrollment last saved a reflection, by its id. One statement."""
    rows = Reflection.objects.filter(enrollment__in=enrollments).order_by().values("enrollment")
    return dict(rows.annotate(last=Max("saved_at")).values_list("enrollment", "last"))
