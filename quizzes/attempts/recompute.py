"""What an attempt's history adds up to: keeping the stored figures, and proving that they are what history says."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from quizzes import grading
from quizzes.attempts.finish import earned, graded, keep_totals, lock, passed, waits
from quizzes.attempts.items import with_answers
from quizzes.grading import Totals
from quizzes.models import Attempt, AttemptItem, Mark, Regrade

if TYPE_CHECKING:
    from quizzes.attempts.items import AnsweredItem

AT_ONCE = 100


def recompute(attempt: Attempt) -> Totals:
    """What the newest marks of a submitted attempt add up to."""
    return _totals(_with_history(Attempt.objects.filter(pk=attempt.pk)).get())


@transaction.atomic
def refresh(attempt: Attempt) -> Attempt:
    """Store what the marks say now: score, answers still to be marked, passed, and completion. Call after a mark."""
    attempt = lock(attempt)
    told = _with_history(Attempt.objects.filter(pk=attempt.pk)).get()
    items = cast("list[AnsweredItem]", list(told.items.all()))
    attempt.awaiting = sum(waits(item) and newest_mark(item) is None for item in items)
    keep_totals(attempt, _totals(told))
    return attempt


def differences(attempts: QuerySet[Attempt]) -> Iterator[tuple[Attempt, list[str]]]:
    """Each submitted attempt with where its stored figures differ from its answers and marks; read 100 at a time."""
    submitted = attempts.filter(state=Attempt.State.SUBMITTED).order_by("pk")
    for attempt in _with_history(submitted).iterator(chunk_size=AT_ONCE):
        items = cast("list[AnsweredItem]", list(attempt.items.all()))
        unmarked = [
            f"item {item.slot}: no mark" for item in items if newest_mark(item) is None and not waits(item)
        ]
        yield attempt, unmarked or [*_wrong_marks(items), *_wrong_totals(attempt, items)]


def _with_history(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    items = with_answers(AttemptItem.objects.select_related("version"))
    marks = Mark.objects.select_related("regrade__version")
    return attempts.prefetch_related(
        Prefetch("items", items), Prefetch("items__marks", marks), "competency_scores"
    )


def newest_mark(item: AttemptItem) -> Mark | None:
    return next(reversed(list(item.marks.all())), None)


def earned_by(item: AnsweredItem, mark: Mark) -> Decimal:
    """What the newest answer earns by the rule that this mark was given by: the frozen version's, or a regrade's."""
    return regraded(item, mark.regrade) if mark.regrade else earned(item)


def regraded(item: AnsweredItem, regrade: Regrade) -> Decimal:
    """Points of an item by a regrade's rule: its version's key, or all of them for whoever answered."""
    if regrade.policy == Regrade.Policy.FULL:
        return item.points if item.response else Decimal(0)
    return grading.grade(item.kind, regrade.version.body, item.points, item.response)


def _totals(attempt: Attempt) -> Totals:
    items = list(attempt.items.all())
    return grading.totals(graded(items, [newest_mark(item) or Mark(points=0) for item in items]))


def _wrong_marks(items: list[AnsweredItem]) -> list[str]:
    """Marks given by rule that are not what the newest answer earns. A person's mark is theirs to give."""
    found = []
    for item in items:
        mark = newest_mark(item)
        if mark is None or mark.by_hand:
            continue
        points = earned_by(item, mark)
        if (mark.answer_id, mark.points) != (item.answer_id, points):
            found.append(f"item {item.slot}: marked {mark.points}, its answer earns {points}")
    return found


def _wrong_totals(attempt: Attempt, items: list[AnsweredItem]) -> list[str]:
    totals = _totals(attempt)
    awaiting = sum(waits(item) and newest_mark(item) is None for item in items)
    pairs = {
        "score": (attempt.score, totals.score),
        "possible": (attempt.possible, totals.possible),
        "critical items missed": (attempt.critical_missed, totals.critical_missed),
        "answers to be marked": (attempt.awaiting, awaiting),
        "passed": (attempt.passed, passed(attempt)),
    }
    found = [f"{name}: stored {old}, history says {new}" for name, (old, new) in pairs.items() if old != new]
    scores = attempt.competency_scores.all()
    kept = {(row.competency_id, row.points, row.possible, row.items) for row in scores}
    told = {(share.competency, share.points, share.possible, share.items) for share in totals.shares}
    return found if kept == told else [*found, "scores by competency: stored ones are not what history says"]
