"""A learner's reflections: writing one, its history, sharing it, taking it back. No view here opens anybody else's."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from course.access import SignedIn, signed_in
from course.fields import Undecipherable
from course.models import Enrollment
from course.sign_in import kept
from lessons import cards, feedback, reflections, sealed
from lessons.cards import ScenarioCard
from lessons.confidential import confidential
from lessons.forms import ReflectionForm, ShareForm
from lessons.models import Feedback, Reflection, ReflectionVersion, SharedReflection

A_PAGE_OF_REFLECTIONS = 25
A_PAGE_OF_VERSIONS = 10


@confidential
@signed_in
@require_GET
def my_reflections(request: SignedIn) -> HttpResponse:
    """What I wrote, where and when, what I shared, and where a new answer waits. The texts stay closed."""
    share = SharedReflection.objects.filter(reflection=OuterRef("pk"), withdrawn_at__isnull=True)
    rows = (
        Reflection.objects.visible_to(request.user)
        .defer("text", "path")
        .select_related("scenario_version", "scenario__topic__step__lesson")
        .annotate(shared_at=Subquery(share.values("shared_at")[:1]), unseen=cards.unseen("pk"))
        .order_by("-saved_at", "-pk")
    )
    page = Paginator(rows, A_PAGE_OF_REFLECTIONS).get_page(request.GET.get("page"))
    return render(request, "lessons/my_reflections.html", {"page": page})


@confidential
@signed_in(keeps_form=True)
@require_http_methods(["GET", "POST"])
def reflection(request: SignedIn, enrollment: int, scenario: int) -> HttpResponse:
    """The scenario, what I write, and the answers to what I shared."""
    taker, card = cards.find(request.user, enrollment, scenario)
    if request.method == "POST":
        return _save(request, taker, card)
    typed = kept.take(request)
    unsaved = _unsaved(card, ReflectionForm(typed)) if typed else card
    if typed is None or unsaved.typed == card.saved_text:
        return _page(request, card)
    return _page(request, unsaved, back=typed.get("next", ""), kept=True)


def _save(request: SignedIn, taker: Enrollment, card: ScenarioCard) -> HttpResponse:
    form = ReflectionForm(request.POST)
    if not form.is_valid():
        return _not_saved(request, _unsaved(card, form), 422, problems=form.problems)
    text, replaces = form.cleaned_data["text"], form.cleaned_data["replaces"]
    try:
        stored = reflections.save(
            taker,
            card.scenario,
            text=text,
            revision=replaces or form.cleaned_data["revision"],
            replacing=bool(replaces),
            at=timezone.now(),
        )
    except reflections.Stale as stale:
        newer = replace(card, reflection=cards.saved(stale.stored))
        return _not_saved(request, _unsaved(newer, form), 409, stale=True)
    except Undecipherable:
        return _not_saved(request, _unsaved(card, form), 422, problems=[sealed.message()])
    return _saved(request, card, replace(card, reflection=cards.saved(stored) if stored else None))


def _unsaved(card: ScenarioCard, form: ReflectionForm) -> ScenarioCard:
    """The card with what was typed in its box, still based on what the writer had in front of them."""
    form.is_valid()
    typed = form.data.get("text", "").replace("\r\n", "\n")
    return replace(card, typed=typed, base=form.cleaned_data.get("revision", 0))


def _not_saved(request: SignedIn, card: ScenarioCard, status: int, **context: Any) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "lessons/_save_state.html", {"card": card, **context}, status=status)
    return _page(request, card, status=status, back=request.POST.get("next", ""), **context)


def _saved(request: SignedIn, before: ScenarioCard, card: ScenarioCard) -> HttpResponse:
    if request.headers.get("HX-Request"):
        context = {"card": card, "first_words": card.written and not before.written}
        return render(request, "lessons/_save_state.html", context)
    if card.reflection:
        messages.success(request, _("Your reflection is saved."))
    else:
        messages.info(request, _("There is nothing to save yet."))
    return HttpResponseRedirect(_own(request, request.POST.get("next", "")) or card.url)


def _page(
    request: SignedIn, card: ScenarioCard, *, back: str = "", status: int = 200, **context: Any
) -> HttpResponse:
    answers = []
    if card.reflection:
        rows = Feedback.objects.filter(shared__reflection=card.reflection.pk).select_related("author")
        answers = sealed.opened(sealed.with_tokens(rows))
    if card.unseen and card.reflection:
        feedback.mark_seen(card.reflection.pk, at=timezone.now())
    context |= {"card": card, "answers": answers, "next": _own(request, back)}
    return render(request, "lessons/reflection.html", context, status=status)


def _own(request: SignedIn, address: str) -> str:
    """The address when it is one of ours, else an empty one."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours and len(address) < 2000 else ""


@confidential
@signed_in
@require_GET
def reflection_history(request: SignedIn, enrollment: int, scenario: int) -> HttpResponse:
    """Earlier versions, the newest first."""
    _taker, card = cards.find(request.user, enrollment, scenario)
    if card.reflection is None:
        raise Http404
    rows = sealed.with_tokens(ReflectionVersion.objects.filter(reflection=card.reflection.pk))
    page = Paginator(rows, A_PAGE_OF_VERSIONS).get_page(request.GET.get("page"))
    context = {"card": card, "page": page, "versions": sealed.opened(page.object_list)}
    return render(request, "lessons/history.html", context)


@confidential
@signed_in
@require_http_methods(["GET", "POST"])
def share_reflection(request: SignedIn, enrollment: int, scenario: int) -> HttpResponse:
    """Say who will read what; on the second press hand it over."""
    taker, card = cards.find(request.user, enrollment, scenario)
    if request.method == "POST":
        return _share(request, taker, card)
    if not card.written:
        messages.info(
            request, sealed.message() if card.sealed else _("Write something first, then you can share it.")
        )
        return redirect(card.url)
    current = sealed.opened(sealed.with_tokens(reflections.open_shares(taker, card.scenario)))
    context = {
        "card": card,
        "readers": reflections.readers_of(taker),
        "unchanged": any(share.text == card.saved_text for share in current),
    }
    return render(request, "lessons/share.html", context)


def _share(request: SignedIn, taker: Enrollment, card: ScenarioCard) -> HttpResponse:
    form = ShareForm(request.POST)
    revision = form.cleaned_data["revision"] if form.is_valid() else 0
    try:
        reflections.share(taker, card.scenario, revision=revision, at=timezone.now())
    except reflections.CannotShare as problem:
        messages.warning(request, str(problem))
        return redirect(card.url)
    except Undecipherable:
        return redirect(card.url)
    except reflections.Stale:
        messages.warning(
            request, _("Not shared: the text has changed since this page was opened. Read it once more.")
        )
        return redirect("share_reflection", card.enrollment_id, card.scenario.pk)
    messages.success(request, _("Shared with your trainer. You can take it back at any time."))
    return redirect(card.url)


@confidential
@signed_in
@require_http_methods(["GET", "POST"])
def withdraw_reflection(request: SignedIn, enrollment: int, scenario: int) -> HttpResponse:
    """Take the shared copy back. A GET, such as a sign-in's way back, only leads to the reflection."""
    taker, card = cards.find(request.user, enrollment, scenario)
    if request.method == "POST" and reflections.withdraw(taker, card.scenario, at=timezone.now()):
        messages.success(request, _("You took it back. Your trainer no longer has your text."))
    return redirect(card.url)
