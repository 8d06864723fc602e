"""A learner who has finished every step, and their statement."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from course import progress
from course.hours import statements
from course.models import Certificate, Enrollment, Step
from tests.conftest import NOW

AFTER = NOW + timedelta(days=10)


def finish(enrollment: Enrollment) -> None:
    for step in Step.objects.live().filter(lesson__course=enrollment.course_id):
        progress.complete(enrollment, step, version=1, at=NOW + timedelta(days=1))


def issued(enrollment: Enrollment, **said: Any) -> Certificate:
    finish(enrollment)
    return statements.issue(enrollment, **{"name": "Ada Lindgren", **said}, at=AFTER)
