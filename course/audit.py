"""The verb that appends to the audit trail."""

from datetime import datetime
from typing import Any

from django.db import models

from course.models import AuditEvent, Person


def record(verb: str, subject: models.Model, *, actor: Person | None, at: datetime, **detail: Any) -> None:
    """Append one event. ``detail`` must be JSON-able and must never hold what a learner wrote."""
    name = f"{subject._meta.model_name}:{subject.pk}"
    AuditEvent.objects.create(verb=verb, subject=name, actor=actor, at=at, detail=detail)
