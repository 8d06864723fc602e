"""A course that is only begun: its trainer has texts and no topic yet. What she publishes reaches nobody else."""

from __future__ import annotations

from course.joining import people
from course.models import Assignment, Cohort, Course, Lesson, Program
from tests.browser import cast

CODE = "QNNN-2345"
COURSE, LESSON = "early-days", "First Steps"


def begun() -> None:
    """Quinn Adler, the course and its cohort."""
    course = Course.objects.create(program=Program.objects.get(), slug=COURSE, title="Early Days")
    Lesson.objects.create(course=course, slug="first-steps", title=LESSON, position=1)
    Cohort.objects.create(program=course.program, course=course, name="Early cohort", join_code=CODE)
    people.assign(cast.person("Quinn Adler"), Assignment.Role.TRAINER, course=course)
