"""The staff's page about one learner's place in a course: move, withdraw, bring back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from course.access import SignedIn, staff
from course.joining import leaving
from course.joining.cohort_forms import MoveForm, WithdrawForm
from course.joining.people import CannotJoin
from course.models import Enrollment


@staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrollment(request: SignedIn, pk: int) -> HttpResponse:
    """Where the learner takes the course. A post moves them, withdraws them, or brings them back."""
    mine = leaving.enrollments_to_run(request.user)
    found = get_object_or_404(mine.select_related("person", "cohort__course"), pk=pk)
    do = request.POST.get("do", "")
    shown = _forms(request, found, do)
    if do == "return":
        return _bring_back(request, found)
    if do in shown and shown[do].is_valid():
        return _leave(request, found, do, shown[do].cleaned_data)
    context = {
        "enrollment": found,
        "active": found.state == Enrollment.State.ACTIVE,
        "story": found.withdrawals.select_related("by", "undone_by"),
        **shown,
    }
    return render(request, "course/enrollment.html", context, status=422 if request.method == "POST" else 200)


def _forms(request: SignedIn, found: Enrollment, do: str) -> dict[str, forms.Form]:
    """Both forms; the one that was sent holds what was typed."""
    cohorts = leaving.cohorts_to_move_to(found, by=request.user)
    move = MoveForm(request.POST if do == "move" else None, cohorts=cohorts)
    return {"move": move, "withdraw": WithdrawForm(request.POST if do == "withdraw" else None)}


def _leave(request: SignedIn, found: Enrollment, do: str, said: dict[str, Any]) -> HttpResponse:
    by, at = request.user, timezone.now()
    if do == "move":
        done = leaving.move(found, said["cohort"], by=by, at=at)
        words = _("%(person)s is now in %(cohort)s.") % {"person": found.person, "cohort": said["cohort"]}
    else:
        done = leaving.withdraw(found, reason=said["reason"], by=by, at=at)
        words = _("%(person)s is withdrawn. Their work is kept.") % {"person": found.person}
    if done:
        messages.success(request, words)
    else:
        messages.info(request, _("A colleague changed this meanwhile. Please look again."))
    return redirect("enrollment", found.pk)


def _bring_back(request: SignedIn, found: Enrollment) -> HttpResponse:
    try:
        done = leaving.bring_back(found, by=request.user, at=timezone.now())
    except CannotJoin as problem:
        messages.warning(request, str(problem))
        return redirect("enrollment", found.pk)
    words = _("%s is back, with all they had done.") if done else _("%s was not withdrawn.")
    messages.success(request, words % found.person)
    return redirect("enrollment", found.pk)
