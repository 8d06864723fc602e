"""What a person needs to take exams on equal terms."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from course.fields import EncryptedTextField
from course.models.people import Person


class AccommodationQuerySet(models.QuerySet["Accommodation"]):
    def active(self) -> AccommodationQuerySet:
        return self.filter(ended_at=None)


class Accommodation(models.Model):
    """Granted to a person for all exams. Never changed: a new one ends the one before, so the story stays.

    The reason may tell of a disability. It is encrypted at rest and shown to those who may grant, to nobody else.
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="accommodations", verbose_name=_("person")
    )
    time_factor = models.DecimalField(
        _("time, as a multiple"),
        max_digits=3,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal(1)), MaxValueValidator(Decimal(5))],
    )
    extra_minutes = models.PositiveSmallIntegerField(
        _("extra minutes"), default=0, validators=[MaxValueValidator(600)]
    )
    untimed = models.BooleanField(_("no time limit"), default=False)
    extra_attempts = models.PositiveSmallIntegerField(
        _("extra attempts"), default=0, validators=[MaxValueValidator(20)]
    )
    extra_days = models.PositiveSmallIntegerField(
        _("days after closing"), default=0, validators=[MaxValueValidator(365)]
    )
    may_pause = models.BooleanField(_("may pause the clock"), default=False)
    reason = EncryptedTextField(_("reason"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField(_("granted"))
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = AccommodationQuerySet.as_manager()

    class Meta:
        ordering = ("-granted_at", "-pk")
        verbose_name = _("accommodation")
        verbose_name_plural = _("accommodations")
        constraints = (
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="one_active_accommodation"
            ),
            models.CheckConstraint(
                condition=Q(time_factor__gte=1, time_factor__lte=5), name="time_factor_from_1_to_5"
            ),
        )

    def __str__(self) -> str:
        return str(self.person)
