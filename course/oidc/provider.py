"""allauth's OpenID Connect provider, made stricter: PKCE and a nonce always, every ID token verified, nothing kept."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from course.mailing import mail_links
from course.oidc.tokens import BadToken, address_in, nonce_of, verified_claims
from course.text import problem_in

NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class Protocol(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """What is said to the provider, and what of its answers is believed. Raises OAuth2Error for all that is not."""

    @property
    def openid_config(self) -> dict[str, Any]:
        try:
            config = super().openid_config
        except AttributeError:
            raise OAuth2Error("The discovery document is no object.") from None
        if not isinstance(config, dict) or any(not isinstance(config.get(name), str) for name in NEEDED):
            raise OAuth2Error("The discovery document lacks something.")
        if config["issuer"].rstrip("/") != settings.OIDC_ISSUER:
            raise OAuth2Error("The discovery document is somebody else's.")
        scheme = urlsplit(settings.OIDC_ISSUER).scheme
        if any(urlsplit(config[name]).scheme not in {"https", scheme} for name in NEEDED[1:]):
            raise OAuth2Error("The discovery document leaves TLS.")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """As it is registered with the provider, whatever name the browser used."""
        return mail_links.absolute(reverse("oidc_callback"))

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        if not pkce_code_verifier:
            raise OAuth2Error("No question was asked from here.")
        self._nonce = nonce_of(pkce_code_verifier)
        try:
            return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)
        except (KeyError, TypeError):
            raise OAuth2Error("The token endpoint answered something else.") from None

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        return SocialToken(token=str(data["access_token"]))

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        claims = self._claims(app, kwargs["response"].get("id_token"))
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            more = self._fetch_user_info(token.token)
            # OpenID Connect Core 1.0, section 5.3.2: a userinfo of another subject must not be used.
            if isinstance(more, dict) and more.get("sub") == claims["sub"]:
                claims = {**more, **claims}
        return self.get_provider().sociallogin_from_response(request, claims)

    def _claims(self, app: SocialApp, id_token: object) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
            keys = response.json()
        try:
            return verified_claims(
                id_token,
                keys=keys,
                issuer=self.openid_config["issuer"],
                client_id=app.client_id,
                nonce=self._nonce,
            )
        except BadToken as problem:
            raise OAuth2Error(str(problem)) from None


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = Protocol

    def get_pkce_params(self) -> dict[str, Any]:
        """What goes along with the question, and ``code_verifier``, which stays in the session."""
        params = generate_code_challenge()
        return {**params, "nonce": nonce_of(params["code_verifier"])}

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["sub"])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        given = data.get("name")
        name = given if isinstance(given, str) and not problem_in(given) else ""
        return {"email": address_in(data)[0], "name": name[:150]}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        from allauth.account.models import EmailAddress

        email, is_verified = address_in(data)
        return [EmailAddress(email=email, verified=is_verified, primary=True)] if email else []

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing: who somebody is elsewhere is not ours to keep."""
        return {}


provider_classes = [Provider]
