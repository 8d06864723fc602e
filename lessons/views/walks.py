"""A learner's walk through a branching scenario: one decision a page. Its address carries no choice."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from course.access import SignedIn, signed_in
from course.fields import Undecipherable
from course.models import Enrollment
from course.sign_in import kept
from lessons import cards
from lessons.branching import paths, walk
from lessons.cards import ScenarioCard
from lessons.confidential import confidential
from lessons.forms import WalkForm


@confidential
@signed_in(keeps_form=True)
@require_http_methods(["GET", "POST"])
def walk_scenario(request: SignedIn, enrollment: int, scenario: int) -> HttpResponse:
    """Where the learner stands in the story, what their last choice led to, and what they can do now."""
    taker, card = cards.find(request.user, enrollment, scenario)
    if not card.branching and not card.begun:
        return redirect(card.url)
    if request.method == "POST" and not card.path_sealed:
        return _go(request, taker, card)
    return _page(request, card, kept.take(request) or {})


def _go(request: SignedIn, taker: Enrollment, card: ScenarioCard) -> HttpResponse:
    form = WalkForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {"do": ""}
    if said["do"] == "choose" and not said["choice"]:
        return _page(request, card, {}, status=422, problem=_("Choose one first."))
    try:
        _take(taker, card, said)
    except paths.Moved as moved:
        messages.warning(request, str(moved))
    except Undecipherable:
        pass  # lost meanwhile: the page says so
    return redirect(card.walk_url)


def _take(taker: Enrollment, card: ScenarioCard, said: Mapping[str, Any]) -> None:
    now, scenario = timezone.now(), card.scenario
    if said["do"] == "back":
        paths.step_back(taker, scenario, at=now)
    elif said["do"] == "again":
        paths.start_again(taker, scenario, at=now)
    else:
        version, point, choice = (said.get(name) for name in ("version", "point", "choice"))
        paths.choose(taker, scenario, version=version or 0, point=point or "", choice=choice or "", at=now)


def _page(
    request: SignedIn, card: ScenarioCard, typed: Mapping[str, Any], *, status: int = 200, problem: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {"card": card, "problem": problem}
    if not card.path_sealed:
        path = paths.current(card.path, card.scenario)
        version = paths.version_of(card.scenario, path)
        way = walk.replay(version.branches_html, path.chosen)
        context |= {"version": version, "way": way, "typed": typed.get("choice", "")}
    return render(request, "lessons/walk.html", context, status=status)
