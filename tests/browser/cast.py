"""The people on the stage: their accounts, their sessions, and the links that mails hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from course import demo
from course.models import Person
from course.sessions import SessionStore

Ids = dict[str, dict[str, Any]]


def person(name: str, **fields: Any) -> Person:
    """Somebody with the password of the demo's people: one hash for all."""
    password = tess().password
    email = name.split()[0].lower() + demo.DOMAIN
    return Person.objects.create(**{"email": email, "name": name, "password": password, **fields})


def tess() -> Person:
    return Person.objects.get(name=demo.TRAINER)


def first(person: Person) -> str:
    return person.email.removesuffix(demo.DOMAIN)


def accounts() -> Ids:
    """The links that mails hold, and somebody who has no password yet."""
    person("Ivy Chen", password="!")
    joan = person("Joan Park")
    address = EmailAddress.objects.create(user=joan, email=joan.email, primary=True)
    token = default_token_generator.make_token(joan)
    return {
        "account_confirm_email": {"key": EmailConfirmationHMAC(address).key},
        "account_reset_password_from_key": {"uidb36": user_pk_to_url_str(joan), "key": token},
    }


def sessions() -> Iterator[tuple[str, str]]:
    """A session for everybody, as signing in makes it."""
    for person in Person.objects.all():
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        yield first(person), str(session.session_key)
