"""Saving an answer. What was told to be saved is what is graded, exactly once (invariant I of the design)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, Q, Subquery

from quizzes.attempts.errors import Closed, Settled, Stale
from quizzes.attempts.story import tell
from quizzes.kinds import KINDS, Response
from quizzes.models import Answer, Attempt, AttemptEvent, AttemptItem
from quizzes.terms import GRACE


def save_answer(
    item: AttemptItem, *, response: Response, save_id: UUID, seen_revision: int, at: datetime, waited: int = 0
) -> Answer | None:
    """Append ``response`` to the answers of ``item``, and return what is stored now; None for nothing given at all.

    ``save_id`` is the client's: the same answer sent again with the same id succeeds and changes nothing, however late.
    ``seen_revision`` is the newest revision that the learner has seen, 0 for none.
    ``waited`` is for how many seconds the browser says that it has tried.
    Raises Closed when the attempt is over or paused, Settled when this answer stands, and Stale when another answer was
    saved that the learner has not seen.
    """
    sent = Sent(response, save_id, seen_revision, waited, at)
    try:
        return _save(item, sent)
    except IntegrityError:
        # On PostgreSQL the first answer can arrive from elsewhere while we wait for the lock; now it is seen.
        return _save(item, sent)


class Sent(NamedTuple):
    """One save as it arrived."""

    response: Response
    save_id: UUID
    seen_revision: int
    waited: int
    at: datetime


@transaction.atomic
def _save(item: AttemptItem, sent: Sent) -> Answer | None:
    attempt, answered, settled = _lock(item)
    stored = _stored(item, sent.save_id) if answered else []
    latest = stored[0] if stored else None
    sent_before = next((answer for answer in stored if answer.save_id == sent.save_id), None)
    if sent_before is not None and sent_before.response == sent.response:
        return sent_before
    if not is_open(attempt, sent.at):
        raise Closed(attempt)
    if settled or item.slot < attempt.reached:
        raise Settled(item)
    if (latest.response if latest else {}) == sent.response:
        return latest
    # An id that comes back with another answer is an old page's, shown again: its learner has seen nothing newer.
    if latest is not None and (sent_before is not None or sent.seen_revision < latest.revision):
        raise Stale(latest)
    return _append(item, latest.revision + 1 if latest else 1, sent)


def _lock(item: AttemptItem) -> tuple[Attempt, bool, bool]:
    """The attempt, read afresh, whether the item has answers, and whether it is settled.

    Until we are done nobody else saves or submits.

    PostgreSQL locks the row. SQLite's transactions are IMMEDIATE: they wait for each other from the start.
    """
    answers = Answer.objects.filter(item=item)
    settled = AttemptItem.objects.filter(pk=item.pk, settled_at__isnull=False)
    attempts = Attempt.objects.select_for_update().only("state", "deadline", "paused_at", "reached")
    attempts = attempts.annotate(answered=Exists(answers), settled=Exists(settled))
    attempt: Any = attempts.get(pk=item.attempt_id)
    return attempt, attempt.answered, attempt.settled


def _stored(item: AttemptItem, save_id: UUID) -> list[Answer]:
    """The newest answer of the item, and the one with this id if that is another."""
    newest = Answer.objects.filter(item=item).order_by("-revision").values("pk")[:1]
    answers = Answer.objects.filter(item=item).filter(Q(pk=Subquery(newest)) | Q(save_id=save_id))
    return list(answers.order_by("-revision"))


def is_open(attempt: Attempt, at: datetime) -> bool:
    """Whether an answer may still be saved: until the end of the time, and a grace for what was on its way."""
    going = attempt.state == Attempt.State.OPEN and attempt.paused_at is None
    return going and not is_overdue(attempt, at)


def is_overdue(attempt: Attempt, at: datetime) -> bool:
    """Whether the attempt is open although its time is over. A paused clock does not run out."""
    if attempt.state != Attempt.State.OPEN or attempt.paused_at is not None:
        return False
    return attempt.deadline is not None and at > attempt.deadline + GRACE


def _append(item: AttemptItem, revision: int, sent: Sent) -> Answer:
    return Answer.objects.create(
        item=item,
        save_id=sent.save_id,
        revision=revision,
        response=dict(sent.response),
        response_code=KINDS[item.kind].code(sent.response),
        waited=sent.waited,
        at=sent.at,
    )


@transaction.atomic
def flag(item: AttemptItem, *, flagged: bool) -> None:
    """Mark an item to be looked at again, or no longer. Raises Closed when the attempt is handed in."""
    attempt, _answered, _settled = _lock(item)
    if attempt.state != Attempt.State.OPEN:
        raise Closed(attempt)
    AttemptItem.objects.filter(pk=item.pk).update(flagged=flagged)


@transaction.atomic
def settle(item: AttemptItem, *, at: datetime) -> bool:
    """Let the saved answer of this item stand, so that its feedback may be shown. False where nothing is answered.

    Doing it again changes nothing. Raises Closed when the attempt is over or paused.
    """
    attempt, answered, settled = _lock(item)
    if not is_open(attempt, at):
        raise Closed(attempt)
    if answered and not settled:
        AttemptItem.objects.filter(pk=item.pk).update(settled_at=at)
        tell(attempt, AttemptEvent.Verb.SETTLED, at=at, actor=None, slot=item.slot)
    return answered


@transaction.atomic
def go_forward(item: AttemptItem, *, at: datetime) -> int:
    """Leave this item behind, in an exam that goes forward only; no item can be jumped over. Returns the next slot.

    Raises Closed when the attempt is over or paused.
    """
    attempt, _answered, _settled = _lock(item)
    if not is_open(attempt, at):
        raise Closed(attempt)
    reached = attempt.reached + (item.slot == attempt.reached)
    Attempt.objects.filter(pk=attempt.pk).update(reached=reached)
    return reached
