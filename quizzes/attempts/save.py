"""Saving an answer. What was told to be saved is what is graded, exactly once (invariant I of the design)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, Q, Subquery

from quizzes.attempts.errors import Closed, Stale
from quizzes.kinds import KINDS, Response
from quizzes.models import Answer, Attempt, AttemptItem


def save_answer(
    item: AttemptItem, *, response: Response, save_id: UUID, seen_revision: int, at: datetime
) -> Answer | None:
    """Append ``response`` to the answers of ``item``, and return what is stored now; None for nothing given at all.

    ``save_id`` is the client's: the same answer sent again with the same id succeeds and changes nothing, however late.
    ``seen_revision`` is the newest revision that the learner has seen, 0 for none.
    Raises Closed when the attempt is over, and Stale when another answer was saved that the learner has not seen.
    """
    try:
        return _save(item, response, save_id, seen_revision, at)
    except IntegrityError:
        # On PostgreSQL the first answer can arrive from elsewhere while we wait for the lock; now it is seen.
        return _save(item, response, save_id, seen_revision, at)


@transaction.atomic
def _save(
    item: AttemptItem, response: Response, save_id: UUID, seen_revision: int, at: datetime
) -> Answer | None:
    attempt, answered = _lock(item)
    stored = _stored(item, save_id) if answered else []
    latest = stored[0] if stored else None
    sent_before = next((answer for answer in stored if answer.save_id == save_id), None)
    if sent_before is not None and sent_before.response == response:
        return sent_before
    if not is_open(attempt, at):
        raise Closed(attempt)
    if (latest.response if latest else {}) == response:
        return latest
    if latest is None:
        return _append(item, 1, response, save_id, at)
    # An id that comes back with another answer is an old page's, shown again: its learner has seen nothing newer.
    if sent_before is not None or seen_revision < latest.revision:
        raise Stale(latest)
    return _append(item, latest.revision + 1, response, save_id, at)


def _lock(item: AttemptItem) -> tuple[Attempt, bool]:
    """The attempt, read afresh, and whether the item has answers. Until we are done nobody else saves or submits.

    PostgreSQL locks the row. SQLite's transactions are IMMEDIATE: they wait for each other from the start.
    """
    answers = Answer.objects.filter(item=item)
    attempts = (
        Attempt.objects.select_for_update().only("state", "deadline").annotate(answered=Exists(answers))
    )
    attempt: Any = attempts.get(pk=item.attempt_id)
    return attempt, attempt.answered


def _stored(item: AttemptItem, save_id: UUID) -> list[Answer]:
    """The newest answer of the item, and the one with this id if that is another."""
    newest = Answer.objects.filter(item=item).order_by("-revision").values("pk")[:1]
    answers = Answer.objects.filter(item=item).filter(Q(pk=Subquery(newest)) | Q(save_id=save_id))
    return list(answers.order_by("-revision"))


def is_open(attempt: Attempt, at: datetime) -> bool:
    """Whether an answer may still be saved."""
    in_time = attempt.deadline is None or at <= attempt.deadline
    return attempt.state == Attempt.State.OPEN and in_time


def _append(item: AttemptItem, revision: int, response: Response, save_id: UUID, at: datetime) -> Answer:
    code = KINDS[item.kind].code(response)
    return Answer.objects.create(
        item=item, save_id=save_id, revision=revision, response=dict(response), response_code=code, at=at
    )


@transaction.atomic
def flag(item: AttemptItem, *, flagged: bool) -> None:
    """Mark an item to be looked at again, or no longer. Raises Closed when the attempt is handed in."""
    attempt, _ = _lock(item)
    if attempt.state != Attempt.State.OPEN:
        raise Closed(attempt)
    AttemptItem.objects.filter(pk=item.pk).update(flagged=flagged)
