"""What a learner's time came to: how long steps were in use, and the statement of what was completed."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from course.models.cohorts import CODE_ALPHABET, Enrollment
from course.models.people import Person


class ActiveTime(models.Model):
    """For how long a step's pages were in use: open, seen, and touched within two minutes. Nothing of what was done."""

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="active_times")
    step = models.ForeignKey("course.Step", models.CASCADE, related_name="active_times")
    seconds = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("measured time")
        verbose_name_plural = _("measured times")
        constraints = (
            models.UniqueConstraint(fields=["enrollment", "step"], name="one_active_time_per_step"),
        )

    def __str__(self) -> str:
        return f"{self.enrollment_id} {self.step_id}: {self.seconds}"


def new_statement_code() -> str:
    """Twelve characters, 59 bits, such as ``K7QM-2XRD-9HVP``."""
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(12))
    return "-".join(letters[at : at + 4] for at in (0, 4, 8))


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def valid(self) -> CertificateQuerySet:
        return self.filter(revoked_at=None)

    def visible_to(self, person: Person) -> CertificateQuerySet:
        """A person's own, and those of the learners whom they train or supervise."""
        mine = Q(enrollment__person=person)
        staffed = Enrollment.objects.staffed_by(person).filter(pk=OuterRef("enrollment"))
        return self.filter(mine | Exists(staffed))

    def revocable_by(self, person: Person) -> CertificateQuerySet:
        """Those of the learners whom ``person`` supervises; an administrator's are all. Never one's own."""
        supervised = Enrollment.objects.supervised_by(person).filter(pk=OuterRef("enrollment"))
        return self.filter(Exists(supervised)).exclude(enrollment__person=person)


class Certificate(models.Model):
    """A statement of completion. ``facts`` are frozen when it is issued; see ``course.hours.facts``.

    Appended and never changed, but for its end, and for what its holder lets the public page show.
    """

    CHANGEABLE = frozenset({"shows_name", "shows_hours", "revoked_at", "revoked_by", "revoked_reason"})

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="certificates")
    code = models.CharField(_("code"), max_length=14, unique=True, default=new_statement_code)
    name = models.CharField(_("name"), max_length=150)
    facts = models.JSONField()
    issued_at = models.DateTimeField(_("issued"))
    shows_name = models.BooleanField(_("the public page shows the name"), default=False)
    shows_hours = models.BooleanField(_("the public page shows the hours"), default=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    revoked_reason = models.TextField(_("reason"), blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ("-issued_at", "-pk")
        verbose_name = _("completion statement")
        verbose_name_plural = _("completion statements")
        constraints = (
            models.UniqueConstraint(
                fields=["enrollment"], condition=Q(revoked_at=None), name="one_valid_statement"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_reason="")
                | Q(revoked_at__isnull=False) & ~Q(revoked_reason=""),
                name="statement_revoked_with_reason",
            ),
        )

    def __str__(self) -> str:
        return self.code

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding and not set(kwargs.get("update_fields") or ("facts",)) <= self.CHANGEABLE:
            raise TypeError("A statement is never changed: it is revoked, and issued anew.")
        super().save(*args, **kwargs)
