"""Going to the provider, coming back from it, and the page on which an account is connected or disconnected."""

from __future__ import annotations

from functools import wraps

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.forms import DisconnectForm
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from requests import RequestException

from course.access import SignedIn, View, public, signed_in
from course.oidc.provider import Protocol
from course.oidc.refusals import refuse


def _refuse_what_the_provider_broke(view: View) -> View:
    @wraps(view)
    def careful(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except ImmediateHttpResponse as refused:
            return refused.response
        except RequestException:
            return refuse(request, "away")
        except OAuth2Error:
            return refuse(request, "distrusted")

    return careful


@public
@never_cache
@_refuse_what_the_provider_broke
def start(request: HttpRequest) -> HttpResponse:
    """A page that leads on to the provider by itself, so that the policy on where forms go stays as strict as it is."""
    if request.method != "POST":
        return redirect("account_login")
    if too_many := ratelimit.consume_or_429(request, action="login"):
        return too_many
    provider = get_adapter(request).get_provider(request, settings.OIDC_ISSUER)
    connects = request.user.is_authenticated and "connect" in request.POST
    process = AuthProcess.CONNECT if connects else AuthProcess.LOGIN
    away = provider.redirect(request, process=process, next_url=get_next_redirect_url(request))
    context = {"redirect_to": away.url, "name": settings.OIDC_NAME}
    return render(request, "socialaccount/login_redirect.html", context)


@public
@never_cache
@require_safe
@_refuse_what_the_provider_broke
def callback(request: HttpRequest) -> HttpResponse:
    return OAuth2CallbackView.adapter_view(Protocol(request, settings.OIDC_ISSUER))(request)


@signed_in
@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "HEAD", "POST"])
def connections(request: SignedIn) -> HttpResponse:
    """What is connected, with a way to connect or to disconnect it."""
    mine = SocialAccount.objects.filter(user=request.user, provider=settings.OIDC_ISSUER).order_by("pk")
    form = DisconnectForm(request.POST or None, request=request)
    form.fields["account"].queryset = mine
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("socialaccount_connections")
    context = {"form": form, "accounts": mine, "name": settings.OIDC_NAME}
    return render(request, "socialaccount/connections.html", context)
