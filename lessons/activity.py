"""When learners last worked on what is read and reflected on. The time alone: no text is opened."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Subquery

from lessons.models import Reflection


def last_reflection() -> Subquery:
    """When an enrollment last saved a reflection, to annotate it with; null for never."""
    rows = Reflection.objects.filter(enrollment=OuterRef("pk")).order_by().values("enrollment")
    return Subquery(rows.annotate(last=Max("saved_at")).values("last"))


def reflected_since(since: datetime) -> Exists:
    """Whether an enrollment saved a reflection after ``since``."""
    return Exists(Reflection.objects.filter(enrollment=OuterRef("pk"), saved_at__gt=since))
