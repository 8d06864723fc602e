"""Changing the points of one answer by hand: for supervisors of its learner, with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from course.access import SignedIn, staff
from course.sign_in import kept
from quizzes import marking
from quizzes.marking.forms import PointsForm
from quizzes.models import Attempt, AttemptItem, Mark
from quizzes.review import detail


@staff(keeps_form=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_points(request: SignedIn, pk: int, slot: int) -> HttpResponse:
    """Other points for an answer that has its mark. Nobody changes their own."""
    mine = Attempt.objects.supervised_by(request.user).exclude(enrollment__person=request.user)
    marked = Exists(Mark.objects.filter(item=OuterRef("pk")))
    found = AttemptItem.objects.filter(marked, attempt__in=mine.filter(pk=pk), slot=slot)
    item = get_object_or_404(found.select_related("attempt__enrollment__person", "attempt__exam__step"))
    if request.method == "POST":
        form = PointsForm(request.POST, item=item)
        return _change(request, item, form) if form.is_valid() else _show(request, item, form, status=422)
    typed = kept.take(request)
    return _show(request, item, PointsForm(typed, item=item), unsaved=typed is not None)


def _change(request: SignedIn, item: AttemptItem, form: PointsForm) -> HttpResponse:
    marking.override(item, **form.cleaned_data, marker=request.user, at=timezone.now())
    messages.success(request, _("The points are changed. The learner is told that their result changed."))
    return redirect(reverse("review_attempt", args=[item.attempt_id]) + f"#question-{item.slot}")


def _show(
    request: SignedIn, item: AttemptItem, form: PointsForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    (line,) = detail.lines(item.attempt, slot=item.slot)
    context = {"attempt": item.attempt, "line": line, "form": form, **more}
    return render(request, "quizzes/change_points.html", context, status=status)
