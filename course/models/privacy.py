"""The privacy notice in its versions, and who agreed to which."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from course.models.versions import ImmutableRow


class NoticeQuerySet(models.QuerySet["Notice"]):
    def published(self) -> NoticeQuerySet:
        return self.exclude(published_at=None)

    def in_force(self) -> NoticeQuerySet:
        """The one that holds now; none before the first is published."""
        return self.filter(in_force=True)

    def asked_of(self, person: OuterRef) -> NoticeQuerySet:
        """The notice in force, unless the person with this key has agreed to it. For a subquery."""
        agreed = Consent.objects.filter(notice=OuterRef("pk"), person=OuterRef(person))
        return self.in_force().filter(~Exists(agreed))


class Notice(models.Model):
    """One version of the privacy notice. A draft may be rewritten; what was published never changes."""

    number = models.PositiveIntegerField(_("version"), unique=True)
    text = models.TextField(_("text"))
    changes = models.CharField(
        _("what changed"),
        max_length=300,
        blank=True,
        help_text=_("One sentence for people who agreed to the version before. They read it first."),
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(_("written"))
    published_at = models.DateTimeField(_("published"), null=True)
    in_force = models.BooleanField(_("in force"), default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ("-number",)
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notice")
        constraints = (
            models.UniqueConstraint(
                fields=["in_force"], condition=Q(in_force=True), name="one_notice_in_force"
            ),
            models.CheckConstraint(
                condition=Q(in_force=False) | Q(published_at__isnull=False), name="notice_in_force_published"
            ),
        )

    def __str__(self) -> str:
        return str(_("Version %(number)s")) % {"number": self.number}


class Consent(models.Model):
    """A person agreed to a version. Appended, never changed; it goes when the person is erased."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="consents")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (models.UniqueConstraint(fields=["person", "notice"], name="one_consent_per_version"),)

    def __str__(self) -> str:
        return f"{self.person_id}: {self.notice_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ImmutableRow("A consent is never changed.")
        super().save(*args, **kwargs)
