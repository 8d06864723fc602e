"""Grading a question again in all its submitted attempts: first a preview of who changes, then marks appended.

Attempts keep the question version that they were asked; only the rule that gives the points is another. What a person
marked by hand stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Prefetch

from course import audit
from course.models import Person
from quizzes.attempts import refresh, tell, with_answers
from quizzes.attempts.recompute import newest_mark, regraded
from quizzes.models import Attempt, AttemptEvent, AttemptItem, Mark, Question, QuestionVersion, Regrade

if TYPE_CHECKING:
    from quizzes.attempts.items import AnsweredItem


@dataclass(frozen=True)
class Change:
    """What a regrade would do to one answer. ``by_hand``: a person's mark, which stays."""

    item: AnsweredItem
    before: Decimal
    after: Decimal
    by_hand: bool

    @property
    def changes(self) -> bool:
        return self.before != self.after and not self.by_hand


def preview(regrade: Regrade) -> list[Change]:
    """Every submitted answer to the question with what it has and would have. ``regrade`` need not be saved."""
    return list(_changes(regrade))


def _changes(regrade: Regrade) -> Iterator[Change]:
    items = with_answers(AttemptItem.objects.filter(version__question=regrade.question))
    items = items.filter(attempt__state=Attempt.State.SUBMITTED)
    people = items.select_related("version", "attempt__enrollment__person", "attempt__exam__step")
    marks = Mark.objects.select_related("regrade__version")
    listed = people.prefetch_related(Prefetch("marks", marks)).order_by(
        "attempt__enrollment__person__name", "pk"
    )
    for item in listed.iterator(chunk_size=200):
        mark = newest_mark(item)
        if mark is not None:
            yield Change(item, mark.points, regraded(item, regrade), mark.by_hand)


@transaction.atomic
def apply(
    question: Question,
    *,
    version: QuestionVersion,
    policy: str,
    reason: str,
    actor: Person,
    at: datetime,
) -> Regrade:
    """Append a mark wherever points change, and store the results anew. Learners are told that theirs changed.

    An attempt that is handed in meanwhile is graded by its own version; regrade again to take it along.
    """
    # One at a time: of two regrades of one question the second starts from what the first has left.
    question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    regrade = Regrade(
        question=question, version=version, policy=policy, reason=reason, actor=actor, at=at, changed=0
    )
    regrade.save()
    changes = [change for change in _changes(regrade) if change.changes]
    for change in changes:
        _apply(change, regrade)
    regrade.changed = len(changes)
    regrade.save(update_fields=["changed"])
    audit.record("regraded", question, actor=actor, at=at, changed=len(changes), regrade=regrade.pk)
    return regrade


def _apply(change: Change, regrade: Regrade) -> None:
    item = change.item
    # The attempt is locked before we look again: an override given meanwhile survives.
    attempt = Attempt.objects.select_for_update(of=("self",)).get(pk=item.attempt_id)
    newest = Mark.objects.filter(item=item).order_by("-pk").first()
    if newest is not None and newest.by_hand:
        return
    Mark.objects.create(
        item=item,
        answer_id=item.answer_id,
        points=change.after,
        regrade=regrade,
        reason=regrade.reason,
        at=regrade.at,
    )
    Attempt.objects.filter(pk=attempt.pk).update(changed_at=regrade.at)
    refresh(attempt)
    points = {"before": str(change.before), "after": str(change.after)}
    actor = regrade.actor_id
    tell(attempt, AttemptEvent.Verb.REGRADED, at=regrade.at, actor=actor, slot=item.slot, **points)
