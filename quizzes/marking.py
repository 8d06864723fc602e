"""Marking by people: drafts by rubric, released together; and changing points afterwards, with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from course.models import Person
from quizzes.attempts import refresh, tell, with_answers
from quizzes.attempts.finish import lock
from quizzes.models import Attempt, AttemptEvent, AttemptItem, Exam, Mark, MarkDraft

Rubric = Mapping[str, str]
"""Points by the key of a row of the rubric, as text that Decimal reads."""


@dataclass
class AlreadyMarked(Exception):
    """Another marker saved a draft that this one has not seen. ``draft`` is what stands."""

    draft: MarkDraft


class Released(Exception):
    """The mark of this answer is given; a change needs a reason now."""


def to_mark(person: Person) -> QuerySet[AttemptItem]:
    """Answers that wait for a mark, in cohorts that ``person`` trains or supervises; oldest first."""
    attempts = Attempt.objects.staffed_by(person).filter(awaiting__gt=0)
    items = AttemptItem.objects.filter(attempt__in=attempts, kind__in=_by_hand(), marks=None)
    return with_answers(items).exclude(code="").order_by("attempt__submitted_at", "attempt_id", "slot")


def _by_hand() -> list[str]:
    from quizzes.kinds import KINDS

    return [name for name, kind in KINDS.items() if kind.by_hand]


@transaction.atomic
def draft(
    item: AttemptItem,
    *,
    points: Decimal,
    rubric: Rubric,
    comment: str,
    seen_revision: int,
    marker: Person,
    at: datetime,
) -> MarkDraft:
    """Keep a mark that nobody but markers sees yet. ``seen_revision`` is the newest draft that the marker has seen.

    Raises AlreadyMarked when another marker was faster, Released when the mark is given, ValueError for points that
    the question does not have.
    """
    if not 0 <= points <= item.points:
        raise ValueError
    lock(item.attempt)
    if item.marks.exists():
        raise Released
    before = MarkDraft.objects.filter(item=item).first()
    if before is not None and before.revision != seen_revision:
        raise AlreadyMarked(before)
    kept = before or MarkDraft(item=item, revision=0)
    kept.points, kept.rubric, kept.comment = points, dict(rubric), comment
    kept.marker, kept.at, kept.revision = marker, at, kept.revision + 1
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        raise AlreadyMarked(MarkDraft.objects.get(item=item)) from None
    return kept


@transaction.atomic
def release(exam: Exam, *, person: Person, at: datetime) -> int:
    """Give the drafted marks of every attempt at this exam that has a draft for each waiting answer.

    Learners whose attempts are marked in part wait until all of it is. Returns how many attempts were released.
    """
    attempts = Attempt.objects.staffed_by(person).filter(exam=exam, awaiting__gt=0).order_by("pk")
    return sum(_release(attempt, person, at) for attempt in attempts)


def _release(attempt: Attempt, person: Person, at: datetime) -> bool:
    attempt = lock(attempt)
    drafts = list(MarkDraft.objects.filter(item__attempt=attempt).select_related("item"))
    if not drafts or len(drafts) < attempt.awaiting:
        return False
    answers = dict(with_answers(attempt.items.all()).values_list("pk", "answer_id"))
    Mark.objects.bulk_create(_as_mark(each, answers[each.item_id], at) for each in drafts)
    MarkDraft.objects.filter(pk__in=[each.pk for each in drafts]).delete()
    refresh(attempt)
    tell(attempt, AttemptEvent.Verb.MARKED, at=at, actor=person.pk, items=len(drafts))
    return True


def _as_mark(draft: MarkDraft, answer: int | None, at: datetime) -> Mark:
    return Mark(
        item_id=draft.item_id,
        answer_id=answer,
        points=draft.points,
        marker_id=draft.marker_id,
        by_hand=True,
        rubric=draft.rubric,
        comment=draft.comment,
        at=at,
    )


@transaction.atomic
def override(item: AttemptItem, *, points: Decimal, reason: str, marker: Person, at: datetime) -> Mark:
    """Give an answer other points, by hand and with a reason. A regrade leaves it alone afterwards.

    Raises ValueError for points that the question does not have, or while the attempt is open or waits for a mark.
    """
    attempt = lock(item.attempt)
    newest = item.marks.order_by("-pk").first()
    if newest is None or not 0 <= points <= item.points:
        raise ValueError
    mark = Mark.objects.create(
        item=item,
        answer_id=newest.answer_id,
        points=points,
        marker=marker,
        by_hand=True,
        reason=reason,
        at=at,
    )
    Attempt.objects.filter(pk=attempt.pk).update(changed_at=at)
    refresh(attempt)
    detail = {"before": str(newest.points), "after": str(points), "reason": reason}
    tell(attempt, AttemptEvent.Verb.OVERRIDDEN, at=at, actor=marker.pk, slot=item.slot, **detail)
    return mark
