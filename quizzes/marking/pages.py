"""What the pages of marking show: which exams wait, which answers of one, and one answer with its rubric."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Min, Q

from course.models import Person
from quizzes import attempts, marking
from quizzes.kinds import KINDS
from quizzes.marking.forms import MarkForm, rubric_of, words_of
from quizzes.models import AttemptItem, Exam, MarkDraft

MOST = 200
"""So many drafts a page lists."""


def exams_waiting(person: Person) -> list[dict[str, Any]]:
    """A row for each exam with answers that wait for ``person`` and others, the oldest first. One statement."""
    exam, step = "attempt__exam", "attempt__exam__step"
    rows = marking.waiting(person).order_by().values(exam, f"{step}__title", f"{step}__lesson__course__title")
    counted = rows.annotate(
        waiting=Count("pk"), drafted=Count("mark_draft"), oldest=Min("attempt__submitted_at")
    )
    return [
        {
            "pk": row[exam],
            "title": row[f"{step}__title"],
            "course": row[f"{step}__lesson__course__title"],
            "todo": row["waiting"] - row["drafted"],
            **{name: row[name] for name in ("waiting", "drafted", "oldest")},
        }
        for row in counted.order_by("oldest", exam)
    ]


def exam_page(exam: Exam, person: Person) -> dict[str, Any]:
    """How much of this exam waits, and the drafts. Three statements."""
    items = marking.waiting(person).filter(attempt__exam=exam)
    drafts = MarkDraft.objects.filter(item__in=items.order_by()).select_related("marker", "item__version")
    counts = items.order_by().aggregate(
        waiting=Count("pk"), drafted=Count("mark_draft"), oldest=Min("attempt__submitted_at")
    )
    first = items.filter(mark_draft=None).values_list("pk", flat=True).first()
    return {
        "exam": exam,
        **counts,
        "todo": counts["waiting"] - counts["drafted"],
        "first": first,
        "drafts": list(drafts.order_by("-at", "-pk")[:MOST]),
        "most": MOST,
    }


def release_page(exam: Exam, person: Person) -> dict[str, Any]:
    """How many learners see results once the drafts are released, and how many go on waiting."""
    there = marking.markable(person).filter(exam=exam, awaiting__gt=0)
    learners = marking.ready(exam, person).order_by().values("enrollment__person").distinct().count()
    some = there.filter(items__mark_draft__isnull=False).aggregate(
        attempts=Count("pk", distinct=True), drafts=Count("items__mark_draft")
    )
    whole = marking.ready(exam, person).count()
    return {"exam": exam, "learners": learners, "in_part": some["attempts"] - whole, "drafts": some["drafts"]}


def next_after(item: AttemptItem, person: Person) -> int | None:
    """The next answer of this exam without a draft: the first behind this one, else the oldest. None: all done."""
    queue = marking.waiting(person).filter(attempt__exam=item.attempt.exam_id, mark_draft=None)
    others = queue.exclude(pk=item.pk).values_list("pk", flat=True)
    at, attempt = item.attempt.submitted_at, item.attempt_id
    later = Q(attempt__submitted_at__gt=at) | Q(attempt__submitted_at=at, attempt__gt=attempt)
    behind = others.filter(later | Q(attempt=attempt, slot__gt=item.slot)).first()
    return others.first() if behind is None else behind


def find(person: Person) -> Any:
    """Answers that ``person`` may mark, marked or not, with all that their page shows."""
    by_hand = [name for name, kind in KINDS.items() if kind.by_hand]
    handed_in = marking.markable(person).counted()
    items = attempts.with_answers(AttemptItem.objects.filter(attempt__in=handed_in, kind__in=by_hand))
    return items.select_related(
        "version", "attempt__exam__step", "attempt__enrollment__person", "mark_draft__marker"
    )


def draft_of(item: AttemptItem) -> MarkDraft | None:
    return getattr(item, "mark_draft", None)


def mark_page(item: Any, form: MarkForm, *, names: bool, **more: Any) -> dict[str, Any]:
    """``names``: show who wrote the answer."""
    draft = draft_of(item)
    kind, body = KINDS[item.kind], item.version.body
    return {
        "item": item,
        "exam": item.attempt.exam,
        "form": form,
        "answer": kind.texts(body, item.response or {}),
        "guidance": body.get("guidance", ""),
        "words": body.get("words"),
        "draft": draft,
        "draft_rows": words_of(rubric_of(item), draft) if draft else [],
        "scaled": item.points if item.points != item.version.points else None,
        "names": names,
        **more,
    }
