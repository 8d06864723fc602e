"""Rows of the spine."""

from course.models.accommodations import Accommodation
from course.models.audit import AuditEvent
from course.models.outline import Competency, Course, Lesson, Program, State, Step
from course.models.people import Assignment, Cohort, Enrollment, Person
from course.models.progress import Completion
from course.models.sign_in import Session
from course.models.versions import Origin, Version, Versioned

__all__ = [
    "Accommodation",
    "Assignment",
    "AuditEvent",
    "Cohort",
    "Competency",
    "Completion",
    "Course",
    "Enrollment",
    "Lesson",
    "Origin",
    "Person",
    "Program",
    "Session",
    "State",
    "Step",
    "Version",
    "Versioned",
]
