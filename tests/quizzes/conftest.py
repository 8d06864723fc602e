"""An exam of four questions, and ada's attempt at it."""

from datetime import datetime

import pytest

from course.models import Course, Enrollment
from quizzes import attempts
from quizzes.models import Attempt, AttemptItem, Exam


@pytest.fixture
def exam(course: Course) -> Exam:
    return Exam.objects.get(step__slug="start")


@pytest.fixture
def attempt(enrollment: Enrollment, exam: Exam, now: datetime) -> Attempt:
    """Begun by ada, nothing answered."""
    return attempts.start(enrollment, exam, at=now, seed=7)


@pytest.fixture
def item(attempt: Attempt) -> AttemptItem:
    """The first question of ada's attempt."""
    return attempt.items.get(slot=1)
