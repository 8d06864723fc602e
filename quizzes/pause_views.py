"""Stopping the clock of an exam, for those who were granted pauses, and letting it run again."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from course.access import SignedIn, signed_in
from quizzes import attempts, pages
from quizzes.models import Attempt
from quizzes.views import go_on, when_over


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: SignedIn, pk: int) -> HttpResponse:
    """Stop the clock, where an accommodation allows it. Read rather than posted to, it says how to go on."""
    attempt = get_object_or_404(pages.attempts_of(request.user), pk=pk)
    if request.method == "POST":
        return _stop(attempt)
    if attempts.close_paused(attempt, at=timezone.now()):
        return redirect("result", pk)
    if attempt.paused_at is None:
        return go_on(attempt)
    closes = attempts.closes(attempt)
    return render(
        request, "quizzes/paused.html", {"attempt": attempt, "exam": attempt.exam, "closes": closes}
    )


def _stop(attempt: Attempt) -> HttpResponse:
    at = timezone.now()
    try:
        attempts.pause(attempt, at=at)
    except attempts.Closed:
        return when_over(attempt, at)
    except PermissionError:
        raise Http404 from None
    return redirect("paused", attempt.pk)


@signed_in
@never_cache
@require_POST
def unpause(request: SignedIn, pk: int) -> HttpResponse:
    """Let the clock run again, and go on."""
    attempt = get_object_or_404(pages.attempts_of(request.user), pk=pk)
    return go_on(attempts.unpause(attempt, at=timezone.now()))
