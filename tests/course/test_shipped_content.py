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
    assert Question.objects.in_use().count() >= 80


def test_every_lesson_ends_with_its_check_and_the_course_with_the_exam_after_it(now: datetime) -> None:
    load(SHIPPED, at=now)
    steps = Step.objects.live().in_order().select_related("exam")
    lessons: dict[int, list[str]] = {}
    for step in steps:
        lessons.setdefault(step.lesson_id, []).append(step.exam.purpose if step.kind == "exam" else "topic")
    runs = list(lessons.values())
    assert runs[0][:2] == ["topic", "pre"]
    assert runs[-1].pop() == "post"
    # A course of one lesson is checked by the exam after it alone.
    ends = [run[-1] for run in runs]
    assert ends == ["check"] * len(ends)
    assert [purpose for run in runs for purpose in run if purpose != "topic"] == ["pre", *ends]


def test_exams_before_and_after_the_course_are_of_one_length_and_checks_are_short(now: datetime) -> None:
    load(SHIPPED, at=now)
    for exam in Exam.objects.select_related("step"):
        sizes = range(6, 11) if exam.purpose == Exam.Purpose.CHECK else [30]
        assert exam.step.size in sizes, exam.step.slug


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
    assert {each["sql"].lstrip("(").split()[0] for each in statements} <= {"SELECT", "SAVEPOINT", "RELEASE"}
    assert len(statements) < 60
