"""The staff's pages about cohorts: who joins and how, who asks to, and who is in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from course.access import SignedIn, staff
from course.export.files import download
from course.joining import cohorts, join_requests
from course.joining.cohort_forms import CodeForm
from course.joining.exported import Members
from course.joining.people import CannotJoin
from course.mailing import mail_links
from course.models import Cohort, JoinRequest, Person, Step

PAGE_SIZE = 50


def find(person: Person, pk: int) -> Cohort:
    """Raises Http404 unless ``person`` runs this cohort."""
    return get_object_or_404(cohorts.run_by(person, at=timezone.now()), pk=pk)


@staff
@never_cache
@require_safe
def show_cohorts(request: SignedIn) -> HttpResponse:
    """Every cohort that I run."""
    page = Paginator(cohorts.run_by(request.user, at=timezone.now()), PAGE_SIZE)
    return render(request, "course/cohorts.html", {"page": page.get_page(request.GET.get("page"))})


@staff
@never_cache
@require_safe
def cohort(request: SignedIn, pk: int) -> HttpResponse:
    """One cohort: who asks to join, how people join, who is in."""
    found = find(request.user, pk)
    members = Paginator(cohorts.members_of(found), PAGE_SIZE).get_page(request.GET.get("page"))
    expired = found.code_expires_at is not None and found.code_expires_at <= timezone.now()
    context = {
        "cohort": found,
        "page": members,
        "asking": cohorts.asking_for(found)[:PAGE_SIZE],
        "steps": Step.objects.live().filter(lesson__course=found.course_id).count(),
        "address": mail_links.absolute(reverse("join_link", args=[found.join_code])),
        "expired": expired,
    }
    return render(request, "course/cohort.html", context)


@staff
@require_safe
def cohort_file(request: SignedIn, pk: int, kind: str) -> Any:
    """Everybody who is or was in a cohort."""
    return download(request.user, Members, {"cohort": find(request.user, pk).pk}, kind)


@staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_code(request: SignedIn, pk: int) -> HttpResponse:
    """Who joins with the code, and until when; or a new code."""
    found = find(request.user, pk)
    if request.POST.get("do") == "renew":
        join_requests.renew_code(found, by=request.user, at=timezone.now())
        messages.success(request, _("There is a new code. The one before lets nobody in any more."))
        return redirect("cohort", pk)
    form = CodeForm(request.POST if request.method == "POST" else None, cohort=found)
    if request.method == "POST" and form.is_valid():
        terms = {
            "is_open": form.cleaned_data["is_open"],
            "needs_approval": form.cleaned_data["needs_approval"],
        }
        join_requests.set_terms(found, **terms, expires=form.expires, by=request.user, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("cohort", pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "course/cohort_code.html", {"cohort": found, "form": form}, status=status)


@staff
@require_POST
def decide_request(request: SignedIn, pk: int) -> HttpResponse:
    """Let somebody in who asked, or not."""
    mine = JoinRequest.objects.filter(cohort__in=Cohort.objects.run_by(request.user))
    asked = get_object_or_404(mine.exclude(person=request.user).select_related("person"), pk=pk)
    approved = request.POST.get("do") == "approve"
    try:
        decided = join_requests.decide(pk, approved=approved, by=request.user, at=timezone.now())
    except CannotJoin:
        words = _("%s takes this course with another cohort by now. Nothing was changed.")
        messages.warning(request, words % asked.person)
        return redirect("cohort", asked.cohort_id)
    if not decided:
        messages.info(request, _("A colleague has decided this meanwhile."))
    elif approved:
        messages.success(request, _("%s is in, and gets a mail.") % asked.person)
    else:
        messages.success(request, _("%s is not let in, and gets a mail.") % asked.person)
    return redirect("cohort", asked.cohort_id)
