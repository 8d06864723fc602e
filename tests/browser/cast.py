"""The people on the stage: their accounts, their sessions, and the links that mails hold."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from course import demo
from course.models import Person
from course.privacy import notices
from course.sign_in.sessions import SessionStore

UNDECIDED = ("Uli Stern", "Ugo Brand")
"""They have not agreed to the privacy notice."""

Ids = dict[str, dict[str, Any]]


def person(name: str, **fields: Any) -> Person:
    """Somebody with the password of the demo's people: one hash for all."""
    password = tess().password
    email = name.split()[0].lower() + demo.DOMAIN
    made = Person.objects.create(**{"email": email, "name": name, "password": password, **fields})
    if (notice := notices.current()) and made.name not in UNDECIDED:
        notices.agree(made, notice, at=timezone.now())
    return made


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
    olga = person("Olga Brandt")
    TOTP.activate(olga, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(olga)
    passkey = WebAuthn.add(olga, "My phone", _credential()).instance
    return {
        "mfa_edit_webauthn": {"pk": passkey.pk},
        "mfa_remove_webauthn": {"pk": passkey.pk},
        "admin_person_second_step": {"pk": olga.pk},
        "account_confirm_email": {"key": EmailConfirmationHMAC(address).key},
        "account_reset_password_from_key": {"uidb36": user_pk_to_url_str(joan), "key": token},
    }


def _credential() -> dict[str, Any]:
    """What a browser sends for a new passkey, made here without a device."""
    name = b"a passkey of the stage"
    public: Any = ec.generate_private_key(ec.SECP256R1()).public_key()
    key = ES256.from_cryptography_key(public)  # type: ignore[no-untyped-call]
    held = AttestedCredentialData.create(Aaguid.NONE, name, key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, held)
    client = CollectedClientData.create("webauthn.create", b"asked", "http://localhost")
    response = {"clientDataJSON": client, "attestationObject": AttestationObject.create("none", data, {})}
    encoded = {part: websafe_encode(value) for part, value in response.items()}
    return {
        "id": websafe_encode(name),
        "rawId": websafe_encode(name),
        "type": "public-key",
        "response": encoded,
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
