"""What one learner would get in one exam, and which rule says so: for the staff who look after them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course import outline, places
from course.fields import zone
from course.models import Enrollment, Step
from quizzes import attempts, facts, terms
from quizzes.attempts import Foreseen
from quizzes.forms_ab import Why, why
from quizzes.models import Attempt, Exam
from quizzes.review.figures import Score
from quizzes.terms import Refusal, Terms


@dataclass(frozen=True)
class Told:
    """What holds, and what says so."""

    says: str
    because: str


@dataclass(frozen=True)
class Line:
    """One attempt of the past or the one that is open. ``counts``: it is the one that counts."""

    attempt: Attempt
    score: Score | None
    counts: bool


def exams_of(course: int) -> QuerySet[Exam]:
    """The exams that learners of this course find in it, in order."""
    exams = Exam.objects.filter(step__in=Step.objects.live(), step__lesson__course=course)
    return exams.select_related("step__lesson__course")


def would_get(enrollment: Enrollment, exam: Exam, *, at: datetime) -> dict[str, Any]:
    """The context of the page, in words as the learner would read them: times are in the learner's zone."""
    told, step = attempts.foresee(enrollment, exam, at=at), exam.step
    minutes = (step.minutes_low, step.minutes_high)
    with timezone.override(zone(enrollment.person.time_zone)):
        return {
            "facts": facts.facts(told.terms, questions=told.questions, minutes=minutes, at=at),
            "start": _start(enrollment, exam, told, at),
            "form": _form(told),
            "lines": _lines(told),
        }


def _start(enrollment: Enrollment, exam: Exam, told: Foreseen, at: datetime) -> Told:
    """Whether the learner could begin now, and if not, which rule says so."""
    refusal = told.terms.refusal(at)
    if told.going is not None:
        return Told(_("They have begun, and go on with the attempt that is open."), _("one open attempt"))
    lock = _locked_by(enrollment, exam)
    if lock is not None:
        return Told(_("No. “%s” comes first, and they have not finished it.") % lock.title, _("opens after"))
    if refusal is not None:
        words = facts.refused(told.terms, refusal)
        return Told(_("No. They read: “%s”") % words, _because(told.terms, refusal))
    if told.missing:
        return Told(_("No. The exam is not ready. %s") % told.missing, _("the blueprint"))
    left = ngettext("%d attempt is left", "%d attempts are left", told.terms.left) % told.terms.left
    return Told(_("Yes, they could start now."), left)


def _locked_by(enrollment: Enrollment, exam: Exam) -> Step | None:
    if exam.step.requires_id is None:
        return None
    steps = places.steps_of(enrollment.person, exam.step.lesson.course.slug)
    return outline.locked_by(steps, exam.step)


def _because(held: Terms, refusal: Refusal) -> str:
    rules, allowed = held.rules, held.allowance
    if refusal is Refusal.NOT_OPEN:
        return _("opens")
    if refusal is Refusal.CLOSED:
        later = allowed.extra_days
        return _("closes; accommodation: %d days later") % later if later else _("closes")
    if refusal is Refusal.WAIT:
        hours = rules.wait_hours
        return ngettext("waiting time: %d hour", "waiting time: %d hours", hours) % hours
    words = {"rule": rules.attempts, "extra": allowed.extra_attempts}
    if allowed.extra_attempts:
        return _("attempts: %(rule)d; accommodation: %(extra)d more") % words
    return _("attempts: %(rule)d") % words


def _form(told: Foreseen) -> Told | None:
    """The form that they sit now, or would sit; None where each attempt draws its own questions."""
    if told.going is not None and told.going.form:
        return Told(_("Form %s") % told.going.form, _("it was chosen when the attempt began"))
    if not told.form:
        return None
    reasons = {
        Why.LOT: _(
            "they have sat neither; the lot gives both forms equally often in a cohort."
            " It may be the other one if others begin first"
        ),
        Why.OTHER: _("they have sat form %s before") % "".join(sorted(set(told.seen))),
        Why.LONGEST_AGO: _("they have sat both, and this one longest ago"),
    }
    return Told(_("Form %s") % told.form, reasons[why(told.seen)])


def _lines(told: Foreseen) -> Sequence[Line]:
    counting = terms.counting(told.terms.rules, attempts.as_sat(told.taken))
    number = counting.number if counting else None
    return [
        Line(
            attempt,
            None if attempt.score is None else Score(attempt.score, attempt.possible),
            attempt.number == number,
        )
        for attempt in told.taken
    ]
