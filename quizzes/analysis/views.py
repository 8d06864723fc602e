"""Item analysis: the exams in somebody's scope, one exam with all its questions, and one question with its options."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from course.access import SignedIn, staff
from course.admin.scope import work_out
from course.export.files import download
from course.models import Cohort
from course.sign_in import kept
from course.snapshots import taking
from course.snapshots.answering import count_again
from quizzes.analysis import export, keeping, pages, sittings
from quizzes.analysis.counting import ExamsCount
from quizzes.analysis.forms import AnalysisForm, KeepForm
from quizzes.models import Exam, ItemReview, Question, QuestionVersion


@staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exams(request: SignedIn) -> HttpResponse:
    """Every exam of the cohorts in scope, with how many attempts there are to go by. A post counts them again."""
    what = ExamsCount(tuple(Cohort.objects.run_by(request.user).order_by().values_list("pk", flat=True)))
    if request.method == "POST":
        return count_again(request, what)
    found = pages.list_page(sittings.exams_of(request.user), what)
    return render(request, "quizzes/analysis_exams.html", found)


@staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def items(request: SignedIn, pk: int) -> HttpResponse:
    """One exam: its scores, and its questions with what needs a look first. A post counts them again."""
    exam, form = _chosen(request, pk)
    wanted = form.wanted if form.is_valid() else None
    if request.method == "POST":
        return count_again(request, wanted)
    found = pages.exam_page(wanted, taking.show(wanted)) if wanted else {}
    return render(request, "quizzes/analysis_items.html", {"exam": exam, "form": form, **found})


@staff
@require_GET
def items_file(request: SignedIn, pk: int, kind: str) -> Any:
    """The figures of the page. A bad filter gives a 400 with the reasons."""
    exam = get_object_or_404(sittings.exams_of(request.user), pk=pk)
    return download(request.user, export.Items, {**request.GET.dict(), "exam": exam.pk}, kind)


@staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: SignedIn, pk: int, question: int) -> HttpResponse:
    """One question: for each version its figures, and who chose what. A post counts the exam again."""
    exam, form = _chosen(request, pk)
    asked = _asked(exam, form, question)
    wanted = form.wanted if form.is_valid() else None
    if request.method == "POST":
        return count_again(request, wanted)
    found = pages.item_page(wanted, taking.show(wanted), asked) if wanted else {}
    context = {"exam": exam, "question": asked, "form": form, "may_write": _may_write(request, exam), **found}
    return render(request, "quizzes/analysis_item.html", context)


@staff(keeps_form=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: SignedIn, pk: int, question: int, version: int) -> HttpResponse:
    """Say why a version stays as it is, or take that back: for those who may write the question."""
    exam, chosen = _chosen(request, pk)
    if not _may_write(request, exam):
        raise Http404
    shown = get_object_or_404(_asked(exam, chosen, question).versions, pk=version)
    review = ItemReview.objects.filter(version=shown, exam=exam).first()
    if request.method == "POST" and "reopen" in request.POST and review:
        keeping.reopen(review, by=request.user, at=timezone.now())
        messages.success(request, _("The note is taken back. What it had quieted shows again."))
        return _back(request, pk, question)
    typed = request.POST if request.method == "POST" else kept.take(request)
    form = KeepForm(typed, initial={"reason": review.reason if review else ""})
    if request.method == "POST" and form.is_valid():
        _keep(request, chosen, shown, form.cleaned_data["reason"])
        return _back(request, pk, question)
    unsaved = typed is not None and request.method == "GET"
    context = {"exam": exam, "version": shown, "review": review, "form": form, "unsaved": unsaved}
    return render(
        request, "quizzes/analysis_keep.html", context, status=422 if request.method == "POST" else 200
    )


def _keep(request: SignedIn, chosen: AnalysisForm, version: QuestionVersion, reason: str) -> None:
    """Quiet what this person sees of the version now, in the attempts that the address names."""
    wanted = chosen.wanted if chosen.is_valid() else chosen.all
    lines = pages.item_page(wanted, taking.show(wanted), version.question).get("lines", [])
    seen = [sign for line in lines if line.version.pk == version.pk for sign in (*line.signs, *line.quiet)]
    keeping.keep(version, wanted.exam, reason=reason, signs=seen, by=request.user, at=timezone.now())
    messages.success(
        request, _("Noted. The question is no longer listed as one to look at for these reasons.")
    )


def _back(request: SignedIn, pk: int, question: int) -> HttpResponse:
    query = request.GET.urlencode()
    return redirect(reverse("analysis_item", args=[pk, question]) + (f"?{query}" if query else ""))


def _chosen(request: SignedIn, pk: int) -> tuple[Exam, AnalysisForm]:
    """The exam, 404 for others' ones, and what the address says of which attempts to count."""
    exam = get_object_or_404(sittings.exams_of(request.user), pk=pk)
    return exam, AnalysisForm(request.GET, exam=exam, person=request.user)


def _asked(exam: Exam, form: AnalysisForm, question: int) -> Question:
    """404 unless the exam asked this in the person's scope."""
    return get_object_or_404(pages.asked_in(exam, form.all.cohorts).select_related("competency"), pk=question)


def _may_write(request: SignedIn, exam: Exam) -> bool:
    return work_out(request.user).may_write(exam.step.lesson.course_id)
