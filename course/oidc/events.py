"""Connecting and disconnecting go into the record. Signing in does already: see ``course.sign_in.sign_in_events``."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount import signals
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.utils import timezone

from course.record import audit


def _connected(sociallogin: SocialLogin, **_: Any) -> None:
    person = sociallogin.user
    audit.record("account-connected", person, actor=person, at=timezone.now(), through=settings.OIDC_NAME)


def _disconnected(socialaccount: SocialAccount, **_: Any) -> None:
    person = socialaccount.user
    audit.record("account-disconnected", person, actor=person, at=timezone.now(), through=settings.OIDC_NAME)


def listen() -> None:
    signals.social_account_added.connect(_connected, dispatch_uid="oidc-connected")
    signals.social_account_removed.connect(_disconnected, dispatch_uid="oidc-disconnected")
