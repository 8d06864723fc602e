"""The verbs that append to the audit trail."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, models, transaction

from course.models import AuditEvent, Person

logger = logging.getLogger(__name__)


def record(
    verb: str,
    subject: models.Model | None,
    *,
    actor: Person | None,
    at: datetime,
    about: int | None = None,
    **detail: Any,
) -> None:
    """Append one event. ``detail`` must be JSON-able and must never hold what a learner wrote.

    ``about`` is the key of the person whom it concerns, who may read it. A person is concerned by what happens to them,
    and so is the owner of a row that belongs to a ``person``.
    """
    AuditEvent.objects.create(
        verb=verb,
        subject=f"{subject._meta.model_name}:{subject.pk}" if subject is not None else "",
        actor=actor,
        about_id=about
        or (subject.pk if isinstance(subject, Person) else getattr(subject, "person_id", None)),
        at=at,
        detail=detail,
    )


def note(verb: str, subject: models.Model | None, **more: Any) -> None:
    """``record`` of what somebody looked at. No page fails because a full disk cannot keep its note."""
    try:
        with transaction.atomic():
            record(verb, subject, **more)
    except OperationalError:
        logger.warning("Could not note “%s” in the audit trail.", verb)


def note_hourly(verb: str, *, actor: Person, at: datetime) -> None:
    """``note``, unless the same was noted of ``actor`` less than an hour ago."""
    recent = AuditEvent.objects.filter(actor=actor, verb=verb, at__gt=at - timedelta(hours=1))
    if not recent.exists():
        note(verb, None, actor=actor, at=at)
