"""Nobody uses the course before they have agreed to the privacy notice in force."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from course.middleware import Handler

OPEN = ("/account/", "/health/", "/privacy/", "/mail-off/")
"""What stays open: the way in and out, the notice, one's own data, and turning off mail."""


def consent(get_response: Handler) -> Handler:
    """Lead every page to the notice until it is agreed to.

    Only pages: what a form sends is taken as always. Somebody may be writing while a new notice is published.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.path_info.startswith(OPEN):
            return get_response(request)
        # Whether it is asked comes with the statement that loads the person.
        if not getattr(request.user, "must_consent", False):
            return get_response(request)
        here = f"{reverse('notice')}?{urlencode({'next': request.get_full_path()})}"
        return HttpResponseClientRedirect(here) if request.headers.get("HX-Request") else redirect(here)

    return handle
