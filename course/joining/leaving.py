"""Verbs on a learner's place in a course: moving to another cohort, withdrawing, coming back. Their work stays."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from course.joining.people import CannotJoin
from course.mailing import mail, mail_links
from course.models import Cohort, Enrollment, MailKind, Person, Withdrawal
from course.models.cohorts import EnrollmentQuerySet
from course.record import audit


def enrollments_to_run(person: Person) -> EnrollmentQuerySet:
    """The learners whom ``person`` may move and withdraw, those withdrawn before included; never themselves."""
    return Enrollment.objects.staffed_by(person).filter(person__erased_at=None).exclude(person=person)


def cohorts_to_move_to(enrollment: Enrollment, *, by: Person) -> QuerySet[Cohort]:
    """Other cohorts of the same course that ``by`` runs, too."""
    others = Cohort.objects.run_by(by).filter(course=enrollment.course_id).exclude(pk=enrollment.cohort_id)
    return others.order_by("name")


@transaction.atomic
def move(enrollment: Enrollment, cohort: Cohort, *, by: Person, at: datetime) -> bool:
    """Put the learner, with all they have done, into another cohort of the course, and tell them by mail.

    Attempts, completions and reflections hang on the enrollment, which stays the same row. False where the learner is
    not active any more, or in that cohort already. Raises ValueError for a cohort of another course.
    """
    enrollment = _locked(enrollment)
    if enrollment.course_id != cohort.course_id:
        raise ValueError("A learner moves within one course.")
    if enrollment.state != Enrollment.State.ACTIVE or enrollment.cohort_id == cohort.pk:
        return False
    before = enrollment.cohort_id
    enrollment.cohort = cohort
    enrollment.save(update_fields=["cohort"])
    audit.record("moved", enrollment, actor=by, at=at, before=before, after=cohort.pk)
    mail.enqueue(
        MailKind.MOVED,
        to=enrollment.person,
        subject=_("You are now in %s") % cohort.name,
        template="moved",
        context={"cohort": cohort, "link": mail_links.absolute(reverse("reflections"))},
        key=f"moved:{enrollment.pk}:{at.timestamp():.0f}",
        at=at,
    )
    return True


@transaction.atomic
def withdraw(enrollment: Enrollment, *, reason: str, by: Person, at: datetime) -> bool:
    """End the learner's part in the course. Their work stays and can be taken up again. False where it was ended."""
    enrollment = _locked(enrollment)
    if enrollment.state != Enrollment.State.ACTIVE:
        return False
    enrollment.state = Enrollment.State.WITHDRAWN
    enrollment.save(update_fields=["state"])
    Withdrawal.objects.create(enrollment=enrollment, reason=reason, by=by, at=at)
    audit.record("withdrawn", enrollment, actor=by, at=at)
    return True


@transaction.atomic
def bring_back(enrollment: Enrollment, *, by: Person, at: datetime) -> bool:
    """Undo a withdrawal. False where there is none. Raises CannotJoin where another cohort is in the way by now."""
    enrollment = _locked(enrollment)
    if enrollment.state != Enrollment.State.WITHDRAWN:
        return False
    enrollment.state = Enrollment.State.ACTIVE
    try:
        with transaction.atomic():
            enrollment.save(update_fields=["state"])
    except IntegrityError:
        raise CannotJoin(_("They take this course with another cohort by now.")) from None
    Withdrawal.objects.filter(enrollment=enrollment, undone_at=None).update(undone_at=at, undone_by=by)
    audit.record("brought-back", enrollment, actor=by, at=at)
    return True


def _locked(enrollment: Enrollment) -> Enrollment:
    rows = Enrollment.objects.select_for_update(of=("self",)).select_related("person", "cohort")
    return rows.get(pk=enrollment.pk)
