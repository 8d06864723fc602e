"""Who may call a view of the API: whoever sends a token that works. Every answer is JSON, errors too."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from course.access import View
from course.export import tokens
from course.fields import zone
from course.models import Person


class Problem(Exception):
    """A refusal: its status, a sentence, and headers."""

    def __init__(self, status: int, words: str, headers: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(words)
        self.status, self.words, self.headers, self.more = status, words, headers or {}, more

    def answer(self) -> HttpResponse:
        return JsonResponse({"error": self.words, **self.more}, status=self.status, headers=self.headers)


def by_token(view: Callable[..., HttpResponse]) -> View:
    """The view gets the token's person instead of a request's user. No cookie opens it, and none is set."""

    # A form of another site cannot send the header that opens this, so there is nothing to protect it from.
    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            person = _person(request)
            with timezone.override(zone(person.time_zone)):
                response = view(request, person, *args, **kwargs)
        except Problem as problem:
            response = problem.answer()
        except Http404:
            response = Problem(404, _("There is no such table for you.")).answer()
        response["Cache-Control"] = "no-store"
        return response

    guarded.access = "token"  # type: ignore[attr-defined]
    return guarded


def _person(request: HttpRequest) -> Person:
    """Raises Problem."""
    if request.method not in ("GET", "HEAD"):
        raise Problem(405, _("Tables can only be read: use GET."), {"Allow": "GET, HEAD"})
    at = timezone.now()
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    found = tokens.owner(secret.strip(), at=at) if kind.lower() == "bearer" and secret.strip() else None
    if found is None:
        words = _(
            "Send an access token that works, as “Authorization: Bearer …”. Make one under your profile."
        )
        raise Problem(401, words, {"WWW-Authenticate": "Bearer"})
    token, person = found
    if not tokens.may_ask(token, at=at):
        words = _("This token may ask %d times a minute. Go on in a minute.") % tokens.PER_MINUTE
        raise Problem(429, words, {"Retry-After": "60"})
    return person
