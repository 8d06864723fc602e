"""The verbs on access tokens. A token opens what its person may see at that moment, and never more."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, transaction

from course.models import ApiToken, Person
from course.record import audit
from course.sign_in.backends import PersonBackend

MOST = 10
"""So many of one person's tokens may work at a time."""
PER_MINUTE = 60
"""So many requests a token may make."""
# So that a program that looks for leaked secrets knows one.
_PREFIX = "alongside_"
# "Last used" is told by the hour: a request need not write.
_USED_EVERY = timedelta(hours=1)


class TooManyTokens(Exception):
    """As many as anybody may have work already."""


@transaction.atomic
def make(person: Person, *, name: str, days: int, at: datetime) -> str:
    """A new token, which works for so many days. Returns its secret, which nobody can read again.

    Raises TooManyTokens.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if ApiToken.objects.working(at).filter(person=person).count() >= MOST:
        raise TooManyTokens
    secret = _PREFIX + secrets.token_urlsafe(32)
    expires = at + timedelta(days=days)
    token = ApiToken.objects.create(
        person=person, name=name, digest=digest_of(secret), made_at=at, expires_at=expires
    )
    audit.record("token-made", token, actor=person, at=at, name=name)
    return secret


@transaction.atomic
def revoke(person: Person, pk: int, *, at: datetime) -> bool:
    """End one of ``person``'s tokens. False when it worked no more, or is not theirs."""
    mine = ApiToken.objects.select_for_update().working(at).filter(person=person, pk=pk).first()
    if mine is None:
        return False
    mine.revoked_at = at
    mine.save(update_fields=["revoked_at"])
    audit.record("token-revoked", mine, actor=person, at=at, name=mine.name)
    return True


def digest_of(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def owner(secret: str, *, at: datetime) -> tuple[ApiToken, Person] | None:
    """The token with this secret, and its person with their roles of now; None when it opens nothing."""
    token = ApiToken.objects.working(at).filter(digest=digest_of(secret)).first()
    person = PersonBackend().get_user(token.person_id) if token else None
    if token is None or person is None or not _may_use(person):
        return None
    _note_that_it_is_used(token, at=at)
    return token, person


def _may_use(person: Person) -> bool:
    """A token opens no door that a browser would find closed."""
    second_step = person.has_second_step or settings.OIDC_SECOND_STEP or not settings.MFA_REQUIRED
    return second_step and person.has_staff_role and not person.must_consent


def _note_that_it_is_used(token: ApiToken, *, at: datetime) -> None:
    if token.used_at is None or token.used_at <= at - _USED_EVERY:
        # A table can be read while the database cannot be written.
        with suppress(DatabaseError), transaction.atomic():
            ApiToken.objects.filter(pk=token.pk).update(used_at=at)


def may_ask(token: ApiToken, *, at: datetime) -> bool:
    """Count one request; whether it is among the first ``PER_MINUTE`` of its minute."""
    key = f"api-token:{token.pk}:{int(at.timestamp() // 60)}"
    try:
        used = cache.incr(key)
    except ValueError:
        cache.add(key, 1, timeout=120)
        used = 1
    return used <= PER_MINUTE
