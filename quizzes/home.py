"""What the learner's home page tells of exams: results that changed lately."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from course.models import Enrollment, Person
from quizzes.models import Attempt

TOLD_FOR = timedelta(days=14)


def changed_results(person: Person, *, at: datetime) -> SafeString | None:
    """A notice for each of the learner's results that changed in the last 14 days. One statement."""
    mine = Attempt.objects.visible_to(person).filter(changed_at__gt=at - TOLD_FOR, awaiting=0, voided_at=None)
    mine = mine.filter(enrollment__state=Enrollment.State.ACTIVE)
    changed = list(mine.select_related("exam__step").order_by("-changed_at", "-pk"))
    return render_to_string("quizzes/_changed_results.html", {"changed": changed}) if changed else None
