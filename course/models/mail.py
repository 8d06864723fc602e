"""Mail that waits to be sent, and the kinds of mail that a person has turned off."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from course.fields import EncryptedTextField


class MailKind(models.TextChoices):
    INVITATION = "invitation", _("Invitation")
    JOINING = "joining", _("Answer to a request to join")
    MOVED = "moved", _("Moved to another cohort")
    WEEK = "week", _("What is next in my course, once a week")
    STAFF_WEEK = "staff-week", _("Which of my learners need a look, once a week")
    STATEMENT = "statement", _("A change to my completion statement")
    ANSWER = "answer", _("When a trainer answers a reflection that I shared")


class QueuedMailQuerySet(models.QuerySet["QueuedMail"]):
    def waiting(self) -> QueuedMailQuerySet:
        """Neither sent nor given up."""
        return self.filter(sent_at=None, given_up_at=None)

    def due(self, at: datetime) -> QueuedMailQuerySet:
        """To be tried now, and in nobody's hands."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        return self.waiting().filter(free, due_at__lte=at)


class QueuedMail(models.Model):
    """One mail to one address. ``dedupe_key`` says what it is about, so that the same is never queued twice.

    The body may hold a secret link. It is encrypted, and emptied once the mail has left or is given up. ``last_error``
    is the class of an error alone: a server's own words may hold addresses.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="queued_mail"
    )
    address = models.EmailField()
    kind = models.CharField(max_length=12, choices=MailKind)
    subject = models.CharField(max_length=200)
    body = EncryptedTextField(blank=True)
    dedupe_key = models.CharField(max_length=120, unique=True)
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = QueuedMailQuerySet.as_manager()

    class Meta:
        ordering = ("due_at", "pk")
        verbose_name = _("queued mail")
        verbose_name_plural = _("queued mail")
        constraints = (
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(given_up_at=None), name="mail_is_sent_or_given_up"
            ),
        )
        indexes = (
            models.Index(
                fields=["due_at"], condition=Q(sent_at=None, given_up_at=None), name="mail_that_waits"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class MutedMail(models.Model):
    """A kind of mail that a person has turned off."""

    OPTIONAL = (MailKind.WEEK, MailKind.STAFF_WEEK, MailKind.ANSWER)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="muted_mail")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.label) for kind in OPTIONAL])

    class Meta:
        verbose_name = _("mail turned off")
        verbose_name_plural = _("mail turned off")
        constraints = (models.UniqueConstraint(fields=["person", "kind"], name="mail_muted_once"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.kind}"
