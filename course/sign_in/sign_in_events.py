"""What allauth tells about accounts goes into the audit trail; a sign-in also leaves its device with the session.

Of an address that nobody here has, nothing is kept: it may be somebody's password typed into the wrong field.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models.signals import ModelSignal
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils import timezone

from course.models import Person
from course.record import audit
from course.sign_in import devices, signed_in_sessions
from course.sign_in.sessions import BY_PROVIDER, DEVICE

# NIST SP 800-63B-4, AAL2: sign in again within a day at the latest. Learners keep two weeks.
STAFF_SESSION = timedelta(hours=12)


def _signed_in(request: HttpRequest, user: Person, sociallogin: Any = None, **_: Any) -> None:
    device = devices.in_words(request.headers.get("User-Agent", ""))
    request.session[DEVICE] = device
    request.session[BY_PROVIDER] = sociallogin is not None and settings.OIDC_SECOND_STEP
    if Person.objects.with_roles().get(pk=user.pk).has_staff_role:
        request.session.set_expiry(STAFF_SESSION)
    detail: dict[str, Any] = {"device": device}
    if sociallogin is not None:
        detail["through"] = settings.OIDC_NAME
    audit.record("signed-in", user, actor=user, at=timezone.now(), **detail)


def _sign_in_failed(credentials: dict[str, Any], **_: Any) -> None:
    email = credentials.get("email") or credentials.get("username")
    person = Person.objects.filter(email__iexact=email).first() if email else None
    audit.record("sign-in-failed", person, actor=None, at=timezone.now())


def _code_failed(user: Person, **_: Any) -> None:
    audit.record("code-failed", user, actor=None, at=timezone.now())


def _account_changed(verb: str) -> Any:
    def note(user: Person, authenticator: Any = None, **_: Any) -> None:
        detail = {"what": authenticator.type} if authenticator is not None else {}
        audit.record(verb, user, actor=user, at=timezone.now(), **detail)

    return note


def _others_end(request: HttpRequest, user: Person, **_: Any) -> None:
    """A new password is often the answer to a stolen one."""
    signed_in_sessions.end_others(user, keep=request.session.session_key, at=timezone.now())


TOLD: tuple[tuple[Signal | ModelSignal, Any], ...] = (
    (account.user_logged_in, _signed_in),
    (user_login_failed, _sign_in_failed),
    (mfa.authentication_failed, _code_failed),
    (account.password_changed, _account_changed("password-changed")),
    (account.password_set, _account_changed("password-changed")),
    (account.password_reset, _account_changed("password-reset")),
    (account.password_changed, _others_end),
    (account.password_set, _others_end),
    (account.password_reset, _others_end),
    (account.email_changed, _account_changed("email-changed")),
    (mfa.authenticator_added, _account_changed("second-step-added")),
    (mfa.authenticator_removed, _account_changed("second-step-removed")),
    (mfa.authenticator_reset, _account_changed("recovery-codes-made")),
)


def listen() -> None:
    for signal, receiver in TOLD:
        signal.connect(receiver, weak=False, dispatch_uid=(id(signal), id(receiver)))
