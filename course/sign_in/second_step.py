"""The second step of signing in: what somebody has besides a password, and what happens when it is lost."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from course.models import Person
from course.record import audit


def methods_of(person: Person) -> list[str]:
    """What this person set up, in words, oldest first."""
    return [str(each) for each in Authenticator.objects.filter(user=person).order_by("created_at", "pk")]


@transaction.atomic
def reset(person: Person, *, reason: str, by: Person, at: datetime) -> bool:
    """Take away every second step of ``person``: they sign in with their password and set up a new one.

    Returns False, and records nothing, when there was none.
    """
    taken, _each = Authenticator.objects.filter(user=person).delete()
    if taken:
        audit.record("second-step-reset", person, actor=by, at=at, reason=reason)
    return bool(taken)
