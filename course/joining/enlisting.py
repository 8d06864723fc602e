"""What a list of people would do to a cohort, line by line, and doing it: all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.joining import invitations
from course.joining.roster import Line
from course.models import Cohort, Enrollment, Invitation, Person
from course.record import audit


class Outcome(models.TextChoices):
    """What becomes of one line."""

    INVALID = "invalid", gettext_lazy("Needs mending")
    INVITE = "invite", gettext_lazy("Will be invited")
    AGAIN = "again", gettext_lazy("Gets a new link")
    INVITED = "invited", gettext_lazy("Invited already")
    MEMBER = "member", gettext_lazy("In this cohort already")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn from this cohort")
    ELSEWHERE = "elsewhere", gettext_lazy("In another cohort")
    REPEATED = "repeated", gettext_lazy("Twice in this list")


@dataclass(frozen=True)
class Fate:
    """One line and what becomes of it; ``words`` say more, empty where the outcome says all."""

    line: Line
    outcome: Outcome
    words: str = ""


class HasMistakes(Exception):
    """A line of the list cannot be used, so nothing was done."""


def foresee(cohort: Cohort, lines: Sequence[Line], *, by: Person, at: datetime) -> list[Fate]:
    """What would become of each line now, as far as ``by`` may know. Two statements, however many lines.

    Whoever takes the course with a cohort that ``by`` does not run is told apart from nobody: they can be invited, and
    read for themselves what is in the way.
    """
    known = _Known.of(cohort, [line.email for line in lines if not line.problem], by, at)
    seen: dict[str, int] = {}
    fates = []
    for line in lines:
        fates.append(_fate(line, known, seen))
        seen.setdefault(line.email, line.number)
    return fates


@transaction.atomic
def enlist(cohort: Cohort, lines: Sequence[Line], *, by: Person, at: datetime) -> int:
    """Invite everybody on the list who is neither in nor invited. Returns how many mails were queued.

    Raises HasMistakes, and changes nothing, where a line cannot be used.
    """
    # One list at a time, so that the same list sent twice invites each person once.
    cohort = (
        Cohort.objects.select_for_update(of=("self",)).select_related("course", "program").get(pk=cohort.pk)
    )
    fates = foresee(cohort, lines, by=by, at=at)
    if any(fate.outcome is Outcome.INVALID for fate in fates):
        raise HasMistakes
    again = [fate.line.email for fate in fates if fate.outcome is Outcome.AGAIN]
    for pk in Invitation.objects.filter(
        cohort=cohort, email__in=again, accepted_at=None, cancelled_at=None
    ).values_list("pk", flat=True):
        invitations.resend(pk, by=by, at=at)
    fresh = [fate.line for fate in fates if fate.outcome is Outcome.INVITE]
    for line in fresh:
        invitations.invite(cohort, email=line.email, name=line.name, by=by, at=at)
    audit.record("invited", cohort, actor=by, at=at, people=len(fresh) + len(again))
    return len(fresh) + len(again)


@dataclass(frozen=True)
class _Known:
    """By email: where somebody stands in the course (cohort, state), and invitations (until when) to the cohort."""

    cohort: Cohort
    standing: dict[str, list[Any]]
    invited: dict[str, datetime]
    at: datetime

    @classmethod
    def of(cls, cohort: Cohort, emails: Sequence[str], by: Person, at: datetime) -> _Known:
        run = Cohort.objects.run_by(by).filter(course=cohort.course_id)
        taken = Enrollment.objects.filter(cohort__in=run, person__email__in=set(emails))
        standing: dict[str, list[Any]] = {}
        for email, *where in taken.order_by("pk").values_list(
            "person__email", "cohort_id", "cohort__name", "state"
        ):
            standing.setdefault(email.lower(), []).append(where)
        waiting = Invitation.objects.filter(cohort=cohort, accepted_at=None, cancelled_at=None)
        invited = dict(waiting.filter(email__in=set(emails)).values_list("email", "expires_at"))
        return cls(cohort, standing, invited, at)


def _fate(line: Line, known: _Known, seen: dict[str, int]) -> Fate:
    if line.problem:
        return Fate(line, Outcome.INVALID, line.problem)
    if line.email in seen:
        return Fate(line, Outcome.REPEATED, _("See line %d.") % seen[line.email])
    for cohort, name, state in known.standing.get(line.email, []):
        if state == Enrollment.State.ACTIVE:
            if cohort == known.cohort.pk:
                return Fate(line, Outcome.MEMBER)
            return Fate(
                line, Outcome.ELSEWHERE, _("They take this course with %s. You can move them.") % name
            )
        if cohort == known.cohort.pk and state == Enrollment.State.WITHDRAWN:
            return Fate(line, Outcome.WITHDRAWN, _("You can bring them back on the cohort’s page."))
    expires = known.invited.get(line.email)
    if expires is None:
        return Fate(line, Outcome.INVITE)
    if expires > known.at:
        return Fate(
            line, Outcome.INVITED, _("Nothing is sent. To send the mail again, open the invitations.")
        )
    return Fate(line, Outcome.AGAIN, _("The link that they have has expired."))
