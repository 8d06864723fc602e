"""Verbs on sign-offs. Each locks the row, and refuses to overwrite what its caller has not seen.

    draft ⇄ rating ⇄ signing ⇄ differs → signed

Whatever is not closed may be called off. The same thing done again changes nothing. ``opening`` begins one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from course.models import Person
from quizzes.models import SignOff
from quizzes.signoff.evidence import evidence_for_both
from quizzes.signoff.opening import record
from quizzes.signoff.sheet import digest_of

State = SignOff.State
Ratings = Mapping[str, Mapping[str, Any]]

TO_ANSWER = (State.SIGNING, State.DIFFERS)
UNDER_WAY = (State.DRAFT, State.RATING, *TO_ANSWER)


class Stale(Exception):
    """Somebody changed the sign-off since it was shown. ``sign_off`` is how it stands now."""

    def __init__(self, sign_off: SignOff) -> None:
        super().__init__("The sign-off changed meanwhile.")
        self.sign_off = sign_off


# --- The learner -----------------------------------------------------------------------------------------------------


@transaction.atomic
def save_own(sign_off: SignOff, *, ratings: Ratings, seen_revision: int, at: datetime) -> SignOff:
    """Keep a self-rating that is not finished. Nobody else sees it."""
    now = _locked(sign_off)
    if _may(now, seen_revision, (State.DRAFT,), done=now.own == ratings):
        _changed(now, own=ratings)
    return now


@transaction.atomic
def hand_over(sign_off: SignOff, *, ratings: Ratings, seen_revision: int, at: datetime) -> SignOff:
    """Give the self-rating to the supervisor."""
    now = _locked(sign_off)
    done = now.state == State.RATING and now.own == ratings
    if _may(now, seen_revision, (State.DRAFT,), done=done):
        _moved(now, State.RATING, at=at, own=ratings, handed_at=at)
        record("handed-over", now, by=now.enrollment.person, at=at)
    return now


@transaction.atomic
def sign(sign_off: SignOff, *, seen_revision: int, at: datetime) -> SignOff:
    """The learner signs what the supervisor has signed: that closes it."""
    now = _locked(sign_off)
    done = now.state == State.SIGNED and now.learner_signed_at is not None
    if _may(now, seen_revision, TO_ANSWER, done=done):
        _close(now, at=at, learner_signed_at=at, differs="")
        record("signed", now, by=now.enrollment.person, at=at)
    return now


@transaction.atomic
def differ(sign_off: SignOff, *, words: str, seen_revision: int, at: datetime) -> SignOff:
    """The learner says, in their own words, that they see it differently. Nothing is closed by that."""
    now = _locked(sign_off)
    done = now.state == State.DIFFERS and now.differs == words
    if _may(now, seen_revision, TO_ANSWER, done=done):
        _moved(now, State.DIFFERS, at=at, differs=words)
        record("seen-differently", now, by=now.enrollment.person, at=at)
    return now


# --- The supervisor --------------------------------------------------------------------------------------------------


@transaction.atomic
def save_rated(sign_off: SignOff, *, ratings: Ratings, seen_revision: int, at: datetime) -> SignOff:
    """Keep a supervisor's rating that is not finished. The learner does not see it."""
    now = _locked(sign_off)
    if _may(now, seen_revision, (State.RATING,), done=now.rated == ratings):
        _changed(now, rated=ratings)
    return now


@transaction.atomic
def sign_for_staff(
    sign_off: SignOff, *, ratings: Ratings, seen_revision: int, by: Person, at: datetime
) -> SignOff:
    """Rate, sign, and give it to the learner, with what the course recorded and the learner may see."""
    now = _locked(sign_off)
    done = now.state == State.SIGNING and now.rated == ratings and now.supervisor_id == by.pk
    if _may(now, seen_revision, (State.RATING,), done=done):
        evidence = evidence_for_both(now, at=at)
        signed = {"supervisor": by, "supervisor_signed_at": at}
        _moved(now, State.SIGNING, at=at, rated=ratings, evidence=evidence, **signed)
        record("signed", now, by=by, at=at)
    return now


@transaction.atomic
def close_as_it_is(sign_off: SignOff, *, seen_revision: int, by: Person, at: datetime) -> SignOff:
    """Close a sign-off that the learner sees differently: it says so, in their words."""
    now = _locked(sign_off)
    if _may(now, seen_revision, (State.DIFFERS,), done=now.state == State.SIGNED):
        _close(now, at=at)
        record("closed", now, by=by, at=at)
    return now


@transaction.atomic
def call_off(sign_off: SignOff, *, seen_revision: int, by: Person, at: datetime) -> SignOff:
    """End a sign-off that nobody needs. Each side can still read what it wrote."""
    now = _locked(sign_off)
    if _may(now, seen_revision, UNDER_WAY, done=now.state == State.WITHDRAWN):
        _moved(now, State.WITHDRAWN, at=at, closed_at=at)
        record("called-off", now, by=by, at=at)
    return now


# --- Either ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def to_learner(sign_off: SignOff, *, seen_revision: int, by: Person, at: datetime) -> SignOff:
    """Back to the self-rating: taken back by the learner, or given back by the supervisor."""
    now = _locked(sign_off)
    if _may(now, seen_revision, (State.RATING,), done=now.state == State.DRAFT):
        _moved(now, State.DRAFT, at=at, handed_at=None)
        mine = by.pk == now.enrollment.person_id
        record("taken-back" if mine else "given-back", now, by=by, at=at)
    return now


@transaction.atomic
def to_supervisor(sign_off: SignOff, *, seen_revision: int, by: Person, at: datetime) -> SignOff:
    """Take the supervisor's signature back, to change what they rated. The learner's words are kept."""
    now = _locked(sign_off)
    if _may(now, seen_revision, TO_ANSWER, done=now.state == State.RATING):
        unsigned: dict[str, Any] = {"supervisor": None, "supervisor_signed_at": None, "evidence": {}}
        _moved(now, State.RATING, at=at, **unsigned)
        record("taken-back", now, by=by, at=at)
    return now


# --- How -------------------------------------------------------------------------------------------------------------


def _locked(sign_off: SignOff) -> SignOff:
    """As it stands now, locked until the transaction ends."""
    rows = SignOff.objects.select_for_update(of=("self",)).select_related("enrollment__person")
    return rows.get(pk=sign_off.pk)


def _may(now: SignOff, seen: int, states: Collection[str], *, done: bool) -> bool:
    """Whether the caller saw the newest, in one of these states. False where the same was done before; else Stale."""
    if now.revision == seen and now.state in states:
        return True
    if done:
        return False
    raise Stale(now)


def _changed(now: SignOff, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(now, name, value)
    now.revision += 1
    now.save(update_fields=[*fields, "revision"])


def _moved(now: SignOff, state: SignOff.State, *, at: datetime, **fields: Any) -> None:
    _changed(now, state=state, since=at, **fields)


def _close(now: SignOff, *, at: datetime, **fields: Any) -> None:
    fields |= {"closed_at": at}
    for name, value in fields.items():
        setattr(now, name, value)
    _moved(now, State.SIGNED, at=at, **fields, digest=digest_of(now))
