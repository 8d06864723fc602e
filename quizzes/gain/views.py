"""The supervisor's page of what learners gained."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from course.access import SignedIn, supervisor
from course.export.files import download
from course.snapshots.answering import count_again
from quizzes.gain import export, pages
from quizzes.gain.forms import GainForm
from quizzes.review.listing import Scope


@supervisor
@require_http_methods(["GET", "HEAD", "POST"])
def show_gain(request: SignedIn) -> HttpResponse:
    """Before beside after, for the course and the cohort of the address. Bad parts of it are named, not guessed at.

    A post counts it again, where it is shown as of an earlier count.
    """
    scope = Scope.of(request.user)
    form = GainForm(request.GET, scope=scope)
    asked = bool(scope.cohorts) and form.is_valid()
    if request.method == "POST":
        return count_again(request, pages.asked(scope, form) if asked else None)
    found = pages.context(scope, form) if asked else {}
    return render(request, "quizzes/gain.html", {"form": form, "scope": scope, **found})


@supervisor
@require_GET
def gain_file(request: SignedIn, kind: str) -> Any:
    """The figures of the page, without groups under five. A bad filter gives a 400 with the reasons."""
    return download(request.user, export.Gains, request.GET, kind)
