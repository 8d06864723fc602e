"""Erasing somebody: what is theirs goes at once, what the program must keep loses its name, and the account is closed.

The row of the person stays as a pseudonym, for scores hang on it; it goes with the last of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from course import registry
from course.models import (
    Accommodation,
    ApiToken,
    Assignment,
    AuditEvent,
    Consent,
    Enrollment,
    Invitation,
    JoinRequest,
    MutedMail,
    Person,
    QueuedMail,
    Session,
    Withdrawal,
    WorkingCopy,
)
from course.privacy import erasures, keeping
from course.privacy.own_data import addresses, with_address
from course.record import audit


class CannotErase(Exception):
    """Carries sentences on what is in the way."""


@dataclass(frozen=True)
class Stays:
    """What is kept of one course under a pseudonym, and until when at the latest: with what goes, the last may go."""

    course: str
    until: datetime


@dataclass(frozen=True)
class Held:
    """For the page that says before what would happen. ``in_the_way`` are sentences; empty where nothing is."""

    goes: Sequence[str]
    stays: Sequence[Stays]
    in_the_way: Sequence[str]


def what_is_held(person: Person) -> Held:
    """What goes, what stays, and what is in the way."""
    goes = [each for part in registry.erasing() for each in part.goes(person)]
    goes.append(
        _("Your name, email address, password, second step, sign-ins, mails, invitations and consent")
    )
    goes.append(_("What was granted to you for exams, and the reasons"))
    return Held(goes, _stays(person), _in_the_way(person))


def _stays(person: Person) -> list[Stays]:
    enrollments = Enrollment.objects.owned_by(person)
    last = keeping.last_done(enrollments)
    rows = enrollments.select_related("course", "cohort__program").order_by("joined_at", "pk")
    return [Stays(str(each.course), keeping.until(last[each.pk], each.cohort.program)) for each in rows]


def _in_the_way(person: Person) -> list[str]:
    held = person.assignments.select_related("course", "cohort__course")
    hand_over = _("%(role)s of %(where)s: hand this over first.")
    found = [
        hand_over % {"role": each.get_role_display(), "where": each.course or each.cohort} for each in held
    ]
    others = Person.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if person.is_superuser and not others.exists():
        found.append(_("The only administrator: make somebody else one first."))
    return found


@transaction.atomic
def erase(
    person: Person, *, by: Person | None, reason: str, at: datetime, anyway: bool = False
) -> Sequence[Stays]:
    """Erase ``person`` and return what stays. Nothing, where that was done before.

    Raises CannotErase while they have assignments or are the only administrator, unless ``anyway``.
    """
    row = Person.objects.select_for_update().get(pk=person.pk)
    if row.erased_at is not None:
        return []
    if not anyway and (problems := _in_the_way(row)):
        raise CannotErase(" ".join(problems))
    stays = _stays(row)
    actor = None if by is None or by.pk == row.pk else by
    detail: dict[str, Any] = {"reason": reason} if reason else {}
    audit.record("erased", row, actor=actor, at=at, **detail)
    forget_again(row, at=at)
    _close_account(row, at=at)
    _forget_in_the_record(row)
    transaction.on_commit(erasures.keep)
    return stays


def forget_again(person: Person, *, at: datetime) -> None:
    """Delete what is the person's own. Once more for what a request under way had written behind an erasure."""
    for part in registry.erasing():
        part.erase(person, at=at)
    own = Q(person=person)
    found = addresses(person)
    Invitation.objects.filter(Q(accepted_by=person) | with_address(found, "email")).delete()
    QueuedMail.objects.filter(own | with_address(found, "address")).delete()
    for model in (Accommodation, ApiToken, Assignment, Consent, JoinRequest, MutedMail, Session):
        model._default_manager.filter(own).delete()
    Withdrawal.objects.filter(enrollment__person=person).delete()
    WorkingCopy.objects.filter(author=person).delete()
    Enrollment.objects.active().filter(own).update(state=Enrollment.State.WITHDRAWN)
    Authenticator.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).delete()


def _close_account(person: Person, *, at: datetime) -> None:
    person.groups.clear()
    person.user_permissions.clear()
    person.name = _("Erased person %(number)d") % {"number": person.pk}
    person.email = f"erased-{person.pk}@erased.invalid"
    person.set_unusable_password()
    person.time_zone, person.quiet_days = "UTC", 7
    person.last_login, person.erased_at = None, at
    person.is_active = person.is_superuser = False
    person.save()


def _forget_in_the_record(person: Person) -> None:
    """What happened stays in the audit trail; who it was is forgotten, which is all that its triggers allow."""
    AuditEvent.objects.filter(actor=person).update(actor=None)
    AuditEvent.objects.filter(about=person).update(about=None)
