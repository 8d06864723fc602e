"""The learner's exam: start, one question at a time, a last look, hand in, result."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from course import places
from course.access import SignedIn, signed_in
from course.learners import accommodations
from course.models import Enrollment
from course.sign_in import kept
from quizzes import attempts, facts, pages
from quizzes.draw import CannotFill
from quizzes.forms import AnswerForm
from quizzes.models import Answer, Attempt, AttemptEvent, AttemptItem, Exam
from quizzes.result import result_page
from quizzes.rules import Layout, When


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
    learners = accommodations.with_accommodation(Enrollment.objects.all())
    enrollment, at = learners.get(pk=place.enrollment_id), timezone.now()
    try:
        attempt = attempts.start(enrollment, exam, at=at)
    except attempts.CannotStart as refused:
        messages.error(request, facts.refused(refused.terms, refused.refusal))
        return redirect(exam.step)
    except CannotFill:
        messages.error(request, _("This exam is not ready yet. Please tell your trainer."))
        return redirect(exam.step)
    # Just begun: the first question, without looking for one that is not answered.
    return redirect("item", attempt.pk, 1) if attempt.started_at == at else go_on(attempt)


@signed_in
@never_cache
@require_GET
def attempt(request: SignedIn, pk: int) -> HttpResponse:
    """Go on where the learner stopped."""
    return go_on(get_object_or_404(pages.attempts_of(request.user), pk=pk))


def go_on(attempt: Attempt) -> HttpResponse:
    """To where the learner goes on: the questions, the last look, or the result."""
    at = timezone.now()
    if not attempts.is_open(attempt, at):
        return when_over(attempt, at)
    if attempt.terms.layout is Layout.ALL:
        return redirect("sheet", attempt.pk)
    slot = pages.place_to_go_on(attempt)
    return redirect("check", attempt.pk) if slot is None else redirect("item", attempt.pk, slot)


def when_over(attempt: Attempt, at: datetime) -> HttpResponse:
    """Out of time: closed now, with what was saved. Closed or handed in: its result. Paused: where to go on from."""
    attempts.close_overdue(attempt, at=at)
    return redirect("paused" if attempt.paused_at else "result", attempt.pk)


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
    typed, at = kept.take(request), timezone.now()
    if not attempts.is_open(found.attempt, at):
        return _closed(request, found, at) if typed is not None else when_over(found.attempt, at)
    if found.attempt.terms.layout is Layout.ALL:
        return redirect(f"{reverse('sheet', args=[pk])}#question-{slot}")
    if found.attempt.terms.forward_only and slot != found.attempt.reached:
        return go_on(found.attempt)
    attempts.note(found.attempt, AttemptEvent.Verb.VIEWED, at=at, actor=request.user.pk, slot=slot)
    return render(request, "quizzes/item.html", pages.item_page(found, typed=typed, at=at))


def _save(request: HttpRequest, item: AttemptItem) -> HttpResponse:
    form, at = AnswerForm(request.POST, item=item), timezone.now()
    if not form.is_valid():
        return _refused(request, item, form)
    try:
        # The page of a settled answer has no inputs: its buttons only lead on.
        only_moves = item.settled_at is not None and not form.save["response"]
        answer = None if only_moves else attempts.save_answer(item, **form.save, at=at)
        return _saved(request, item, form, answer, at)
    except attempts.Closed as closed:
        item.attempt = closed.attempt
        return _closed(request, item, at)
    except attempts.Settled:
        return _settled(request, item)
    except attempts.Stale as stale:
        attempts.note(item.attempt, AttemptEvent.Verb.STALE, at=at, actor=request.user.pk, slot=item.slot)
        return _stale(request, item, stale.stored)


def _saved(
    request: HttpRequest, item: AttemptItem, form: AnswerForm, answer: Answer | None, at: datetime
) -> HttpResponse:
    """The answer is kept; do what its button asks for beside that, and go where it leads."""
    if form.flags is not None:
        attempts.flag(item, flagged=form.flags)
    if request.headers.get("HX-Request"):
        return render(request, "quizzes/_saved.html", pages.save_state(item, answer))
    rules = item.attempt.terms
    if form.button == "settle" and rules.feedback_when is When.EACH:
        attempts.settle(item, at=at)
    elif rules.forward_only and form.button in ("next", "check"):
        attempts.go_forward(item, at=at)
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
    context = pages.item_page(item, typed=request.POST, problems=form.problems, at=timezone.now())
    return render(request, "quizzes/item.html", context, status=422)


def _stale(request: HttpRequest, item: AttemptItem, stored: Answer) -> HttpResponse:
    """Another tab or device saved something newer. Show both; the learner chooses."""
    told = {"stored": stored, "stored_words": pages.stored_words(item, stored)}
    if request.headers.get("HX-Request"):
        return render(request, "quizzes/_stale.html", {"item": item, **told}, status=409)
    return render(
        request,
        "quizzes/item.html",
        pages.item_page(item, typed=request.POST, at=timezone.now(), **told),
        status=409,
    )


def _settled(request: HttpRequest, item: AttemptItem) -> HttpResponse:
    """The answer stands: say so, and show it."""
    words = _("This answer was already checked, so it can no longer be changed.")
    if item.attempt.terms.forward_only:
        words = _("This exam goes forward only, and this question is behind you. Your saved answer counts.")
    if request.headers.get("HX-Request"):
        return render(request, "quizzes/_refused.html", {"problems": [words]}, status=422)
    messages.warning(request, words)
    return redirect("item", item.attempt_id, item.slot)


def _closed(request: HttpRequest, item: AttemptItem, at: datetime) -> HttpResponse:
    """Too late for this answer: say so plainly, and lead to what counts."""
    attempt = Attempt.objects.select_related("exam__step").get(pk=item.attempt_id)
    attempts.note(attempt, AttemptEvent.Verb.LATE, at=at, actor=request.user.pk, slot=item.slot)
    handed_in = attempt.state == Attempt.State.SUBMITTED and attempt.ended_by != Attempt.EndedBy.TIME
    if request.headers.get("HX-Request"):
        attempts.close_overdue(attempt, at=at)
        told = {"attempt": attempt, "handed_in": handed_in}
        return render(request, "quizzes/_closed.html", told, status=422)
    messages.warning(request, _not_saved(attempt, handed_in))
    return when_over(attempt, at)


def _not_saved(attempt: Attempt, handed_in: bool) -> str:
    if attempt.paused_at:
        return _("The clock of this exam is stopped. Your last answer came after that and was not saved.")
    why = _("This exam was already handed in.") if handed_in else _("The time for this exam is over.")
    return _("%(why)s Your last answer came after that and was not saved.") % {"why": why}


@signed_in
@never_cache
@require_GET
def check(request: SignedIn, pk: int) -> HttpResponse:
    """A last look: what is not answered and what is flagged."""
    attempt, at = get_object_or_404(pages.attempts_of(request.user), pk=pk), timezone.now()
    if not attempts.is_open(attempt, at):
        return when_over(attempt, at)
    return render(request, "quizzes/check.html", pages.check_page(attempt, at=at))


@signed_in(keeps_form=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: SignedIn, pk: int) -> HttpResponse:
    """Hand in. Doing it twice is the same as once."""
    own = Attempt.objects.visible_to(request.user)
    if request.method != "POST":
        get_object_or_404(own, pk=pk)
        return _ask_again(request, reverse("check", args=[pk]))
    try:
        attempts.submit_one(own, pk, at=timezone.now())
    except Attempt.DoesNotExist:
        raise Http404 from None
    return redirect("result", pk)


@signed_in
@never_cache
@require_GET
def result(request: SignedIn, pk: int) -> HttpResponse:
    """What the learner may see of a submitted attempt."""
    attempt = get_object_or_404(pages.results_of(request.user), pk=pk)
    if attempt.state == Attempt.State.OPEN:
        return go_on(attempt)
    return render(request, "quizzes/result.html", result_page(attempt, request.user, at=timezone.now()))
