"""The learner's exam: start, one question at a time, a last look, hand in, result."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from course import kept, places
from course.access import SignedIn, signed_in
from course.models import Enrollment
from quizzes import attempts, pages
from quizzes.draw import CannotFill
from quizzes.forms import AnswerForm
from quizzes.models import Answer, Attempt, AttemptItem, Exam


@signed_in(keeps_form=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start_exam(request: SignedIn, pk: int) -> HttpResponse:
    """Begin, or go on with the attempt that is open. Read rather than posted to, it leads to the exam's own page."""
    exam = get_object_or_404(Exam.objects.select_related("step__lesson__course"), pk=pk)
    lesson = exam.step.lesson
    place = places.find(request.user, lesson.course.slug, lesson.slug, exam.step.slug)
    if request.method != "POST" or place.locked_by:
        return _ask_again(request, exam.step.get_absolute_url())
    enrollment = Enrollment.objects.get(pk=place.enrollment_id)
    try:
        attempt = attempts.start(enrollment, exam, at=timezone.now())
    except attempts.NoAttemptsLeft:
        return redirect(exam.step)
    except CannotFill:
        messages.error(request, _("This exam is not ready yet. Please tell your trainer."))
        return redirect(exam.step)
    return _go_on(attempt)


@signed_in
@never_cache
@require_GET
def attempt(request: SignedIn, pk: int) -> HttpResponse:
    """Go on where the learner stopped."""
    return _go_on(get_object_or_404(pages.attempts_of(request.user), pk=pk))


def _go_on(attempt: Attempt) -> HttpResponse:
    if not attempts.is_open(attempt, timezone.now()):
        return _when_over(attempt)
    slot = pages.first_unanswered(attempt)
    return redirect("check", attempt.pk) if slot is None else redirect("item", attempt.pk, slot)


def _when_over(attempt: Attempt) -> HttpResponse:
    """Handed in: its result. Out of time: the page to hand in what was saved."""
    return redirect("result" if attempt.state == Attempt.State.SUBMITTED else "check", attempt.pk)


def _ask_again(request: HttpRequest, address: str) -> HttpResponse:
    """After a sign-in that came between, a button has to be pressed once more."""
    if kept.take(request) is not None:
        messages.info(request, _("You are signed in again. Please press the button once more."))
    return redirect(address)


@signed_in(keeps_form=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: SignedIn, pk: int, slot: int) -> HttpResponse:
    """One question. A post saves its answer, then goes where its button says."""
    found = get_object_or_404(pages.items_of(request.user, pk, slot))
    if request.method == "POST":
        return _save(request, found)
    typed = kept.take(request)
    if not attempts.is_open(found.attempt, timezone.now()):
        return _closed(request, found) if typed is not None else _when_over(found.attempt)
    return render(request, "quizzes/item.html", pages.item_page(found, typed=typed))


def _save(request: HttpRequest, item: AttemptItem) -> HttpResponse:
    form = AnswerForm(request.POST, item=item)
    if not form.is_valid():
        return _refused(request, item, form)
    try:
        answer = attempts.save_answer(item, **form.save, at=timezone.now())
        if form.flags is not None:
            attempts.flag(item, flagged=form.flags)
    except attempts.Closed as closed:
        item.attempt.state = closed.attempt.state
        return _closed(request, item)
    except attempts.Stale as stale:
        return _stale(request, item, stale.stored)
    if request.headers.get("HX-Request"):
        return render(request, "quizzes/_saved.html", pages.save_state(item, answer))
    return _follow(form.button, item)


def _follow(go: str, item: AttemptItem) -> HttpResponse:
    """Where a button leads."""
    slot = {"next": item.slot + 1, "back": item.slot - 1}.get(go, item.slot)
    if go.isdecimal():
        slot = int(go)
    return redirect("check", item.attempt_id) if go == "check" else redirect("item", item.attempt_id, slot)


def _refused(request: HttpRequest, item: AttemptItem, form: AnswerForm) -> HttpResponse:
    """Nothing was saved; say why, and keep what was chosen."""
    if request.headers.get("HX-Request"):
        return render(request, "quizzes/_refused.html", {"problems": form.problems}, status=422)
    context = pages.item_page(item, typed=request.POST, problems=form.problems)
    return render(request, "quizzes/item.html", context, status=422)


def _stale(request: HttpRequest, item: AttemptItem, stored: Answer) -> HttpResponse:
    """Another tab or device saved something newer. Show both; the learner chooses."""
    told = {"stored": stored, "stored_words": pages.stored_words(item, stored)}
    if request.headers.get("HX-Request"):
        return render(request, "quizzes/_stale.html", {"item": item, **told}, status=409)
    return render(request, "quizzes/item.html", pages.item_page(item, typed=request.POST, **told), status=409)


def _closed(request: HttpRequest, item: AttemptItem) -> HttpResponse:
    """Too late for this answer: say so plainly, and lead to what counts."""
    if request.headers.get("HX-Request"):
        return render(request, "quizzes/_closed.html", {"attempt": item.attempt}, status=422)
    handed_in = item.attempt.state == Attempt.State.SUBMITTED
    why = _("This exam was already handed in.") if handed_in else _("The time for this exam is over.")
    messages.warning(request, _("%(why)s Your last answer came after that and was not saved.") % {"why": why})
    return _when_over(item.attempt)


@signed_in
@never_cache
@require_GET
def check(request: SignedIn, pk: int) -> HttpResponse:
    """A last look: what is not answered and what is flagged."""
    attempt = get_object_or_404(pages.attempts_of(request.user), pk=pk)
    if attempt.state == Attempt.State.SUBMITTED:
        return redirect("result", pk)
    in_time = attempts.is_open(attempt, timezone.now())
    return render(request, "quizzes/check.html", {**pages.check_page(attempt), "in_time": in_time})


@signed_in(keeps_form=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: SignedIn, pk: int) -> HttpResponse:
    """Hand in. Doing it twice is the same as once."""
    attempt = get_object_or_404(Attempt.objects.visible_to(request.user), pk=pk)
    if request.method != "POST":
        return _ask_again(request, reverse("check", args=[pk]))
    attempts.submit(attempt, at=timezone.now())
    return redirect("result", pk)


@signed_in
@never_cache
@require_GET
def result(request: SignedIn, pk: int) -> HttpResponse:
    """What the learner may see of a submitted attempt."""
    attempt = get_object_or_404(pages.attempts_of(request.user), pk=pk)
    if attempt.state == Attempt.State.OPEN:
        return _go_on(attempt)
    return render(request, "quizzes/result.html", pages.result_page(attempt, request.user))
