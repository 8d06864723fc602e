"""Rows of the spine."""

from course.models.accommodations import Accommodation
from course.models.audit import AuditEvent
from course.models.cohorts import Assignment, Cohort, Enrollment
from course.models.due import StepDue
from course.models.hours import ActiveTime, Certificate
from course.models.joining import Invitation, JoinRequest, Withdrawal
from course.models.mail import MailKind, MutedMail, QueuedMail
from course.models.outline import Competency, Course, Lesson, Program, State, Step
from course.models.people import Person
from course.models.privacy import Consent, Notice
from course.models.progress import Completion
from course.models.sign_in import Session
from course.models.versions import Origin, Version, Versioned

__all__ = [
    "Accommodation",
    "ActiveTime",
    "Assignment",
    "AuditEvent",
    "Certificate",
    "Cohort",
    "Competency",
    "Completion",
    "Consent",
    "Course",
    "Enrollment",
    "Invitation",
    "JoinRequest",
    "Lesson",
    "MailKind",
    "MutedMail",
    "Notice",
    "Origin",
    "Person",
    "Program",
    "QueuedMail",
    "Session",
    "State",
    "Step",
    "StepDue",
    "Version",
    "Versioned",
    "Withdrawal",
]
