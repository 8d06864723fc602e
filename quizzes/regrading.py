"""Grading a question again in all its submitted attempts: first a preview of who changes, then marks appended.

Attempts keep the question version that they were asked; only the rule that gives the points is another. What a person
marked by hand stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from course.models import Person
from course.record import audit
from quizzes.attempts import refresh, tell, with_answers
from quizzes.attempts.recompute import newest_mark, regraded
from quizzes.models import Attempt, AttemptEvent, AttemptItem, Mark, Question, QuestionVersion, Regrade

if TYPE_CHECKING:
    from quizzes.attempts.items import AnsweredItem


class DoesNotFit(ValueError):
    """A reason is missing, or the version is another question's."""


@dataclass(frozen=True)
class Change:
    """What a regrade would do to one answer. ``by_hand``: a person's mark, which stays.

    ``gone``: the answer names an option that the regrade's version does not have; by its key that part earns nothing.
    """

    item: AnsweredItem
    before: Decimal
    after: Decimal
    by_hand: bool
    gone: bool = False

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
            gone = regrade.policy == Regrade.Policy.KEY and _names_gone(item, regrade.version)
            yield Change(item, mark.points, regraded(item, regrade), mark.by_hand, gone)


def _names_gone(item: AnsweredItem, version: QuestionVersion) -> bool:
    """Whether the answer names something that was asked and that ``version`` does not have."""
    return bool((_keys_in(item.version.body) - _keys_in(version.body)) & _words_in(item.response))


def _keys_in(body: Any) -> set[str]:
    """The keys of all lines of a body, whatever its kind calls them."""
    lists = [rows for rows in body.values() if isinstance(rows, list)]
    return {row["key"] for rows in lists for row in rows if isinstance(row, dict) and "key" in row}


def _words_in(response: Any) -> set[str]:
    """Every text in a response, those that name its parts included."""
    if isinstance(response, str):
        return {response}
    if isinstance(response, Mapping):
        return set(response).union(*map(_words_in, response.values()))
    return set[str]().union(*map(_words_in, response)) if isinstance(response, list) else set()


def waiting(question: Question) -> int:
    """Answers to this question that wait for a person's first mark: a regrade leaves them to that person."""
    items = AttemptItem.objects.filter(version__question=question, attempt__state=Attempt.State.SUBMITTED)
    return items.filter(marks=None).count()


def versions_of(question: Question) -> QuerySet[QuestionVersion]:
    """Versions to grade by: the one that learners see now, and those that an attempt was asked. Drafts are neither."""
    asked = AttemptItem.objects.filter(version=OuterRef("pk"))
    found: QuerySet[QuestionVersion] = QuestionVersion.objects.filter(question=question)
    return found.filter(Q(pk=question.live_id) | Exists(asked)).order_by("-number")


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
    Raises DoesNotFit without a reason, or for a version of another question.
    """
    if not reason.strip() or version.question_id != question.pk:
        raise DoesNotFit
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
