"""The course that ships loads as it is, quickly, and again without a change."""

import time
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from course.content.load import load
from course.models import Step
from quizzes.models import Exam, Question

pytestmark = pytest.mark.django_db

SHIPPED = Path(settings.BASE_DIR) / "content" / "peer-specialist"


def test_the_shipped_course_loads(now: datetime) -> None:
    before = time.process_time()
    report = load(SHIPPED, at=now)
    assert time.process_time() - before < 3
    assert report.summary().startswith("Peer Specialist Training: added ")
    kinds = list(Step.objects.live().in_order().values_list("kind", flat=True))
    assert kinds == ["topic", "exam", "topic", "topic"]
    exam = Exam.objects.get()
    assert exam.step.size == 20
    assert Question.objects.in_use().count() >= 24


def test_loading_the_shipped_course_again_only_looks(now: datetime) -> None:
    load(SHIPPED, at=now)
    with CaptureQueriesContext(connection) as statements:
        assert load(SHIPPED, at=now).entries == []
    assert {each["sql"].split()[0] for each in statements} <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert len(statements) < 60
