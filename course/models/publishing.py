"""What becomes of versions: who read a draft, when it is to go live, and when it did.

A thing is named by its ``subject`` as in the audit trail (``"topic:3"``), for topics, scenarios and questions alike.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from course.models.outline import Course
from course.models.versions import ImmutableRow, Origin
from course.publishing.change import LONGEST_NOTE, Change


def _person() -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")


class PublicationQuerySet(models.QuerySet["Publication"]):
    def update(self, **_: Any) -> NoReturn:
        raise ImmutableRow("Publications are appended, never changed.")


class Publication(models.Model):
    """Version ``number`` of a thing went live. ``note`` tells learners of a change of substance; empty for an edit."""

    subject = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = _person()
    origin = models.CharField(max_length=5, choices=Origin)
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    ask = models.BooleanField(default=False)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=["subject", "number"], name="publication_of_version"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ask=False) | ~Q(note=""), name="publication_asks_only_with_note"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ImmutableRow("Publications are appended, never changed.")
        super().save(*args, **kwargs)


class Review(models.Model):
    """Somebody else is asked to read a draft. While it is open, the newest draft is meant; then version ``number``."""

    class State(models.TextChoices):
        OPEN = "open", _("waiting")
        APPROVED = "approved", _("approved")
        RETURNED = "returned", _("sent back")
        CLOSED = "closed", _("called off")

    course = models.ForeignKey(Course, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    asked_by = _person()
    asked_at = models.DateTimeField()
    # Nobody in particular: whoever writes in the course may answer, and so they may where somebody is named.
    asked_of = _person()
    request = models.CharField(max_length=LONGEST_NOTE, blank=True)
    ended_by = _person()
    ended_at = models.DateTimeField(null=True)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=["subject", "number"], name="review_of_version"),)
        constraints = (
            models.UniqueConstraint(
                fields=["subject"], condition=Q(state="open"), name="one_open_review_per_thing"
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | ~Q(state="open") & Q(ended_at__isnull=False),
                name="review_ends_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.number} {self.state}"


class Schedule(models.Model):
    """Version ``number`` of a thing goes live at ``due_at``, whatever is drafted meanwhile."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        PUBLISHED = "published", _("published")
        FAILED = "failed", _("could not be published")
        CLOSED = "closed", _("called off")

    course = models.ForeignKey(Course, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=100)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    due_at = models.DateTimeField()
    set_by = _person()
    set_at = models.DateTimeField()
    note = models.CharField(max_length=LONGEST_NOTE, blank=True)
    ask = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    # What kept it from going live, one sentence a line.
    problems = models.TextField(blank=True)

    class Meta:
        ordering = ("due_at", "pk")
        indexes = (models.Index(fields=["state", "due_at"], name="schedule_due"),)
        constraints = (
            models.UniqueConstraint(
                fields=["subject"], condition=Q(state="waiting"), name="one_schedule_per_thing"
            ),
            models.CheckConstraint(condition=Q(ask=False) | ~Q(note=""), name="schedule_asks_only_with_note"),
        )

    def __str__(self) -> str:
        return f"{self.subject} {self.number} {self.state}"

    @property
    def change(self) -> Change:
        return Change(self.note, self.ask)
