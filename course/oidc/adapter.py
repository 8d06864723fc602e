"""How allauth asks us about people who come from elsewhere."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy
from requests import RequestException

from course.joining import invitations
from course.joining.invitation_views import SESSION_INVITATION
from course.models import Person
from course.oidc.arrivals import NotAdmitted, admit
from course.oidc.refusals import refuse
from course.sign_in.adapter import BY_PROVIDER


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": gettext_lazy(
            "This is the only way you sign in. Choose a password first, then you can disconnect it."
        ),
    }

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """One, from the environment alone. It is named by its issuer, since two issuers may use one subject."""
        app = SocialApp(
            provider="openid_connect",
            provider_id=settings.OIDC_ISSUER,
            name=settings.OIDC_NAME,
            client_id=settings.OIDC_CLIENT_ID,
            secret=settings.OIDC_CLIENT_SECRET,
            settings={"server_url": settings.OIDC_ISSUER},
        )
        fits = provider in {None, app.provider, app.provider_id} and client_id in {None, app.client_id}
        return [app] if fits else []

    def get_requests_session(self) -> Any:
        """What the provider says is asked of the address that it said, and of nobody to whom that leads."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        if error == AuthError.CANCELLED:
            reason = "denied"
        elif exception is None and "state_id" in (extra_context or {}):
            reason = "late"
        else:
            reason = "away" if isinstance(exception, RequestException) else "distrusted"
        raise ImmediateHttpResponse(refuse(request, reason))

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Person:
        person: Person = sociallogin.user
        person.email, person.name = data.get("email", ""), data["name"]
        return person

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Who is not connected yet is admitted and connected here, or refused."""
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        setattr(request, BY_PROVIDER, True)
        if sociallogin.is_existing:
            return
        try:
            with transaction.atomic():
                _connect(request, sociallogin)
        except NotAdmitted as problem:
            raise ImmediateHttpResponse(refuse(request, problem.reason)) from None
        except IntegrityError:
            # The same person in two windows at once.
            raise ImmediateHttpResponse(refuse(request, "late")) from None


def _connect(request: HttpRequest, sociallogin: SocialLogin) -> None:
    now = timezone.now()
    addresses = sociallogin.email_addresses
    person = admit(
        email=addresses[0].email if addresses else "",
        is_verified=bool(addresses) and addresses[0].verified,
        name=sociallogin.user.name,
        invitation=invitations.opened(request.session.get(SESSION_INVITATION), at=now),
        at=now,
    )
    sociallogin.connect(request, person)
