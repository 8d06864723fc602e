"""Setting an attempt aside: for supervisors of its learner, with a reason that the learner reads."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from course.access import SignedIn, staff
from course.sign_in import kept
from course.text import CleanCharField
from quizzes import attempts
from quizzes.models import Attempt


class VoidForm(forms.Form):
    reason = CleanCharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("The learner can read this. Leave out anything about health."),
        error_messages={"required": gettext_lazy("Say why. The learner and your colleagues read it.")},
    )


@staff(keeps_form=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def void_attempt(request: SignedIn, pk: int) -> HttpResponse:
    """Say why, then the attempt counts no more. Nobody sets their own aside, and none that is under way."""
    mine = Attempt.objects.supervised_by(request.user).exclude(enrollment__person=request.user).counted()
    attempt = get_object_or_404(mine.select_related("enrollment__person", "exam__step"), pk=pk)
    typed = request.POST if request.method == "POST" else kept.take(request)
    form = VoidForm(typed)
    if request.method == "POST" and form.is_valid():
        attempts.void(attempt, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        messages.success(
            request, _("The attempt is set aside. %s may sit the exam once more.") % attempt.enrollment.person
        )
        return redirect("review_attempt", pk)
    context = {"attempt": attempt, "form": form, "unsaved": typed is not None and request.method == "GET"}
    return render(
        request, "quizzes/void_attempt.html", context, status=422 if request.method == "POST" else 200
    )
