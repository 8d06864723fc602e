"""What the staff's pages about a cohort show: who is in, who asks, who is invited."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower

from course.models import Cohort, Completion, Enrollment, Invitation, JoinRequest, Person, Step


def run_by(person: Person, *, at: datetime) -> QuerySet[Cohort]:
    """The cohorts that ``person`` runs, each with ``members``, ``asking`` and ``invited``: how many. One statement."""
    active = Enrollment.objects.active().filter(cohort=OuterRef("pk"))
    asking = JoinRequest.objects.filter(cohort=OuterRef("pk"), approved=None)
    invited = Invitation.objects.open(at).filter(cohort=OuterRef("pk"))
    found = Cohort.objects.run_by(person).select_related("course", "program")
    found = found.annotate(members=_count(active), asking=_count(asking), invited=_count(invited))
    return found.order_by("course__title", "course", "name")


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("cohort").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def members_of(cohort: Cohort) -> QuerySet[Enrollment]:
    """Who is or was in the cohort and is not erased, each with ``done``: how many of the course's live steps."""
    live = Step.objects.live().filter(lesson__course=cohort.course_id)
    done = Completion.objects.filter(enrollment=OuterRef("pk"), step__in=live).order_by().values("enrollment")
    counted = Coalesce(Subquery(done.annotate(count=Count("pk")).values("count")), 0)
    rows = Enrollment.objects.filter(cohort=cohort, person__erased_at=None).select_related("person")
    rows = rows.annotate(done=counted)
    return rows.order_by("state", Lower("person__name"), "person__email", "pk")


def asking_for(cohort: Cohort) -> QuerySet[JoinRequest]:
    """Open requests, the oldest first."""
    return cohort.join_requests.filter(approved=None).select_related("person")


def invitations_of(cohort: Cohort, state: str, *, at: datetime) -> QuerySet[Invitation]:
    """Invitations in this state; all for an empty one. Whoever is in by now is ``inside``."""
    inside = Enrollment.objects.active().filter(cohort=cohort, person__email=OuterRef("email"))
    rows = cohort.invitations.annotate(inside=Exists(inside)).order_by("-invited_at", "email", "pk")
    unused = Q(accepted_at=None, cancelled_at=None)
    wanted = {
        Invitation.State.WAITING: unused & Q(expires_at__gt=at),
        Invitation.State.EXPIRED: unused & Q(expires_at__lte=at),
        Invitation.State.ACCEPTED: Q(accepted_at__isnull=False),
        Invitation.State.CANCELLED: Q(cancelled_at__isnull=False),
    }
    return rows.filter(wanted.get(state, Q()))  # type: ignore[call-overload]
