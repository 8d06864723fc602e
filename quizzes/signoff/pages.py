"""What the two pages of a sign-off show, in whatever state it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from course.models import Enrollment
from quizzes.kinds import Posted
from quizzes.models import SignOff
from quizzes.signoff.acts import Outcome
from quizzes.signoff.evidence import evidence_for_staff
from quizzes.signoff.forms import DifferForm, RatingForm, lines, own_form, rated_form

State = SignOff.State
Context = dict[str, Any]


def learner_page(
    enrollment: Enrollment,
    rounds: Sequence[SignOff],
    now: SignOff | None,
    *,
    outcome: Outcome | None = None,
    kept: Posted | None = None,
) -> Context:
    """``kept`` is what was typed before a session was lost. No statement."""
    context: Context = {"enrollment": enrollment, "course": enrollment.course}
    if now is None or (now.is_closed and not outcome):
        return context | {"rounds": [each for each in rounds if each.is_closed]}
    form = outcome.form if outcome else None
    rating = form if isinstance(form, RatingForm) and now.state == State.DRAFT else None
    if now.state == State.DRAFT and rating is None:
        rating = own_form(now, _of(kept, "comment-"))
    to_answer = now.state in (State.SIGNING, State.DIFFERS)
    differ = form if isinstance(form, DifferForm) and to_answer else None
    if differ is None and to_answer:
        differ = DifferForm(_of(kept, "differs"), initial={"differs": now.differs})
    return context | {
        "now": now,
        "rounds": [each for each in rounds if each.is_closed and each.pk != now.pk],
        "lines": list(lines(now, rating)),
        "form": rating,
        "differ": differ,
        "unsaved": _is_unsaved(kept, rating or differ),
        **_problems(outcome, rating or differ),
    }


def staff_page(now: SignOff, *, outcome: Outcome | None = None, kept: Posted | None = None) -> Context:
    """Four statements at most, where the supervisor rates; none else."""
    form = outcome.form if outcome else None
    rating = form if isinstance(form, RatingForm) and now.state == State.RATING else None
    if now.state == State.RATING and rating is None:
        rating = rated_form(now, _of(kept, "comment-"))
    live = evidence_for_staff(now) if now.state == State.RATING else None
    return {
        "sign_off": now,
        "enrollment": now.enrollment,
        "lines": list(lines(now, rating, evidence=live)),
        "form": rating,
        "unsaved": _is_unsaved(kept, rating),
        "handed_over": now.handed_at is not None,
        **_problems(outcome, rating),
    }


def _of(kept: Posted | None, start: str) -> Posted | None:
    """What was kept, if it is of the form whose fields begin so."""
    return kept if kept and any(name.startswith(start) for name in kept) else None


def _is_unsaved(kept: Posted | None, shown: Any) -> bool:
    return bool(kept and shown and shown.is_bound)


def _problems(outcome: Outcome | None, shown: Any) -> Context:
    """What to say of a post that was not done. ``typed``: what has no form any more, to be copied."""
    if outcome is None:
        return {}
    form = outcome.form
    told: Context = {"stale": outcome.is_stale, "refused": not outcome.is_stale}
    told["problems"] = form.errors.get("revision")
    if isinstance(form, RatingForm) and not outcome.is_stale:
        told["missing"] = form.missing
    if shown is form or not outcome.is_stale:
        return told
    if isinstance(form, RatingForm):
        told["typed"] = form.typed
    if isinstance(form, DifferForm):
        told["typed_words"] = form.cleaned_data["differs"]
    return told
