"""The learner's exam with all questions on one page."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from course.access import SignedIn, signed_in
from course.sign_in import kept
from quizzes import attempts, pages, sheet
from quizzes.models import Attempt, AttemptEvent
from quizzes.rules import Layout
from quizzes.views import go_on, when_over


@signed_in(keeps_form=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_sheet(request: SignedIn, pk: int) -> HttpResponse:
    """All questions. A post saves every answer that changed, then goes where its button says."""
    attempt, at = get_object_or_404(pages.attempts_of(request.user), pk=pk), timezone.now()
    if attempt.terms.layout is not Layout.ALL:
        return go_on(attempt)
    if request.method == "POST":
        return _save(request, attempt, at)
    typed = kept.take(request)
    if not attempts.is_open(attempt, at):
        return when_over(attempt, at)
    lines = sheet.lines(attempt)
    if typed is not None:
        for line in lines:
            line.response = pages.read_typed(line.item, sheet.part_of(typed, line.prefix)) or line.response
    attempts.note(attempt, AttemptEvent.Verb.VIEWED, at=at, actor=request.user.pk)
    context = {
        **sheet.sheet_page(attempt, lines, unsaved=typed is not None),
        **pages.clock(attempt, at),
    }
    return render(request, "quizzes/sheet.html", context)


def _save(request: SignedIn, attempt: Attempt, at: datetime) -> HttpResponse:
    lines = sheet.lines(attempt)
    try:
        touched = sheet.save(lines, request.POST, at=at)
    except attempts.Closed:
        return _closed(request, attempt, at)
    context = {
        **sheet.sheet_page(attempt, lines, touched=touched, at=at),
        **pages.clock(attempt, at),
    }
    status = 409 if any(line.stale for line in lines) else 422 if context["not_saved"] else 200
    if request.headers.get("HX-Request"):
        return render(request, "quizzes/_sheet_saved.html", context, status=status)
    if context["not_saved"]:
        return render(request, "quizzes/sheet.html", context, status=status)
    return redirect("check" if request.POST.get("go") == "check" else "sheet", attempt.pk)


def _closed(request: HttpRequest, attempt: Attempt, at: datetime) -> HttpResponse:
    """Too late: say so plainly, and lead to what counts."""
    attempt.refresh_from_db()
    attempts.note(attempt, AttemptEvent.Verb.LATE, at=at, actor=request.user.pk)
    handed_in = attempt.ended_by == Attempt.EndedBy.LEARNER
    if request.headers.get("HX-Request"):
        attempts.close_overdue(attempt, at=at)
        told = {"attempt": attempt, "handed_in": handed_in}
        return render(request, "quizzes/_closed.html", told, status=422)
    messages.warning(
        request, _("What you sent last came too late and was not saved. What was saved before counts.")
    )
    return when_over(attempt, at)
