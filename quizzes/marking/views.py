"""Pages on which people mark long answers: by exam, one answer after the other, and released together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from course.access import SignedIn, staff
from course.sign_in import kept
from quizzes import marking
from quizzes.marking import pages
from quizzes.marking.forms import MarkForm
from quizzes.models import Exam


@staff
@never_cache
@require_GET
def exams(request: SignedIn) -> HttpResponse:
    """Each exam with answers that wait for a person."""
    return render(request, "quizzes/marking.html", {"exams": pages.exams_waiting(request.user)})


@staff
@never_cache
@require_GET
def exam(request: SignedIn, pk: int) -> HttpResponse:
    """What waits in one exam, what is drafted, and the ways on."""
    found = _exam(request, pk)
    return render(request, "quizzes/marking_exam.html", pages.exam_page(found, request.user))


def _exam(request: SignedIn, pk: int) -> Exam:
    mine = marking.markable(request.user).order_by().values("exam")
    return get_object_or_404(Exam.objects.filter(pk__in=mine).select_related("step"), pk=pk)


@staff(keeps_form=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: SignedIn, pk: int) -> HttpResponse:
    """One answer: read it, give points, save the draft. Names are hidden unless asked for."""
    item = get_object_or_404(pages.find(request.user), pk=pk)
    if request.method == "POST":
        return _save(request, item)
    if item.marks.exists() or not item.code:
        return _released(request, item)
    typed, draft = kept.take(request), pages.draft_of(item)
    form = MarkForm(typed, item=item, draft=draft)
    return _show(request, item, form, unsaved=typed is not None)


def _show(request: SignedIn, item: Any, form: MarkForm, *, status: int = 200, **more: Any) -> HttpResponse:
    context = pages.mark_page(item, form, names="names" in request.GET, **more)
    return render(request, "quizzes/mark.html", context, status=status)


def _save(request: SignedIn, item: Any) -> HttpResponse:
    form = MarkForm(request.POST, item=item, draft=None)
    if not form.is_valid():
        return _show(request, item, form, status=422)
    try:
        marking.draft(item, **form.draft, marker=request.user, at=timezone.now())
    except marking.Released:
        return _released(request, item)
    except marking.AlreadyMarked as other:
        item.mark_draft = other.draft
        return _show(request, item, form, stale=True, status=409)
    return _onward(request, item)


def _onward(request: SignedIn, item: Any) -> HttpResponse:
    """To the next answer without a draft, or to the exam when there is none or the button says so."""
    following = None if request.POST.get("go") == "exam" else pages.next_after(item, request.user)
    if following is None:
        messages.success(request, _("The draft is saved."))
        return redirect("marking_exam", item.attempt.exam_id)
    names = "?names" if "names" in request.GET else ""
    return redirect(reverse("mark", args=[following]) + names)


def _released(request: SignedIn, item: Any) -> HttpResponse:
    messages.warning(
        request, _("This answer has its mark already. A supervisor can change it, with a reason.")
    )
    return redirect("marking_exam", item.attempt.exam_id)


@staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: SignedIn, pk: int) -> HttpResponse:
    """Give the drafted marks of an exam to its learners, after saying how many will see them."""
    found = _exam(request, pk)
    if request.method != "POST":
        context = pages.release_page(found, request.user)
        return render(request, "quizzes/marking_release.html", context)
    number = marking.release(found, person=request.user, at=timezone.now())
    words = ngettext(
        "%d result is complete now. Its learner can see it.",
        "%d results are complete now. Their learners can see them.",
        number,
    )
    messages.success(request, words % number if number else _("There was nothing to release."))
    return redirect("marking_exam", pk)
