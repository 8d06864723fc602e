"""The supervisor's pages of sign-offs: what waits for whom, one of them, one learner's, and opening some."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from course.access import SignedIn, staff, supervisor
from course.models import Enrollment, Person
from course.models.cohorts import CohortQuerySet
from course.sign_in import kept
from quizzes.models import SignOff
from quizzes.signoff import acts, listing, opening
from quizzes.signoff.confidential import confidential
from quizzes.signoff.forms import FrameworkForm
from quizzes.signoff.page import frameworks_of
from quizzes.signoff.pages import staff_page


@supervisor
@never_cache
@require_safe
def sign_offs(request: SignedIn) -> HttpResponse:
    """Every sign-off of my cohorts, what waits for me first; and a way to open some for a cohort that is chosen."""
    cohorts = listing.cohorts_of(request.user)
    form = listing.SignOffsForm(request.GET, cohorts=cohorts)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        rows = listing.find(request.user, **form.cleaned_data)
        page = Paginator(rows, listing.PAGE_SIZE).get_page(request.GET.get("page"))
        narrow = any(form.cleaned_data.values())
        context |= {"page": page, "narrow": narrow, "named": bool(form.cleaned_data["name"])}
        context |= _to_open(request.user, cohorts, form.cleaned_data["cohort"])
    return render(request, "quizzes/signoff/sign_offs.html", context)


def _to_open(person: Person, cohorts: CohortQuerySet, chosen: int | None) -> dict[str, Any]:
    """For the cohort that is chosen, or the only one: who has none under way. Four statements at most."""
    found = list(cohorts.filter(pk=chosen) if chosen else cohorts[:2])
    if len(found) != 1:
        return {}
    rows = opening.without_one(Enrollment.objects.filter(cohort=found[0]), by=person)
    return {
        "cohort": found[0],
        "free": rows.count(),
        "without": rows.select_related("person").order_by("person__name", "pk")[: listing.NAMED],
        "opening": FrameworkForm(frameworks=frameworks_of(found[0].course_id)),
    }


@supervisor
@require_POST
def open_sign_offs(request: SignedIn, pk: int) -> HttpResponse:
    """For every learner of a cohort who has none under way."""
    cohort = get_object_or_404(listing.cohorts_of(request.user), pk=pk)
    form = FrameworkForm(request.POST, frameworks=frameworks_of(cohort.course_id))
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["framework"])))
        return _to_list(pk)
    framework = form.cleaned_data["framework"]
    number = opening.open_for_cohort(cohort, framework=framework, by=request.user, at=timezone.now())
    words = ngettext(
        "Opened for %d learner. They find it on their first page.",
        "Opened for %d learners. They find it on their first page.",
        number,
    )
    messages.success(request, words % number if number else _("Everybody has one under way."))
    return _to_list(pk)


def _to_list(cohort: int) -> HttpResponse:
    return redirect(f"{reverse('sign_offs')}?cohort={cohort}")


@supervisor
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def learner_sign_offs(request: SignedIn, pk: int) -> HttpResponse:
    """Every round of one learner. A post opens the next."""
    enrollment = get_object_or_404(listing.enrollments_of(request.user), pk=pk)
    typed = request.POST if request.method == "POST" else None
    form = FrameworkForm(typed, frameworks=frameworks_of(enrollment.course_id))
    if typed is not None and form.is_valid():
        try:
            made = opening.open_round(enrollment, by=request.user, at=timezone.now(), **form.cleaned_data)
        except opening.CannotOpen as problem:
            messages.warning(request, str(problem))
            return redirect("learner_sign_offs", pk)
        messages.success(request, _("Opened. The learner finds it on their first page."))
        return redirect("sign_off", made.pk)
    rounds = list(SignOff.objects.filter(enrollment=enrollment).defer("page", "own", "rated", "evidence"))
    context = {
        "enrollment": enrollment,
        "rounds": rounds,
        "may_open": enrollment.state == "active" and all(each.is_closed for each in rounds),
        "form": form,
    }
    return render(request, "quizzes/signoff/learner_sign_offs.html", context, status=422 if typed else 200)


@confidential
@staff(keeps_form=True)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: SignedIn, pk: int) -> HttpResponse:
    """One sign-off: the learner's rating beside what the course recorded; rate, sign, give back, call off."""
    mine = SignOff.objects.supervised_by(request.user)
    mine = mine.select_related("enrollment__person", "enrollment__cohort__course", "supervisor")
    found = get_object_or_404(mine, pk=pk)
    if request.method != "POST":
        if found.is_closed:
            return redirect("sign_off_record", pk)
        return _show(request, staff_page(found, kept=kept.take(request)))
    done = acts.perform(acts.OF_STAFF, found, request.POST, by=request.user, at=timezone.now())
    if done.told:
        messages.success(request, done.told)
        return redirect("sign_off", pk)
    # As it stands now, with all that the page shows beside it.
    return _show(request, staff_page(mine.get(pk=pk), outcome=done), done.status)


def _show(request: SignedIn, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, "quizzes/signoff/sign_off.html", context, status=status)
