"""Verbs on invitations: asking an email address into a cohort, and what becomes of that."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from course.fields import zone
from course.joining import people
from course.mailing import mail, mail_links
from course.models import Cohort, Enrollment, Invitation, MailKind, Person
from course.record import audit

VALID_FOR = timedelta(days=14)


def invite(cohort: Cohort, *, email: str, name: str = "", by: Person, at: datetime) -> Invitation:
    """Ask an address into a cohort by mail. IntegrityError where it has an invitation that was not used."""
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        cohort=cohort,
        email=email.lower(),
        name=name,
        invited_by=by,
        token_hash=_hash(token),
        invited_at=at,
        expires_at=at + VALID_FOR,
    )
    _send(invitation, token, by=by, at=at)
    return invitation


@transaction.atomic
def resend(pk: int, *, by: Person, at: datetime) -> bool:
    """Send a new link that works for 14 days; the one before works no more. False where it is used or canceled."""
    token = secrets.token_urlsafe(32)
    still = Invitation.objects.filter(pk=pk, accepted_at=None, cancelled_at=None)
    if not still.update(
        token_hash=_hash(token), expires_at=at + VALID_FOR, sent_count=F("sent_count") + 1, invited_by=by
    ):
        return False
    invitation = Invitation.objects.select_related("cohort__course", "cohort__program").get(pk=pk)
    mail.cancel([_key(pk, number) for number in range(1, invitation.sent_count)], at=at)
    _send(invitation, token, by=by, at=at)
    audit.record("invited-again", invitation, actor=by, at=at)
    return True


@transaction.atomic
def cancel(pk: int, *, by: Person, at: datetime) -> bool:
    """Take an invitation back: its link works no more. False where it is used or canceled already."""
    still = Invitation.objects.filter(pk=pk, accepted_at=None, cancelled_at=None)
    if not still.update(cancelled_at=at):
        return False
    invitation = Invitation.objects.get(pk=pk)
    mail.cancel([_key(pk, number) for number in range(1, invitation.sent_count + 1)], at=at)
    audit.record("invitation-cancelled", invitation, actor=by, at=at)
    return True


def find(token: str) -> Invitation | None:
    """The invitation whose newest link holds this token."""
    rows = Invitation.objects.select_related("cohort__course", "cohort__program")
    return rows.filter(token_hash=_hash(token)).first()


def opened(pk: int | None, *, at: datetime) -> Invitation | None:
    """The invitation whose link was opened in this browser, while it can still be used."""
    rows = Invitation.objects.open(at).select_related("cohort__course", "cohort__program")
    return rows.filter(pk=pk).first() if pk else None


def is_for(invitation: Invitation, person: Person) -> bool:
    """Whether the person signs in with the invited address, or has proved that it is theirs."""
    if person.email.lower() == invitation.email:
        return True
    return EmailAddress.objects.filter(user=person, email__iexact=invitation.email, verified=True).exists()


@transaction.atomic
def accept(invitation: Invitation, person: Person, *, at: datetime) -> Enrollment:
    """Enroll the person.

    Raises CannotJoin where the link was used, canceled or has expired meanwhile, or another cohort is in the way.
    """
    still = Invitation.objects.open(at).filter(pk=invitation.pk)
    if not still.update(accepted_at=at, accepted_by=person):
        raise people.CannotJoin(_("This invitation cannot be used any more. Ask for a new one."))
    enrollment = people.join(person, invitation.cohort, at=at)
    audit.record("invitation-accepted", invitation, actor=person, at=at)
    return enrollment


def prove(person: Person, invitation: Invitation) -> None:
    """Whoever opens the link reads that address, so it needs no further proof. For people with an account."""
    if person.email.lower() == invitation.email:
        told = {"verified": True}
        EmailAddress.objects.update_or_create(
            user=person, email=person.email, defaults=told, create_defaults={**told, "primary": True}
        )


def _send(invitation: Invitation, token: str, *, by: Person, at: datetime) -> None:
    cohort = invitation.cohort
    with timezone.override(zone(cohort.program.time_zone)):
        mail.enqueue(
            MailKind.INVITATION,
            to=invitation.email,
            subject=_("You are invited: %s") % cohort.course.title,
            template="invitation",
            context={
                "by": by.name,
                "name": invitation.name.split(" ")[0],
                "cohort": cohort,
                "expires": timezone.localtime(invitation.expires_at),
                "link": mail_links.absolute(reverse("invited", args=[token])),
            },
            key=_key(invitation.pk, invitation.sent_count),
            at=at,
        )


def _key(pk: int, number: int) -> str:
    return f"invitation:{pk}:{number}"


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
