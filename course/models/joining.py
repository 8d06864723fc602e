"""How people come into a cohort, and how they leave it: invitations, requests to join, withdrawals."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from course.models.cohorts import Cohort, Enrollment


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, at: datetime) -> InvitationQuerySet:
        """Those whose link can be used now."""
        return self.filter(accepted_at=None, cancelled_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """Asks one email address into one cohort. Of the link's secret only the SHA-256 is kept."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        EXPIRED = "expired", _("Expired")
        ACCEPTED = "accepted", _("Joined")
        CANCELLED = "cancelled", _("Canceled")

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="invitations", verbose_name=_("cohort"))
    email = models.EmailField(_("email"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_count = models.PositiveSmallIntegerField(default=1)
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("joined"), null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    cancelled_at = models.DateTimeField(_("canceled"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-invited_at", "email", "pk")
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                "cohort",
                condition=Q(accepted_at=None, cancelled_at=None),
                name="one_open_invitation",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(cancelled_at=None),
                name="invitation_accepted_or_cancelled",
            ),
        )

    def __str__(self) -> str:
        return f"{self.email} → {self.cohort_id}"

    def state_at(self, at: datetime) -> Invitation.State:
        if self.accepted_at is not None:
            return self.State.ACCEPTED
        if self.cancelled_at is not None:
            return self.State.CANCELLED
        return self.State.EXPIRED if self.expires_at <= at else self.State.WAITING


class JoinRequest(models.Model):
    """Somebody with the code of a cohort whose staff decide who joins. ``approved`` null: nobody has decided yet."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests")
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="join_requests")
    asked_at = models.DateTimeField(_("asked"))
    approved = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("asked_at", "pk")
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        constraints = (
            models.UniqueConstraint(
                fields=["person", "cohort"], condition=Q(approved=None), name="one_open_join_request"
            ),
            models.CheckConstraint(
                condition=Q(approved=None, decided_at=None)
                | Q(approved__isnull=False, decided_at__isnull=False),
                name="join_request_decided_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} → {self.cohort_id}"


class Withdrawal(models.Model):
    """A learner left the course, or was taken out of it. Their work stays. The learner can read the reason."""

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="withdrawals")
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        constraints = (
            models.UniqueConstraint(
                fields=["enrollment"], condition=Q(undone_at=None), name="one_standing_withdrawal"
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.at:%Y-%m-%d}"
