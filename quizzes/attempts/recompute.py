"""Proving that what is stored about attempts is what their history says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from django.db.models import Prefetch, QuerySet

from quizzes import grading
from quizzes.attempts.finish import earned, graded
from quizzes.attempts.items import with_answers
from quizzes.grading import Totals
from quizzes.models import Attempt, AttemptItem, Mark

if TYPE_CHECKING:
    from quizzes.attempts.items import AnsweredItem

AT_ONCE = 100


def recompute(attempt: Attempt) -> Totals:
    """What the newest marks of a submitted attempt add up to."""
    return _totals(_with_history(Attempt.objects.filter(pk=attempt.pk)).get())


def differences(attempts: QuerySet[Attempt]) -> Iterator[tuple[Attempt, list[str]]]:
    """Each submitted attempt with where its stored figures differ from its answers and marks; read 100 at a time."""
    submitted = attempts.filter(state=Attempt.State.SUBMITTED).order_by("pk")
    for attempt in _with_history(submitted).iterator(chunk_size=AT_ONCE):
        items = cast("list[AnsweredItem]", list(attempt.items.all()))
        unmarked = [f"item {item.slot}: no mark" for item in items if not item.marks.all()]
        yield attempt, unmarked or [*_wrong_marks(items), *_wrong_totals(attempt)]


def _with_history(attempts: QuerySet[Attempt]) -> QuerySet[Attempt]:
    items = with_answers(AttemptItem.objects.select_related("version"))
    return attempts.prefetch_related(Prefetch("items", items), "items__marks", "competency_scores")


def _newest_mark(item: AttemptItem) -> Mark:
    return list(item.marks.all())[-1]


def _totals(attempt: Attempt) -> Totals:
    items = list(attempt.items.all())
    return grading.totals(graded(items, map(_newest_mark, items)))


def _wrong_marks(items: list[AnsweredItem]) -> list[str]:
    """Marks given by rule that are not what the newest answer earns. A person's mark is theirs to give."""
    found = []
    for item in items:
        mark, points = _newest_mark(item), earned(item)
        if mark.marker_id is None and (mark.answer_id, mark.points) != (item.answer_id, points):
            found.append(f"item {item.slot}: marked {mark.points}, its answer earns {points}")
    return found


def _wrong_totals(attempt: Attempt) -> list[str]:
    totals = _totals(attempt)
    pairs = {
        "score": (attempt.score, totals.score),
        "possible": (attempt.possible, totals.possible),
        "critical items missed": (attempt.critical_missed, totals.critical_missed),
    }
    found = [f"{name}: stored {old}, history says {new}" for name, (old, new) in pairs.items() if old != new]
    scores = attempt.competency_scores.all()
    kept = {(row.competency_id, row.points, row.possible, row.items) for row in scores}
    told = {(share.competency, share.points, share.possible, share.items) for share in totals.shares}
    return found if kept == told else [*found, "scores by competency: stored ones are not what history says"]
