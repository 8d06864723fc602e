"""The course that ships loads as it is, quickly, and again without a change."""

import time
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from course.content.load import load
from course.models import Step
from quizzes import blueprint
from quizzes.models import Exam, Question

pytestmark = pytest.mark.django_db

SHIPPED = Path(settings.BASE_DIR) / "content" / "peer-specialist"


def test_the_shipped_course_loads(now: datetime) -> None:
    before = time.process_time()
    report = load(SHIPPED, at=now)
    assert time.process_time() - before < 3
    assert report.summary().startswith("Peer Specialist Training: added ")
    kinds = list(Step.objects.live().in_order().values_list("kind", flat=True))
    assert kinds == ["topic", "exam", "topic", "topic", "exam"]
    assert [exam.step.size for exam in Exam.objects.all()] == [30, 30]
    assert Question.objects.in_use().count() >= 80


def test_the_shipped_forms_share_four_anchors_and_nothing_else(now: datetime) -> None:
    load(SHIPPED, at=now)
    pre = Exam.objects.get(purpose=Exam.Purpose.PRE)
    forms = blueprint.stored_forms(pre)
    a, b = ({item.key for item in forms[form]} for form in ("A", "B"))
    assert (len(a), len(b), len(a & b)) == (30, 30, 4)
    assert {item.key for item in forms["A"] if item.anchor} == a & b
    assert Exam.objects.get(purpose=Exam.Purpose.POST).forms_of == pre
    for form in ("A", "B"):
        domains = Counter(
            Question.objects.filter(key__in=[item.key for item in forms[form]]).values_list(
                "domain__code", flat=True
            )
        )
        assert domains == {"icrc-advocacy": 6, "icrc-mentoring": 7, "icrc-recovery": 7, "icrc-ethics": 10}


def test_loading_the_shipped_course_again_only_looks(now: datetime) -> None:
    load(SHIPPED, at=now)
    with CaptureQueriesContext(connection) as statements:
        assert load(SHIPPED, at=now).entries == []
    assert {each["sql"].split()[0] for each in statements} <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert len(statements) < 60
