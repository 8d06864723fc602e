"""Scores on the grid of a cohort and on a learner's path: of each exam the attempt that counts, for supervisors."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from course.models import Person
from course.protocols import StepScore
from quizzes import attempts, terms
from quizzes.models import Attempt
from quizzes.review.figures import Score


def scores(person: Person, enrollments: Collection[int]) -> dict[tuple[int, int], StepScore]:
    """By the ids of enrollment and step; nothing of learners whom ``person`` does not supervise. One statement."""
    mine = Attempt.objects.supervised_by(person).filter(enrollment__in=enrollments, voided_at=None)
    rows = mine.select_related("exam").defer("rules", "sections", "exam__instructions_html")
    ordered = rows.order_by("enrollment", "exam", "number")
    runs = groupby(ordered, key=lambda attempt: (attempt.enrollment_id, attempt.exam.step_id))
    return {key: _score(list(run)) for key, run in runs}


def _score(taken: Sequence[Attempt]) -> StepScore:
    """Of the attempt that counts; of the one in progress before there is any."""
    counting = terms.counting(taken[0].exam.terms, attempts.as_sat(taken))
    attempt = next((each for each in taken if counting and each.number == counting.number), taken[-1])
    link = reverse("review_attempt", args=[attempt.pk])
    if attempt.score is None:
        return StepScore("…", _("in progress"), link)
    score = Score(attempt.score, attempt.possible)
    short = "–" if score.percent is None else str(score.percent)
    if attempt.awaiting:
        return StepScore("…", _("%s so far, waits for a mark") % score, link)
    if attempt.critical_missed:
        return StepScore(short, _("%s, a critical item missed") % score, link, look=True)
    return StepScore(short, str(score), link)
