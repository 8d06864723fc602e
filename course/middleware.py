"""Small middlewares: headers, the second step of staff, and the person's time zone."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from course.fields import zone
from course.security import HEADERS
from course.sign_in.sessions import BY_PROVIDER

Handler = Callable[[HttpRequest], HttpResponse]


ACCOUNT_PAGES = "/account/"


def headers(get_response: Handler) -> Handler:
    """What every answer carries, files included."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return handle


def second_step(get_response: Handler) -> Handler:
    """Staff who have not set up a second step reach the pages of their own account and nothing else."""

    def handle(request: HttpRequest) -> HttpResponse:
        needed = settings.MFA_REQUIRED and _is_staff_without_second_step(request)
        request.needs_second_step = needed  # type: ignore[attr-defined]  # the page says why one is here
        if needed and not request.path_info.startswith(ACCOUNT_PAGES):
            return HttpResponseClientRedirect(reverse("mfa_index")) if request.htmx else redirect("mfa_index")  # type: ignore[attr-defined]
        return get_response(request)

    return handle


def _is_staff_without_second_step(request: HttpRequest) -> bool:
    person = request.user
    if not person.is_authenticated or not person.has_staff_role or person.has_second_step:
        return False
    return not (settings.OIDC_SECOND_STEP and request.session.get(BY_PROVIDER, False))


def time_zone(get_response: Handler) -> Handler:
    """Show times in the signed-in person's zone. Stored times stay UTC."""

    def handle(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            with timezone.override(zone(request.user.time_zone)):
                return get_response(request)
        return get_response(request)

    return handle
