"""The supervisor's pages: how a cohort is doing, and when a learner is quiet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from course.access import SignedIn, staff
from course.models import Cohort, Person
from course.record import audit
from course.room import counting
from course.room.forms import GridForm, QuietForm
from course.room.grid import grid
from course.room.quiet import set_quiet_days
from course.snapshots.answering import count_again


@staff
@never_cache
@require_safe
def progress(request: SignedIn, pk: int) -> HttpResponse:
    """A cohort as a grid of learners and steps. A bad part of the address is named, and shows nobody."""
    mine = Cohort.objects.run_by(request.user).select_related("course")
    cohort = get_object_or_404(mine, pk=pk)
    form, at = GridForm(request.GET), timezone.now()
    context = {"cohort": cohort, "form": form, "narrow": False}
    # An administrator who is not assigned has no page about the learner but that on their place.
    context["looks_after"] = not request.user.is_superuser or _is_assigned(request.user, cohort)
    if form.is_valid():
        page = request.GET.get("page")
        context["grid"] = grid(cohort, request.user, at=at, page=page, **form.cleaned_data)
        context["narrow"] = bool(form.cleaned_data["name"] or form.cleaned_data["show"])
    if request.user.supervises or request.user.is_superuser:
        audit.note_hourly("listed-scores", actor=request.user, at=at)
    return render(request, "course/room/progress.html", context)


def _is_assigned(person: Person, cohort: Cohort) -> bool:
    return Cohort.objects.assigned_to(person).filter(pk=cohort.pk).exists()


@staff
@require_POST
def count_standing(request: SignedIn) -> HttpResponse:
    """Count again how the cohorts of the home page stand."""
    mine = counting.assigned(request.user)
    what = counting.standing(request.user, mine, at=timezone.now())
    return count_again(request, what, back="home")


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def quiet_days(request: SignedIn) -> HttpResponse:
    """After how many days without work a learner is quiet, to this person."""
    form = QuietForm(
        request.POST if request.method == "POST" else None, initial={"days": request.user.quiet_days}
    )
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["days"]
        set_quiet_days(request.user, days=days)
        words = ngettext(
            "A learner is quiet after %d day without work.",
            "A learner is quiet after %d days without work.",
            days,
        )
        messages.success(request, words % days)
        return redirect("home")
    return render(
        request, "course/room/quiet.html", {"form": form}, status=422 if request.method == "POST" else 200
    )
