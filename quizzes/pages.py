"""What the learner's exam pages show. Nothing here carries a key, a ``why`` or an explanation."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from course.learners import accommodations
from course.models import Accommodation, Person
from quizzes import attempts, facts
from quizzes.feedback import feedback_on
from quizzes.forms import read_response
from quizzes.kinds import KINDS, Posted, Response
from quizzes.kinds.base import Refused
from quizzes.models import Answer, Attempt, AttemptItem, Mark
from quizzes.terms import GRACE


@dataclass(frozen=True)
class Number:
    """One question in the row of numbers below the question."""

    slot: int
    answered: bool
    flagged: bool
    current: bool = False

    @property
    def words(self) -> str:
        """Its state for those who do not see its shape."""
        told = [_("Question %d") % self.slot, _("answered") if self.answered else _("not answered yet")]
        return ", ".join([*told, _("flagged")] if self.flagged else told)


def attempts_of(person: Person) -> QuerySet[Attempt]:
    """The person's own attempts with what every page names.

    ``extra_attempts`` where some are granted; ``set_aside``: how many of this exam do not count.
    """
    granted = Accommodation.objects.active().filter(person=OuterRef("enrollment__person"))
    return (
        Attempt.objects.visible_to(person)
        .select_related("exam__step__lesson__course", "enrollment")
        .annotate(
            extra_attempts=Subquery(granted.values("extra_attempts")[:1]),
            set_aside=Coalesce(Subquery(_set_aside(), output_field=IntegerField()), 0),
        )
    )


def _set_aside() -> QuerySet[Attempt]:
    aside = Attempt.objects.filter(
        enrollment=OuterRef("enrollment"), exam=OuterRef("exam"), voided_at__isnull=False
    )
    return aside.order_by().values("exam").annotate(number_aside=Count("pk")).values("number_aside")  # type: ignore[return-value]


def results_of(person: Person) -> QuerySet[Attempt]:
    """The same, and ``has_words``: whether somebody who marked an answer wrote to the learner."""
    words = Mark.objects.filter(item__attempt=OuterRef("pk")).exclude(comment="")
    return attempts_of(person).annotate(has_words=Exists(words))


def items_of(person: Person, attempt: int, slot: int) -> QuerySet[AttemptItem]:
    """The question in this slot of this attempt, if the attempt is the person's own."""
    own = Attempt.objects.visible_to(person).filter(pk=attempt)
    return AttemptItem.objects.filter(attempt__in=own, slot=slot).select_related(
        "attempt__exam__step__lesson__course", "attempt__enrollment", "version"
    )


def numbers(attempt: Attempt, *, current: int = 0) -> list[Number]:
    """Every question's state, in order. One statement."""
    rows = attempt.items.annotate(code=attempts.code()).values_list("slot", "code", "flagged")
    return [Number(slot, bool(code), flagged, slot == current) for slot, code, flagged in rows]


def place_to_go_on(attempt: Attempt) -> int | None:
    """The slot to go on with; None when every question is answered or behind. One statement."""
    ahead = [number for number in numbers(attempt) if number.slot >= attempt.reached]
    if attempt.terms.forward_only:
        return ahead[0].slot if ahead else None
    return next((number.slot for number in ahead if not number.answered), None)


def item_page(item: AttemptItem, *, at: datetime, typed: Posted | None = None, **more: Any) -> dict[str, Any]:
    """The context of a question's page. ``typed`` is a form that was sent but not saved; its answer is shown again."""
    answer = item.answers.order_by("-revision").first()
    listed = numbers(item.attempt, current=item.slot)
    return {
        "item": item,
        "attempt": item.attempt,
        "exam": item.attempt.exam,
        "answer": answer,
        "numbers": listed,
        "total": len(listed),
        "answered": sum(number.answered for number in listed),
        "template": KINDS[item.kind].template,
        **KINDS[item.kind].shown(item.version.body, item.option_order),
        "response": _shown(item, answer, typed),
        "unfinished": unfinished(item, answer),
        "save_id": uuid.uuid4(),
        "revision": _seen(answer, typed),
        "unsaved": typed is not None,
        "rules": item.attempt.terms,
        "section": _section(item),
        **_settled(item, answer),
        **clock(item.attempt, at),
        **more,
    }


def clock(attempt: Attempt, at: datetime) -> dict[str, Any]:
    """What a page says of an attempt's time. One statement where there is an end, none else."""
    if attempt.deadline is None:
        return {}
    left = max(0, int((attempt.deadline - at).total_seconds()))
    granted = accommodations.active(attempt.enrollment.person_id)
    return {
        "seconds_left": left,
        "grace": int(GRACE.total_seconds()),
        "zone_name": facts.zone_name(attempt.deadline),
        "may_pause": bool(granted and granted.may_pause),
    }


def _section(item: AttemptItem) -> dict[str, str] | None:
    """Title and words of the section that the question stands in."""
    if item.section is None:
        return None
    title, html = item.attempt.sections[item.section]
    return {"title": title, "html": html}


def _settled(item: AttemptItem, answer: Answer | None) -> dict[str, Any]:
    """Once an answer stands: what the rules let the learner see of it."""
    if item.settled_at is None or answer is None:
        return {}
    return {"settled": feedback_on(item, answer.response, item.attempt.terms.feedback)}


def _shown(item: AttemptItem, answer: Answer | None, typed: Posted | None) -> Response:
    if typed is not None:
        return read_typed(item, typed)
    return answer.response if answer else {}


def read_typed(item: AttemptItem, typed: Posted) -> Response:
    """What a form says that was not saved, to be shown again; empty where it makes no sense."""
    try:
        return read_response(item, typed)
    except Refused as refused:
        return refused.typed
    except ValueError:
        return {}


def _seen(answer: Answer | None, typed: Posted | None) -> int:
    """The revision that this page builds on: what an unsaved form had seen stays what it had seen."""
    if typed is not None:
        seen = typed.get("revision", "")
        return int(seen) if seen.isdecimal() and len(seen) < 10 else 0
    return answer.revision if answer else 0


def save_state(item: AttemptItem, answer: Answer | None) -> dict[str, Any]:
    """The context of the line that answers a save, and of the question's number."""
    answered = bool(answer and answer.response)
    number = Number(item.slot, answered, item.flagged, current=True)
    return {"answer": answer, "number": number, "unfinished": unfinished(item, answer)}


def unfinished(item: AttemptItem, answer: Answer | None) -> str:
    """What is missing in an answer that is saved, in words; empty when it is whole or there is none."""
    return KINDS[item.kind].unfinished(item.version.body, answer.response) if answer else ""


def stored_words(item: AttemptItem, answer: Answer) -> list[str]:
    """What is stored, in the words of the choices."""
    return KINDS[item.kind].texts(item.version.body, answer.response)


def check_page(attempt: Attempt, *, at: datetime) -> dict[str, Any]:
    """The context of the last look: what is not answered, not finished, and flagged. One statement."""
    items: list[Any] = list(attempts.with_answers(attempt.items.select_related("version")))
    for item in items:
        item.unfinished = KINDS[item.kind].unfinished(item.version.body, item.response or {})
    return {
        "attempt": attempt,
        "exam": attempt.exam,
        **clock(attempt, at),
        "goes_back": not attempt.terms.forward_only,
        "total": len(items),
        "blank": [item for item in items if not item.code],
        "unfinished": [item for item in items if item.unfinished],
        "flagged": [item for item in items if item.flagged],
        "answered": sum(bool(item.code) for item in items),
    }
