"""Scopes that are large for the sake of a test, and the pages that show them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.urls import reverse

from course.models import Cohort
from quizzes.models import Question
from tests.quizzes.make_attempts import exam_of

GAIN = "/review/gain/"


@contextmanager
def large() -> Iterator[None]:
    """Every scope with an attempt is a large one."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("quizzes.gain.counting.LIVE_MOST", 0)
        patched.setattr("quizzes.analysis.counting.ITEMS_LIVE_MOST", 0)
        patched.setattr("quizzes.analysis.counting.EXAMS_LIVE_MOST", 0)
        yield


def items(cohort: Cohort) -> str:
    return reverse("analysis_items", args=[exam_of(cohort).pk])


def item(cohort: Cohort) -> str:
    question = Question.objects.get(course=cohort.course, key="q-0")
    return reverse("analysis_item", args=[exam_of(cohort).pk, question.pk])
