"""Answering a question as a learner would, to see how it is graded. Nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils.datastructures import MultiValueDict

from quizzes.feedback import Feedback, feedback_on
from quizzes.kinds import KINDS, Posted, Problem, Response
from quizzes.kinds.base import Refused
from quizzes.models import AttemptItem, QuestionVersion
from quizzes.rules import Shows

PREFIX = "try-"
"""The names of the answer's fields begin with this, so that they stand beside those of the question's own form."""


@dataclass(frozen=True)
class Tried:
    """``unfit``: mistakes in the question for which it cannot be graded. ``refused``: why the answer was not taken.

    ``feedback`` is None then; where a person marks the answer, it has no points.
    """

    response: Response = field(default_factory=dict)
    unfit: Sequence[Problem] = ()
    refused: str = ""
    unfinished: str = ""
    feedback: Feedback | None = None


def try_it(version: QuestionVersion, posted: Posted) -> Tried:
    """``version`` need not be stored, nor finished; ``posted`` is the form, its answer's fields with the prefix."""
    question = version.question
    kind = KINDS[question.kind]
    if unfit := kind.check(version.body, version.points):
        return Tried(unfit=unfit)
    try:
        response = kind.parse(version.body, _answer(posted))
    except Refused as refused:
        return Tried(refused.typed, refused=str(refused))
    except ValueError as wrong:
        return Tried(refused=str(wrong))
    item = AttemptItem(version=version, kind=question.kind, points=version.points, critical=question.critical)
    feedback = feedback_on(item, response, {Shows.KEYS})
    if kind.by_hand:
        feedback = replace(feedback, points=None)
    return Tried(response, unfinished=kind.unfinished(version.body, response), feedback=feedback)


def _answer(posted: Posted) -> Posted:
    return MultiValueDict(
        {name.removeprefix(PREFIX): posted.getlist(name) for name in posted if name.startswith(PREFIX)}
    )
