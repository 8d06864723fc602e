"""The exams of a course on the page on which staff look after a learner."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from course.models import Enrollment, Person
from quizzes.models import Exam
from quizzes.would_get import exams_of


def exams_panel(enrollment: Enrollment, viewer: Person) -> SafeString | None:
    """A link for each exam: what would this learner get? One statement."""
    exams: list[Exam] = list(exams_of(enrollment.course_id))
    if not exams:
        return None
    return render_to_string("quizzes/_learner_exams.html", {"exams": exams, "enrollment": enrollment})
