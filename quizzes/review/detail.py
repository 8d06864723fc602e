"""One attempt as its supervisor sees it: each response beside the key; while it is open, only how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from quizzes import attempts
from quizzes.kinds import KINDS, Told
from quizzes.models import Attempt, AttemptItem, Mark
from quizzes.review.figures import Score, duration


class Verdict(models.TextChoices):
    """How a response stands to the key."""

    MATCHES = "matches", _("Matches the key")
    PARTLY = "partly", _("Partly matches the key")
    DIFFERS = "differs", _("Differs from the key")
    UNANSWERED = "unanswered", _("Not answered")
    BY_HAND = "by-hand", _("Marked by a person")
    WAITS = "waits", _("Waits for a person's mark")


@dataclass(frozen=True)
class Line:
    """One question of a submitted attempt. ``marks`` are all that it was ever given, the newest last."""

    item: AttemptItem
    answered: list[str]
    told: list[Told]
    score: Score
    marks: Sequence[Mark]

    @property
    def verdict(self) -> Verdict:
        if not self.answered:
            return Verdict.UNANSWERED
        if not self.marks:
            return Verdict.WAITS
        if KINDS[self.item.kind].by_hand:
            return Verdict.BY_HAND
        if self.score.points == self.score.out_of:
            return Verdict.MATCHES
        return Verdict.PARTLY if self.score.points else Verdict.DIFFERS


@dataclass(frozen=True)
class Progress:
    """How many of an open attempt's questions hold an answer now."""

    answered: int
    items: int


@dataclass(frozen=True)
class CompetencyLine:
    title: str
    items: int
    score: Score


def detail(attempt: Attempt) -> dict[str, Any]:
    """What the page of an attempt shows. At most three statements beyond the attempt with its enrollment and exam."""
    told: dict[str, Any] = {"attempt": attempt, "learner": attempt.enrollment.person}
    if attempt.state == Attempt.State.OPEN or attempt.score is None:
        return told | {"progress": progress(attempt)}
    return told | {
        "score": Score(attempt.score, attempt.possible),
        "time_taken": None if attempt.seconds_taken is None else duration(attempt.seconds_taken),
        "lines": lines(attempt),
        "competencies": competencies(attempt),
    }


def lines(attempt: Attempt, *, slot: int | None = None) -> list[Line]:
    """Every question, or that in ``slot``, in order, with its newest answer and all its marks. Two statements."""
    marks = Mark.objects.select_related("marker", "regrade__version").order_by("pk")
    items = attempts.with_answers(attempt.items.select_related("version", "competency"))
    if slot is not None:
        items = items.filter(slot=slot)
    return [_line(item) for item in items.prefetch_related(Prefetch("marks", marks)).order_by("slot")]


def _line(item: Any) -> Line:
    kind, body, response = KINDS[item.kind], item.version.body, item.response or {}
    marks = list(item.marks.all())
    return Line(
        item=item,
        answered=kind.texts(body, response),
        told=kind.tell(body, response),
        score=Score(marks[-1].points if marks else Decimal(0), item.points),
        marks=marks,
    )


def progress(attempt: Attempt) -> Progress:
    """One statement."""
    codes = attempt.items.annotate(code=attempts.code())
    return Progress(**codes.aggregate(items=Count("pk"), answered=Count("pk", filter=Q(code__gt=""))))


def competencies(attempt: Attempt) -> list[CompetencyLine]:
    """What the attempt earned in each competency. One statement."""
    scores = attempt.competency_scores.select_related("competency")
    ordered = scores.order_by("competency__framework", "competency__position", "competency")
    return [
        CompetencyLine(str(one.competency), one.items, Score(one.points, one.possible)) for one in ordered
    ]
