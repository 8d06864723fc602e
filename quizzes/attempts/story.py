"""The attempt's story: what happened, appended. Answers tell of saves themselves."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import OperationalError, transaction

from quizzes.models import Attempt, AttemptEvent

logger = logging.getLogger(__name__)


def tell(
    attempt: Attempt,
    verb: AttemptEvent.Verb,
    *,
    at: datetime,
    actor: int | None,
    slot: int | None = None,
    **detail: Any,
) -> None:
    """Append one event. ``actor`` is a person's id; None for the server itself. ``detail`` must be JSON-able."""
    AttemptEvent.objects.create(attempt=attempt, verb=verb, at=at, actor_id=actor, slot=slot, detail=detail)


def note(attempt: Attempt, verb: AttemptEvent.Verb, **more: Any) -> None:
    """``tell`` of what somebody looked at, or was refused. No page fails because a full disk cannot keep its note."""
    try:
        with transaction.atomic():
            tell(attempt, verb, **more)
    except OperationalError:
        logger.warning("Could not note “%s” of attempt %d.", verb, attempt.pk)
