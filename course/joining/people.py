"""Verbs on people: joining a cohort, and the scope of staff."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from course.models import Assignment, Cohort, Course, Enrollment, Person
from course.record import audit


class CannotJoin(Exception):
    """Carries a sentence for the person who tried."""


def find_open_cohort(code: str, *, at: datetime) -> Cohort:
    """The cohort with this join code, however it was typed. Raises CannotJoin with a sentence for the person."""
    letters = "".join(c for c in code.upper() if c.isalnum())
    cohort = (
        Cohort.objects.select_related("course", "program")
        .filter(join_code=f"{letters[:4]}-{letters[4:]}")
        .first()
    )
    if cohort is None:
        raise CannotJoin(_("We do not know this code. Check it with the person who gave it to you."))
    if not cohort.is_open:
        raise CannotJoin(_("This group is closed to new people. Ask your trainer for a new code."))
    if cohort.code_expires_at is not None and cohort.code_expires_at <= at:
        raise CannotJoin(_("This code has expired. Ask your trainer for a new one."))
    return cohort


def join(person: Person, cohort: Cohort, *, at: datetime) -> Enrollment:
    """Enroll a learner. Joining the same cohort again returns the same enrollment.

    Raises CannotJoin when the person takes the course with another cohort already.
    """
    current = Enrollment.objects.active().filter(person=person, course=cohort.course_id).first()
    if current is not None and current.cohort_id == cohort.pk:
        return current
    try:
        with transaction.atomic():
            enrollment = Enrollment.objects.create(person=person, cohort=cohort, joined_at=at)
            audit.record("joined", enrollment, actor=person, at=at)
    except IntegrityError:
        raise CannotJoin(
            _("You already take this course with another group. Your trainer can move you.")
        ) from None
    return enrollment


def assign(
    person: Person, role: str, *, course: Course | None = None, cohort: Cohort | None = None
) -> Assignment:
    """Give ``person`` a role in a course or a cohort. Giving it again changes nothing."""
    assignment, _ = Assignment.objects.get_or_create(person=person, role=role, course=course, cohort=cohort)
    return assignment
