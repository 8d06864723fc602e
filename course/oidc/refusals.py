"""Why somebody who came from elsewhere is not signed in: one plain page, whatever went wrong."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from course.record import audit


@dataclass(frozen=True)
class Refusal:
    """What the page says. ``can_retry`` is whether the same way may work at once."""

    title: Promise
    words: Promise
    status: int = 403
    can_retry: bool = True


REFUSALS: dict[str, Refusal] = {
    "denied": Refusal(
        _("You stopped signing in"), _("%(name)s says that you did not go on. Nothing has changed here.")
    ),
    "late": Refusal(
        _("Please start again"),
        _(
            "This page works once, for ten minutes, and in the browser where you began. Nothing has changed here."
        ),
    ),
    "distrusted": Refusal(
        _("We could not be sure that it is you"),
        _(
            "The answer that came from %(name)s does not prove who you are. If it happens again, tell your trainer."
        ),
    ),
    "away": Refusal(
        _("%(name)s does not answer"),
        _("It is not your fault, and nothing has changed here. Try again in a few minutes."),
        status=503,
    ),
    "unverified": Refusal(
        _("Your email address is not confirmed"),
        _("%(name)s has not confirmed your email address yet. Confirm it there, then try again."),
    ),
    "unknown": Refusal(
        _("We do not know your %(name)s account yet"),
        _("To use it here, it has to be connected to an account in this course first."),
        can_retry=False,
    ),
}


def refuse(request: HttpRequest, reason: str) -> HttpResponse:
    """The page for a key of ``REFUSALS``. That it happened is kept, not to whom: it may be anybody's address."""
    audit.note("sign-in-refused", None, actor=None, at=timezone.now(), what=reason)
    refusal, named = REFUSALS[reason], {"name": settings.OIDC_NAME}
    context = {
        "title": str(refusal.title) % named,
        "words": str(refusal.words) % named,
        "reason": reason,
        "can_retry": refusal.can_retry,
    }
    return render(request, "socialaccount/authentication_error.html", context, status=refusal.status)
