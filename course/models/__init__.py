"""Rows of the spine."""

from course.models.accommodations import Accommodation
from course.models.audit import AuditEvent
from course.models.cohorts import Assignment, Cohort, Enrollment, courses_run_by
from course.models.due import StepDue
from course.models.files import ContentFile
from course.models.hours import ActiveTime, Certificate
from course.models.joining import Invitation, JoinRequest, Withdrawal
from course.models.kept import KeptFinding
from course.models.mail import MailKind, MutedMail, QueuedMail
from course.models.outline import Competency, Course, Lesson, Program, State, Step
from course.models.people import Person
from course.models.privacy import Consent, Notice
from course.models.progress import Acknowledgement, Completion
from course.models.publishing import Publication, Review, Schedule
from course.models.sign_in import Session
from course.models.snapshots import Snapshot
from course.models.tokens import ApiToken
from course.models.versions import Origin, Version, Versioned
from course.models.working_copies import WorkingCopy

__all__ = [
    "Accommodation",
    "Acknowledgement",
    "ActiveTime",
    "ApiToken",
    "Assignment",
    "AuditEvent",
    "Certificate",
    "Cohort",
    "Competency",
    "Completion",
    "Consent",
    "ContentFile",
    "Course",
    "Enrollment",
    "Invitation",
    "JoinRequest",
    "KeptFinding",
    "Lesson",
    "MailKind",
    "MutedMail",
    "Notice",
    "Origin",
    "Person",
    "Program",
    "Publication",
    "QueuedMail",
    "Review",
    "Schedule",
    "Session",
    "Snapshot",
    "State",
    "Step",
    "StepDue",
    "Version",
    "Versioned",
    "Withdrawal",
    "WorkingCopy",
    "courses_run_by",
]
