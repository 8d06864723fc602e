"""A learner's pages on hours: what a page tells of time in use, the choice to turn that off, and the hours."""

from __future__ import annotations

from django.contrib import messages
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from course.access import SignedIn, signed_in, staff
from course.hours import measuring
from course.hours.credit import Rule
from course.hours.forms import BeatForm, MeasuringForm
from course.hours.tally import hours_of
from course.hours.words import RULES
from course.models import ActiveTime, Certificate, Course, Enrollment, Step


@signed_in
@require_POST
def beat(request: SignedIn, step: int) -> HttpResponse:
    """A page tells for how many seconds it was in use. The browser waits for no answer."""
    form = BeatForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=400, content_type="text/plain; charset=utf-8")
    try:
        measuring.beat(request.user, step, seconds=form.cleaned_data["seconds"], at=timezone.now())
    except Step.DoesNotExist:
        raise Http404 from None
    except OperationalError:
        # A full disk costs the learner a minute of measured time, and no report.
        return HttpResponse(status=503)
    return HttpResponse(status=204)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def measured_time(request: SignedIn) -> HttpResponse:
    """What is measured, in words. A post turns it on or off, or deletes it."""
    if request.method == "POST":
        return _change(request)
    mine = Course.objects.filter(enrollments__person=request.user)
    context = {
        "form": MeasuringForm(initial={"measured": request.user.measures_time}),
        "has_some": ActiveTime.objects.filter(enrollment__person=request.user).exists(),
        "granted_by_it": mine.filter(credit_rule=Rule.OBSERVED).distinct(),
    }
    return render(request, "course/hours/measured_time.html", context)


def _change(request: SignedIn) -> HttpResponse:
    if request.POST.get("do") == "delete":
        measuring.forget(request.user, at=timezone.now())
        messages.success(request, _("Your measured time is deleted."))
        return redirect("measured_time")
    form = MeasuringForm(request.POST)
    form.is_valid()
    measuring.choose(request.user, measured=form.cleaned_data["measured"])
    messages.success(
        request,
        _("Your learning time is measured from now on.")
        if form.cleaned_data["measured"]
        else _("Your learning time is not measured any more."),
    )
    return redirect("measured_time")


@signed_in
@never_cache
@require_safe
def my_hours(request: SignedIn, pk: int) -> HttpResponse:
    """The learner's own hours in one course."""
    mine = Enrollment.objects.owned_by(request.user).select_related("course", "cohort")
    enrollment = get_object_or_404(mine, pk=pk)
    return render(request, "course/hours/my_hours.html", _context(enrollment))


@staff
@never_cache
@require_safe
def learner_hours(request: SignedIn, pk: int) -> HttpResponse:
    """The same for those who train or supervise the learner, with their statements."""
    staffed = Enrollment.objects.staffed_by(request.user).exclude(person=request.user)
    enrollment = get_object_or_404(staffed.select_related("course", "cohort", "person"), pk=pk)
    context = {
        **_context(enrollment),
        "statements": enrollment.certificates.select_related("revoked_by"),
        "revocable": set(
            Certificate.objects.revocable_by(request.user).filter(enrollment=pk).values_list("pk", flat=True)
        ),
    }
    return render(request, "course/hours/learner_hours.html", context)


def _context(enrollment: Enrollment) -> dict[str, object]:
    hours = hours_of(enrollment)
    return {"enrollment": enrollment, "course": enrollment.course, "hours": hours, "rule": RULES[hours.rule]}
