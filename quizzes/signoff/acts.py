"""What the buttons on the two pages of a sign-off do: a form, a verb, and the words for when it worked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from course.models import Person
from quizzes.kinds import Posted
from quizzes.models import SignOff
from quizzes.signoff import verbs
from quizzes.signoff.forms import DifferForm, RatingForm, SeenForm, own_form, rated_form


@dataclass(frozen=True)
class Act:
    """``form`` reads what was posted to a sign-off; ``verb`` does it; ``told`` says that it was done."""

    form: Callable[[SignOff, Posted], SeenForm]
    verb: Callable[[SignOff, Any, Person, datetime], SignOff]
    told: Any


@dataclass(frozen=True)
class Outcome:
    """``told`` where it was done. Else ``form`` says what is wrong, or somebody else came first (``is_stale``)."""

    sign_off: SignOff
    form: SeenForm
    told: Any = None
    is_stale: bool = False

    @property
    def status(self) -> int:
        return 409 if self.is_stale else 422


def perform(acts: Mapping[str, Act], sign_off: SignOff, data: Posted, *, by: Person, at: datetime) -> Outcome:
    """Do what ``data`` asks for under ``do``; saving, where it names nothing that there is."""
    act = acts.get(data.get("do") or "", acts["save"])
    form = act.form(sign_off, data)
    if not form.is_valid():
        return Outcome(sign_off, form)
    try:
        return Outcome(act.verb(sign_off, form, by, at), form, told=act.told)
    except verbs.Stale as other:
        return Outcome(other.sign_off, form, is_stale=True)


def _seen(sign_off: SignOff, data: Posted) -> SeenForm:
    return SeenForm(data)


def _differ(sign_off: SignOff, data: Posted) -> SeenForm:
    return DifferForm(data)


def _rates(verb: Callable[..., SignOff]) -> Callable[[SignOff, RatingForm, Person, datetime], SignOff]:
    def do(sign_off: SignOff, form: RatingForm, by: Person, at: datetime) -> SignOff:
        return verb(sign_off, ratings=form.ratings, seen_revision=form.cleaned_data["revision"], at=at)

    return do


def _moves(verb: Callable[..., SignOff]) -> Callable[[SignOff, SeenForm, Person, datetime], SignOff]:
    def do(sign_off: SignOff, form: SeenForm, by: Person, at: datetime) -> SignOff:
        return verb(sign_off, seen_revision=form.cleaned_data["revision"], by=by, at=at)

    return do


def _sign(sign_off: SignOff, form: SeenForm, by: Person, at: datetime) -> SignOff:
    return verbs.sign(sign_off, seen_revision=form.cleaned_data["revision"], at=at)


def _say(sign_off: SignOff, form: SeenForm, by: Person, at: datetime) -> SignOff:
    said = form.cleaned_data
    return verbs.differ(sign_off, words=said["differs"], seen_revision=said["revision"], at=at)


def _sign_for_staff(sign_off: SignOff, form: RatingForm, by: Person, at: datetime) -> SignOff:
    seen = form.cleaned_data["revision"]
    return verbs.sign_for_staff(sign_off, ratings=form.ratings, seen_revision=seen, by=by, at=at)


OF_LEARNER: dict[str, Act] = {
    "save": Act(own_form, _rates(verbs.save_own), _("Saved. Only you can see it so far.")),
    "hand-over": Act(
        partial(own_form, whole=True), _rates(verbs.hand_over), _("Your supervisor has it now.")
    ),
    "take-back": Act(_seen, _moves(verbs.to_learner), _("You have it back, and can change it.")),
    "sign": Act(_seen, _sign, _("Signed. The record is closed and will not change.")),
    "differ": Act(_differ, _say, _("Your supervisor can read your words now.")),
}
OF_STAFF: dict[str, Act] = {
    "save": Act(rated_form, _rates(verbs.save_rated), _("Saved. The learner does not see it yet.")),
    "sign": Act(partial(rated_form, whole=True), _sign_for_staff, _("Signed. The learner can read it now.")),
    "give-back": Act(_seen, _moves(verbs.to_learner), _("The learner has it back, and can change it.")),
    "take-back": Act(_seen, _moves(verbs.to_supervisor), _("Your signature is taken back.")),
    "close": Act(_seen, _moves(verbs.close_as_it_is), _("Closed. The record says how the learner sees it.")),
    "call-off": Act(_seen, _moves(verbs.call_off), _("Called off. Nothing more is asked of the learner.")),
}
