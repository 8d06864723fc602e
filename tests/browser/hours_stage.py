"""Hours and statements on the stage: Remy's is valid, Selma's was revoked, Noah has not issued his yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from course import progress
from course.hours import measuring, statements
from course.joining import people
from course.models import Certificate, Cohort, Enrollment, Person, Step
from tests.browser import cast


def hours() -> cast.Ids:
    remy, selma = _finished("Remy Blanchet", shows=True), _finished("Selma Arif", shows=False)
    alma = Person.objects.get(is_superuser=True)
    statements.revoke(selma, reason="The name on it was wrong.", by=alma, at=timezone.now())
    measuring.choose(selma.enrollment.person, measured=False)
    mia, noah = (Enrollment.objects.get(person__name=name) for name in ("Mia Torres", "Noah Berg"))
    mine: dict[str, Any] = {"pk": mia.pk}
    return {
        "my_hours": mine,
        "statement_steps_left": mine,
        "statement_to_issue": {"pk": noah.pk},
        "statement_valid": {"pk": remy.enrollment_id},
        "statement_revoked": {"pk": selma.enrollment_id},
        "statement_page": {"pk": remy.pk},
        "statement_page_revoked": {"pk": selma.pk},
        "learner_hours": {"pk": remy.enrollment_id},
        "revoke_statement": {"pk": remy.pk},
        "verify_valid": {"code": remy.code},
        "verify_revoked": {"code": selma.code},
        "verify_unknown": {"code": "AAAA-BBBB-CCCC"},
    }


def _finished(name: str, *, shows: bool) -> Certificate:
    """Somebody who read both topics of the short course, a minute and a half each, and issued a statement."""
    at = timezone.now() - timedelta(days=2)
    cohort = Cohort.objects.select_related("course").get(name="Crisis course")
    enrollment = people.join(cast.person(name), cohort, at=at)
    for step in Step.objects.live().filter(lesson__course=cohort.course).in_order():
        at += timedelta(hours=1)
        measuring.beat(enrollment.person, step.pk, seconds=85, at=at)
        progress.complete(enrollment, step, version=1, at=at)
    return statements.issue(enrollment, name=name, shows_name=shows, shows_hours=shows, at=at)
