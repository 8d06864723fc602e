"""The staff's pages about learners: who they are, and what is granted to each so that exams are fair."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from course import registry
from course.access import SignedIn, View, staff
from course.export.files import download
from course.learners import accommodations
from course.learners.accommodation_words import in_words
from course.learners.exported import Learners
from course.learners.learner_forms import GrantForm
from course.learners.learner_list import learner_list
from course.models import Enrollment, Person
from course.record import audit
from course.room.path import path_of
from course.sign_in import kept


def _confidential(view: View) -> View:
    """A reason may tell of a disability: it stays out of error reports and of browser caches."""
    hidden: View = sensitive_post_parameters()(sensitive_variables()(never_cache(view)))
    return hidden


def _find(person: Person, pk: int) -> Enrollment:
    """Raises Http404 unless ``person`` may grant something to this learner."""
    mine = accommodations.enrollments_to_accommodate(person).with_supervision_by(person)
    return get_object_or_404(mine.select_related("person", "cohort__course"), pk=pk)


@staff
@never_cache
@require_safe
def learners(request: SignedIn) -> HttpResponse:
    """Everybody whom I look after, with what is granted to each."""
    context = learner_list(request, lambda enrollment: reverse("learner", args=[enrollment.pk]))
    return render(request, "course/learners.html", context)


@staff
@require_safe
def learners_file(request: SignedIn, kind: str) -> Any:
    """All that the filter of the list shows."""
    return download(request.user, Learners, request.GET, kind)


@_confidential
@staff(keeps_form=True)
@require_http_methods(["GET", "HEAD", "POST"])
def learner(request: SignedIn, pk: int) -> HttpResponse:
    """What is granted to one learner, now and before. A post grants anew."""
    enrollment = _find(request.user, pk)
    story = accommodations.story(enrollment.person)
    now = next((granted for granted in story if granted.ended_at is None), None)
    typed = request.POST if request.method == "POST" else kept.take(request)
    form = GrantForm(typed, granted=now)
    if request.method == "POST" and form.is_valid():
        accommodations.grant(enrollment.person, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Granted. It holds from now on, also in an exam under way."))
        return redirect("learner", pk)
    if request.user.supervises:
        audit.note_hourly("listed-scores", actor=request.user, at=timezone.now())
    context = {
        "enrollment": enrollment,
        "now": now,
        "story": [(granted, in_words(granted)) for granted in story],
        "form": form,
        "unsaved": typed is not None,
        "path": path_of(enrollment, request.user),
        "panels": registry.learner_panels(enrollment, request.user),
    }
    return render(request, "course/learner.html", context, status=422 if request.method == "POST" else 200)


@_confidential
@staff
@require_http_methods(["GET", "HEAD", "POST"])
def end_accommodation(request: SignedIn, pk: int) -> HttpResponse:
    """Ask once more, then take back what is granted: what the person saw, not what came since."""
    enrollment = _find(request.user, pk)
    now = accommodations.active(enrollment.person_id)
    if now is None:
        messages.info(request, _("Nothing is granted any more."))
        return redirect("learner", pk)
    if request.method != "POST":
        context = {"enrollment": enrollment, "now": now, "words": in_words(now)}
        return render(request, "course/end_accommodation.html", context)
    if request.POST.get("granted") == str(now.pk) and accommodations.end(
        now, by=request.user, at=timezone.now()
    ):
        messages.success(request, _("Ended. An exam under way keeps the time that it was given."))
    else:
        messages.warning(
            request, _("A colleague changed this meanwhile. Nothing was ended; please look again.")
        )
    return redirect("learner", pk)
