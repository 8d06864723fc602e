"""How allauth speaks to people here: plain words, secrets encrypted, and no page that fails because a mail did."""

from __future__ import annotations

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course import fields
from course.models import Person

log = logging.getLogger(__name__)
# Set on the request with which somebody comes back from an OpenID Connect provider.
BY_PROVIDER = "signed_in_by_provider"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # The times are those of ACCOUNT_RATE_LIMITS.
        "too_many_login_attempts": gettext_lazy(
            "Too many tries. To keep accounts safe, wait 5 minutes, then try again."
            " You can choose a new password meanwhile."
        ),
        "rate_limited": gettext_lazy("Too many tries. Wait 5 minutes, then try again."),
    }

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One count for one address. allauth counts each host name apart: two names would double the tries."""
        return str(credentials.get("email", credentials.get("username", ""))).lower()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell the person that their account changed. It has changed already, so a failing mail stops nothing."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except (OSError, SMTPException) as problem:
            log.error("A mail about a changed account was not sent: %s", type(problem).__name__)


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of the second step are encrypted at rest, as reflections are."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This code is not right. Codes change every 30 seconds: type the one that is shown now."
            " A used code works only once."
        ),
    }

    def is_mfa_enabled(self, user: Person, types: list[str] | None = None) -> bool:
        """Nobody is asked twice, where the operator says that the provider asks."""
        if settings.OIDC_SECOND_STEP and getattr(self.request, BY_PROVIDER, False):
            return False
        return bool(super().is_mfa_enabled(user, types=types))

    def encrypt(self, text: str) -> str:
        return fields.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return fields.decrypt(encrypted_text)

    def generate_authenticator_name(self, user: Person, type: str) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Passkey %(number)d") % {"number": number}
