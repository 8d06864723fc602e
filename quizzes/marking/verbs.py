"""Marking by people: drafts by rubric, released together; and changing points afterwards, with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, OuterRef, QuerySet

from course.models import Enrollment, Person
from course.record import audit
from quizzes.attempts import refresh, tell, with_answers
from quizzes.attempts.finish import lock
from quizzes.kinds import KINDS
from quizzes.models import Attempt, AttemptEvent, AttemptItem, Exam, Mark, MarkDraft
from quizzes.models.attempts import AttemptQuerySet

Rubric = Mapping[str, str]
"""Points by the key of a row of the rubric, as text that Decimal reads."""


@dataclass
class AlreadyMarked(Exception):
    """Another marker saved a draft that this one has not seen. ``draft`` is what stands."""

    draft: MarkDraft


class DoesNotFit(ValueError):
    """These points are not the question's, a reason is missing, or the attempt is not ready for a mark."""


class Released(Exception):
    """The mark of this answer is given; a change needs a reason now."""


def markable(person: Person) -> AttemptQuerySet:
    """Attempts that ``person`` may mark: of cohorts that they train or supervise, but nobody marks their own."""
    return Attempt.objects.staffed_by(person).exclude(enrollment__person=person)


def waiting(person: Person) -> QuerySet[AttemptItem]:
    """Answers that wait for a mark, oldest first. What was left empty has its mark already: nothing."""
    # Asked of each attempt that waits, who may mark it: few wait, and a whole program has many that do not.
    learners = Enrollment.objects.staffed_by(person).exclude(person=person)
    mine = Exists(learners.filter(pk=OuterRef("enrollment_id")))
    attempts = Attempt.objects.counted().filter(mine, awaiting__gt=0)
    by_hand = [name for name, kind in KINDS.items() if kind.by_hand]
    items = AttemptItem.objects.filter(attempt__in=attempts, kind__in=by_hand, marks=None)
    return items.order_by("attempt__submitted_at", "attempt_id", "slot")


def to_mark(person: Person) -> QuerySet[AttemptItem]:
    """The same with what was answered."""
    return with_answers(waiting(person))


def ready(exam: Exam, person: Person) -> QuerySet[Attempt]:
    """Attempts at this exam with a draft for each waiting answer: releasing gives them their marks."""
    drafted = Count("items__mark_draft")
    found = markable(person).counted().filter(exam=exam, awaiting__gt=0).annotate(drafted=drafted)
    return found.filter(drafted__gte=F("awaiting")).order_by("pk")


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

    The same draft sent twice is kept once. Raises AlreadyMarked when another marker was faster, Released when the mark
    is given, DoesNotFit for points that the question does not have, or while the attempt is open.
    """
    attempt = lock(item.attempt)
    if not 0 <= points <= item.points or attempt.state != Attempt.State.SUBMITTED:
        raise DoesNotFit
    if item.marks.exists():
        raise Released
    before = MarkDraft.objects.filter(item=item).first()
    if before is not None and before.revision != seen_revision:
        new = (points, dict(rubric), comment, marker.pk)
        if new == (before.points, before.rubric, before.comment, before.marker_id):
            return before
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
    return sum(_release(attempt, person, at) for attempt in ready(exam, person))


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
    audit.record("marked", attempt, actor=person, at=at, about=attempt.enrollment.person_id)
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

    The same change sent twice is made once. Raises DoesNotFit without a reason, for points that the question does not
    have, or while the attempt is open or waits for this mark.
    """
    attempt = lock(item.attempt)
    newest = item.marks.order_by("-pk").first()
    if newest is None or not reason.strip() or not 0 <= points <= item.points:
        raise DoesNotFit
    if newest.by_hand and (newest.points, newest.reason, newest.marker_id) == (points, reason, marker.pk):
        return newest
    mark = Mark.objects.create(
        item=item,
        answer_id=newest.answer_id,
        points=points,
        marker=marker,
        by_hand=True,
        # What the marker told the learner stays theirs to read.
        comment=newest.comment,
        reason=reason,
        at=at,
    )
    if points != newest.points:
        Attempt.objects.filter(pk=attempt.pk).update(changed_at=at)
    refresh(attempt)
    detail = {"before": str(newest.points), "after": str(points), "reason": reason}
    tell(attempt, AttemptEvent.Verb.OVERRIDDEN, at=at, actor=marker.pk, slot=item.slot, **detail)
    about = attempt.enrollment.person_id
    audit.record("points-changed", attempt, actor=marker, at=at, about=about, slot=item.slot, **detail)
    return mark
