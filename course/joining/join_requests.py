"""Verbs on joining with a code where staff decide: asking, approving, declining; and on the code itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from course.joining import people
from course.mailing import mail, mail_links
from course.models import Cohort, Enrollment, JoinRequest, MailKind, Person
from course.models.cohorts import new_join_code
from course.record import audit


def join_or_ask(person: Person, cohort: Cohort, *, at: datetime) -> Enrollment | JoinRequest:
    """Join with a code; where the cohort's staff decide, ask them. Asking twice is asking once. Raises CannotJoin."""
    taken = Enrollment.objects.active().filter(person=person, course=cohort.course_id).exists()
    if taken or not cohort.needs_approval:
        return people.join(person, cohort, at=at)
    before = JoinRequest.objects.filter(person=person, cohort=cohort).order_by("-pk").first()
    if before is not None and before.approved is None:
        return before
    if before is not None and before.approved is False:
        raise people.CannotJoin(
            _("You asked to join this group before, and it was not approved. Talk with its trainer.")
        )
    try:
        with transaction.atomic():
            asked = JoinRequest.objects.create(person=person, cohort=cohort, asked_at=at)
            audit.record("asked-to-join", asked, actor=person, at=at, cohort=cohort.pk)
    except IntegrityError:
        return JoinRequest.objects.get(person=person, cohort=cohort, approved=None)
    return asked


@transaction.atomic
def decide(pk: int, *, approved: bool, by: Person, at: datetime) -> bool:
    """Let somebody in, or not, and tell them by mail. False where a colleague decided meanwhile.

    Raises CannotJoin, and nothing is decided, where the person takes the course with another cohort by now.
    """
    open_still = JoinRequest.objects.filter(pk=pk, approved=None)
    if not open_still.update(approved=approved, decided_at=at, decided_by=by):
        return False
    asked = JoinRequest.objects.select_related("person", "cohort__course").get(pk=pk)
    if approved:
        people.join(asked.person, asked.cohort, at=at)
    words = _("You are in: %s") if approved else _("Your request to join %s")
    mail.enqueue(
        MailKind.JOINING,
        to=asked.person,
        subject=words % asked.cohort.course.title,
        template="approved" if approved else "declined",
        context={"cohort": asked.cohort, "link": mail_links.absolute(reverse("home"))},
        key=f"join-request:{pk}",
        at=at,
    )
    audit.record("join-approved" if approved else "join-declined", asked, actor=by, at=at)
    return True


@transaction.atomic
def renew_code(cohort: Cohort, *, by: Person, at: datetime) -> Cohort:
    """Give the cohort a new code; the one before lets nobody in any more."""
    cohort = Cohort.objects.select_for_update(of=("self",)).get(pk=cohort.pk)
    cohort.join_code = new_join_code()
    cohort.save()
    audit.record("code-renewed", cohort, actor=by, at=at)
    return cohort


@transaction.atomic
def set_terms(
    cohort: Cohort, *, is_open: bool, expires: datetime | None, needs_approval: bool, by: Person, at: datetime
) -> None:
    """Say who joins with the code, and until when."""
    cohort.is_open, cohort.code_expires_at, cohort.needs_approval = is_open, expires, needs_approval
    cohort.save()
    until = expires.isoformat() if expires else None
    told: dict[str, Any] = {"open": is_open, "until": until, "approval": needs_approval}
    audit.record("joining-changed", cohort, actor=by, at=at, **told)
