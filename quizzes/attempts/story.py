"""The attempt's story: what happened, appended. Answers tell of saves themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from quizzes.models import Attempt, AttemptEvent


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
