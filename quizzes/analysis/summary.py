"""The figures of an exam as a whole, each with what it says. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quizzes.statistics.exam import ExamFigures
from quizzes.statistics.reliability import Reliability


@dataclass(frozen=True)
class Figure:
    """One row: ``value`` None where it is not defined, and then ``says`` tells why. ``unit`` stands after the value."""

    label: str | Promise
    value: float | None
    digits: int
    unit: str
    says: str


def figures_of(found: ExamFigures) -> list[Figure]:
    return [*_scores(found), *_reliability(found.reliability)]


def _scores(found: ExamFigures) -> list[Figure]:
    scores = found.scores
    alike = _("It needs more learners, or scores that differ.")
    return [
        Figure(_("Mean"), scores.mean, 1, "%", _("What learners earned on average.")),
        Figure(_("Median"), scores.median, 1, "%", _("Half of the learners earned less, half more.")),
        Figure(
            _("Standard deviation"),
            scores.sd,
            1,
            _("points"),
            _("How far scores typically lie from the mean, in percentage points."),
        ),
        Figure(
            _("Skewness"),
            scores.skewness,
            2,
            "",
            alike
            if scores.skewness is None
            else _("Below 0: a tail of low scores. Above 0: a tail of high scores."),
        ),
        Figure(
            _("Kurtosis"),
            scores.kurtosis,
            2,
            "",
            alike
            if scores.kurtosis is None
            else _("Above 0: more scores far from the mean than a bell curve has. Below 0: fewer."),
        ),
    ]


def _reliability(found: Reliability) -> list[Figure]:
    whole = _whole(found)
    return [
        Figure(
            _("Cronbach’s alpha"),
            found.alpha,
            2,
            "",
            whole
            or _(
                "How much the questions pull in one direction: 1 is all, 0 is none. Low where learners differ little."
            ),
        ),
        Figure(
            _("KR-20"),
            found.kr20,
            2,
            "",
            whole
            or (
                _("Only for questions that are right or wrong, with equal points.")
                if found.kr20 is None
                else _("The same, for questions that are right or wrong.")
            ),
        ),
        Figure(
            _("Standard error of measurement"),
            found.sem,
            1,
            _("points"),
            _("None where alpha is not known or is below 0.")
            if found.sem is None
            else _("How far one learner’s score would typically move with other questions like these."),
        ),
    ]


def _whole(found: Reliability) -> str:
    """Why reliability is not known; empty where it is."""
    if not found.n:
        return _("It needs learners who were asked the same questions. Choose one form, if there are forms.")
    if found.alpha is None:
        return ngettext(
            "%d learner was asked every question: it needs more, with scores that differ.",
            "%d learners were asked every question: it needs scores that differ.",
            found.n,
        ) % (found.n,)
    return ""
