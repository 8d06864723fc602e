"""What exams keep about a person: handed over to them, erased, and forgotten when its time is over."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from course.models import Person
from quizzes import attempts
from quizzes.attempts.recompute import newest_mark
from quizzes.feedback import feedback_on, held_until, released
from quizzes.kinds import KINDS
from quizzes.models import Answer, Attempt, AttemptEvent, Mark, MarkDraft
from quizzes.rules import Shows

BLANK = "–"
IN_WORDS = [kind for kind, module in KINDS.items() if module.by_hand]


# --- Handing over ----------------------------------------------------------------------------------------------------


def own_data(person: Person, *, at: datetime) -> dict[str, Any]:
    """Attempts with every answer that was given, and of the results what each exam's rules release at this time."""
    items = Prefetch("items__marks", Mark.objects.all())
    rows = Attempt.objects.visible_to(person).select_related("exam__step__lesson", "enrollment")
    found = rows.prefetch_related(items, "events", "competency_scores__competency").order_by("started_at")
    return {"exam_attempts": [_attempt(each, at) for each in found]}


def _attempt(attempt: Attempt, at: datetime) -> dict[str, Any]:
    ended = attempt.state == Attempt.State.SUBMITTED
    shows = set(released(attempt.terms, held_until(attempt), at)) if ended else set()
    told: dict[str, Any] = {
        "exam": str(attempt.exam.step),
        "number": attempt.number,
        "form": attempt.form,
        "state": attempt.get_state_display(),
        "started_at": attempt.started_at,
        "submitted_at": attempt.submitted_at,
        "seconds_taken": attempt.seconds_taken,
        "set_aside_at": attempt.voided_at,
        "set_aside_reason": attempt.void_reason,
        "answers": _answers(attempt, shows),
        "events": [{"at": each.at, "what": each.get_verb_display()} for each in attempt.events.all()],
    }
    if Shows.SCORE in shows:
        told |= {"score": attempt.score, "possible": attempt.possible, "passed": attempt.passed}
    if Shows.COMPETENCIES in shows:
        told["by_competency"] = [
            {"competency": str(each.competency), "points": each.points, "possible": each.possible}
            for each in attempt.competency_scores.all()
        ]
    return told


def _answers(attempt: Attempt, shows: set[Shows]) -> list[dict[str, Any]]:
    """Only questions that were answered: others may not have been seen yet."""
    rows = attempts.with_answers(attempt.items.select_related("version").prefetch_related("marks"))
    answers = Answer.objects.filter(item__attempt=attempt).order_by("revision")
    saved = {each.item_id: each for each in answers}
    return [_answer(item, saved[item.pk], shows) for item in rows if item.pk in saved]


def _answer(item: Any, saved: Answer, shows: set[Shows]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "question": strip_tags(item.version.stem_html).strip(),
        "answer": KINDS[item.kind].texts(item.version.body, saved.response),
        "saved_at": saved.at,
        "times_saved": saved.revision,
    }
    mark = newest_mark(item)
    if mark is None or not shows:
        return told
    said = feedback_on(item, saved.response, shows, points=mark.points, comment=mark.comment)
    if said.points is not None:
        told |= {"points": said.points, "possible": item.points}
    if said.comment:
        told["comment"] = said.comment
    if said.explanation_html:
        told["explanation"] = strip_tags(said.explanation_html).strip()
    return told


# --- Erasing ---------------------------------------------------------------------------------------------------------


class Erasing:
    """The part of exams in erasing somebody."""

    @staticmethod
    def goes(person: Person) -> Sequence[str]:
        return [
            _("Exams that you have not finished, or that wait for a mark or were set aside"),
            _("The long answers that you wrote in exams, and what was written to you about them"),
        ]

    @staticmethod
    def erase(person: Person, *, at: datetime) -> None:
        """Final scores stay, with the choices that prove them; words of the person's own go, and so does the story."""
        mine = Attempt.objects.visible_to(person)
        _delete(mine.exclude(state=Attempt.State.SUBMITTED, voided_at=None, awaiting=0))
        AttemptEvent.objects.filter(attempt__in=mine).delete()
        MarkDraft.objects.filter(item__attempt__in=mine).delete()
        Mark.objects.filter(item__attempt__in=mine).update(comment="", reason="")
        written = Answer.objects.filter(item__attempt__in=mine, item__kind__in=IN_WORDS)
        written.exclude(response_code="").update(response={"text": BLANK}, response_code=BLANK)


def forget(enrollments: Collection[int]) -> None:
    """Delete every attempt of these enrollments, by their ids."""
    _delete(Attempt.objects.filter(enrollment__in=enrollments))


def _delete(found: QuerySet[Attempt]) -> None:
    """Marks protect the answers that they were given for, so they go first."""
    keys = list(found.values_list("pk", flat=True))
    Mark.objects.filter(Q(item__attempt__in=keys)).delete()
    Attempt.objects.filter(pk__in=keys).delete()
