"""The verb that decides who somebody is here who signed in elsewhere for the first time."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from course.joining import invitations
from course.joining.people import CannotJoin
from course.models import Invitation, Person
from course.record import audit


class NotAdmitted(Exception):
    """Nobody here is known to be this person. ``reason`` is one of ``course.oidc.refusals``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def admit(*, email: str, is_verified: bool, name: str, invitation: Invitation | None, at: datetime) -> Person:
    """The person whose proven address this is, or a new one, who was invited. Raises NotAdmitted, with nothing changed.

    ``invitation`` is one whose link was opened in this browser, so that its address is proven by itself. Otherwise the
    address counts only where it is verified by the provider, by us too, and ``OIDC_ADMITS`` says that it counts.
    """
    address = email if is_verified and settings.OIDC_ADMITS != "connected" else ""
    if address and (known := _known(address)):
        return known
    if invitation is None and address:
        invitation = Invitation.objects.open(at).filter(email=address).order_by("pk").first()
    if invitation is not None and not _is_taken(invitation.email):
        return _join(invitation, name, at=at)
    if address and settings.OIDC_ADMITS == "all" and not _is_taken(address):
        person = _make(address, name)
        audit.record("added", person, actor=person, at=at)
        return person
    raise NotAdmitted("unverified" if settings.OIDC_ADMITS != "connected" and not is_verified else "unknown")


def _known(address: str) -> Person | None:
    row = EmailAddress.objects.filter(email__iexact=address, verified=True).select_related("user").first()
    return row.user if row else None


def _is_taken(address: str) -> bool:
    """Whether somebody has this address, proven or not: it is theirs until they say otherwise."""
    return (
        Person.objects.filter(email__iexact=address).exists()
        or EmailAddress.objects.filter(email__iexact=address).exists()
    )


def _make(address: str, name: str, **more: str) -> Person:
    person = Person.objects.create_user(address, name=name, **more)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def _join(invitation: Invitation, name: str, *, at: datetime) -> Person:
    zone = invitation.cohort.program.time_zone
    person = _make(invitation.email, invitation.name or name, time_zone=zone)
    try:
        invitations.accept(invitation, person, at=at)
    except CannotJoin:
        raise NotAdmitted("unknown") from None
    return person
