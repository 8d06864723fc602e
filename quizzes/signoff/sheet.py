"""A sign-off as it is read: one sheet of words, which its page and its PDF both set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from course import versions
from course.fields import zone
from quizzes.models import SignOff
from quizzes.signoff.words import grouped, own_words, rated_words

Ratings = Mapping[str, Any]

SIGNED = ("enrollment_id", "number", "framework", "page", "own", "rated", "evidence", "differs")
MOMENTS = ("opened_at", "handed_at", "supervisor_signed_at", "learner_signed_at", "closed_at")


def digest_of(sign_off: SignOff) -> str:
    """SHA-256 (hex) of what was signed and when. Names are not in it: they may change, or be forgotten."""
    told: dict[str, Any] = {name: getattr(sign_off, name) for name in SIGNED}
    for name in MOMENTS:
        moment = getattr(sign_off, name)
        told[name] = moment and moment.astimezone(UTC).isoformat()
    return versions.digest(told)


def sheet(sign_off: SignOff, *, for_learner: bool = False) -> dict[str, Any]:
    """``title``, ``name``, ``lines`` (label, value), ``head``, ``rows``, ``comments``, ``signatures`` and ``notes``.

    All texts; JSON-able. Of one that was called off, each side sees what it wrote and what the other had handed over.
    Wants the enrollment with its person and program, and the supervisor. No statement.
    """
    page, learner = sign_off.page, str(sign_off.enrollment.person)
    own = sign_off.own if for_learner or sign_off.handed_at else {}
    rated = sign_off.rated if not for_learner or sign_off.supervisor_signed_at else {}
    said = [_said(sign_off, each, own, rated) for each in page["competencies"]]
    return {
        "language": page["language"],
        "title": _("Sign-off: %(framework)s") % {"framework": page["framework"]},
        "name": learner,
        "lines": _lines(sign_off),
        "head": [_("Competency"), _("The learner"), _("The supervisor")],
        "rows": [_row(page, each, own, rated) for each in page["competencies"]],
        "comments_title": _("Comments, and what the course recorded"),
        "comments": [each for each in said if each["lines"]],
        "signatures_title": _("Signatures"),
        "signatures": _signatures(sign_off),
        "notes": [_("A sign-off tells how two people see what was practiced. It certifies nobody.")],
        "digest": _("Digest of this record: %(digest)s") % {"digest": grouped(sign_off.digest)}
        if sign_off.digest
        else "",
    }


def _lines(sign_off: SignOff) -> list[list[str]]:
    lines = [
        [_("Course"), sign_off.page["course"]],
        [_("Program"), sign_off.page["program"]],
        [_("Round"), str(sign_off.number)],
        [_("Opened"), _moment(sign_off, "opened_at")],
    ]
    if sign_off.closed_at:
        lines.append([str(sign_off.get_state_display()), _moment(sign_off, "closed_at")])
    return lines


def _moment(sign_off: SignOff, name: str) -> str:
    """A day and time in the zone of the learner's program, so that everybody reads the same."""
    here = zone(sign_off.enrollment.cohort.program.time_zone)
    return date_format(getattr(sign_off, name).astimezone(here), "F j, Y, g:i A")


def _row(page: Ratings, competency: dict[str, str], own: Ratings, rated: Ratings) -> list[str]:
    code = competency["code"]
    words = own_words(page, own.get(code)), rated_words(page, rated.get(code))
    return [competency["title"], *(each or "–" for each in words)]


def _said(sign_off: SignOff, competency: dict[str, str], own: Ratings, rated: Ratings) -> dict[str, Any]:
    """What was written on one competency, and what the course recorded."""
    code = competency["code"]
    lines = [
        [_("The learner"), own.get(code, {}).get("comment", "")],
        [_("The supervisor"), rated.get(code, {}).get("comment", "")],
        [_("Recorded"), "; ".join(sign_off.evidence.get(code, []))],
    ]
    return {"title": competency["title"], "lines": [line for line in lines if line[1]]}


def _signatures(sign_off: SignOff) -> list[str]:
    """Who signed and when, and what a learner wrote who sees it differently."""
    found = []
    learner = str(sign_off.enrollment.person)
    if sign_off.supervisor_signed_at:
        told = {"name": _staff(sign_off), "at": _moment(sign_off, "supervisor_signed_at")}
        found.append(_("%(name)s, supervisor, signed on %(at)s.") % told)
    if sign_off.learner_signed_at:
        told = {"name": learner, "at": _moment(sign_off, "learner_signed_at")}
        found.append(_("%(name)s, learner, signed on %(at)s.") % told)
    elif sign_off.differs and sign_off.supervisor_signed_at:
        told = {"name": learner, "words": sign_off.differs}
        found.append(_("%(name)s, learner, did not sign, sees it differently and wrote: “%(words)s”") % told)
    return found


def _staff(sign_off: SignOff) -> str:
    return str(sign_off.supervisor or _("A member of staff who is no longer here"))
