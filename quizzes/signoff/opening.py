"""Opening a sign-off, for one learner or for a whole cohort."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from course.models import Cohort, Enrollment, Person
from course.models.cohorts import EnrollmentQuerySet
from course.record import audit
from quizzes.models import SignOff
from quizzes.signoff.page import page_of


class CannotOpen(Exception):
    """Carries a sentence for the supervisor."""


@transaction.atomic
def open_round(enrollment: Enrollment, *, framework: str, by: Person, at: datetime) -> SignOff:
    """Raises CannotOpen while another one is under way, or where there is nothing to rate."""
    rows = Enrollment.objects.filter(pk=enrollment.pk)
    opened = _open(rows, framework=framework, by=by, at=at)
    if not opened:
        raise CannotOpen(_("A sign-off is under way already, or the learner is not in the course now."))
    return opened[0]


@transaction.atomic
def open_for_cohort(cohort: Cohort, *, framework: str, by: Person, at: datetime) -> int:
    """For every learner of the cohort who has none under way. Returns how many. Raises CannotOpen as above."""
    rows = Enrollment.objects.filter(cohort=cohort)
    return len(_open(rows, framework=framework, by=by, at=at))


def without_one(rows: EnrollmentQuerySet, *, by: Person) -> EnrollmentQuerySet:
    """Of these enrollments those for whom ``by`` can open one."""
    going = SignOff.objects.under_way().filter(enrollment=OuterRef("pk"))
    return rows.active().exclude(person=by).filter(~Exists(going))


def _open(rows: EnrollmentQuerySet, *, framework: str, by: Person, at: datetime) -> list[SignOff]:
    # Locked first, by a statement of its own: the next one sees what another supervisor opened meanwhile.
    list(rows.select_for_update().order_by("pk").values_list("pk"))
    free = without_one(rows, by=by)
    enrollments = list(free.select_related("cohort__course__program").order_by("pk"))
    if not enrollments:
        return []
    page = page_of(enrollments[0].cohort.course, framework)
    if not page["competencies"]:
        raise CannotOpen(_("No step and no question of this course names a competency of this framework."))
    last = dict(
        SignOff.objects.filter(enrollment__in=enrollments)
        .order_by()
        .values_list("enrollment")
        .annotate(last=Max("number"))
    )
    made = SignOff.objects.bulk_create(
        SignOff(
            enrollment=each,
            number=last.get(each.pk, 0) + 1,
            framework=framework,
            page=page,
            opened_by=by,
            opened_at=at,
            since=at,
        )
        for each in enrollments
    )
    for each in made:
        record("opened", each, by=by, at=at)
    return made


def record(what: str, sign_off: SignOff, *, by: Person, at: datetime) -> None:
    """Append ``sign-off-…`` to the audit trail: which round, never a rating or a word of it."""
    audit.record(
        f"sign-off-{what}",
        sign_off,
        actor=by,
        at=at,
        about=sign_off.enrollment.person_id,
        round=sign_off.number,
    )
