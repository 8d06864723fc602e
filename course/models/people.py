"""People. What binds them to a course is in ``cohorts``."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from course.fields import TimeZoneField
from course.models.sign_in import SignsIn


class PersonQuerySet(models.QuerySet["Person"]):
    def with_roles(self) -> PersonQuerySet:
        """Annotate ``trains`` and ``supervises``: whether the person holds such an assignment anywhere.

        And ``holds_courses``: whether one of their assignments is to a whole course; ``has_second_step``: whether
        signing in asks them for more than a password; and ``must_consent``: whether a privacy notice is in force to
        which they have not agreed.
        """
        assignments = apps.get_model("course", "Assignment")
        held = assignments.objects.filter(person=OuterRef("pk"))
        steps = apps.get_model("mfa", "Authenticator").objects.filter(user=OuterRef("pk"))
        return self.annotate(  # type: ignore[no-redef]  # declared for readers
            trains=Exists(held.filter(role=assignments.Role.TRAINER)),
            supervises=Exists(held.filter(role=assignments.Role.SUPERVISOR)),
            holds_courses=Exists(held.filter(course__isnull=False)),
            has_second_step=Exists(steps.exclude(type="recovery_codes")),
            must_consent=Exists(apps.get_model("course", "Notice").objects.asked_of(OuterRef("pk"))),
        )


class PersonManager(BaseUserManager["Person"]):
    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db)

    def with_roles(self) -> PersonQuerySet:
        return self.get_queryset().with_roles()

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(SignsIn, PermissionsMixin):
    """Somebody who signs in with an email address. What they may do follows from enrollments and assignments."""

    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    time_zone = TimeZoneField(_("time zone"), default="America/New_York")
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    measures_time = models.BooleanField(_("learning time is measured"), default=True)
    # For how long a learner does nothing before the home page and the weekly mail name them, to staff.
    quiet_days = models.PositiveSmallIntegerField(_("days until a learner is quiet"), default=7)
    # When a page last told of time in use; see ``course.hours.measuring``.
    beat_at = models.DateTimeField(null=True, editable=False)
    # Since then the row stands for nobody in particular: see ``course.privacy.erasure``.
    erased_at = models.DateTimeField(_("erased"), null=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = PersonManager()

    # Annotations of ``with_roles``; the sign-in backend always asks for them.
    trains: bool
    supervises: bool
    has_second_step: bool
    must_consent: bool
    # Where nobody asked, it may be.
    holds_courses: bool = True

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="person_email_any_case"),
            models.CheckConstraint(condition=Q(quiet_days__range=(1, 90)), name="quiet_after_1_to_90_days"),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(is_active=False, is_superuser=False),
                name="who_is_erased_cannot_sign_in",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        return self.is_superuser

    @property
    def has_staff_role(self) -> bool:
        return self.trains or self.supervises or self.is_superuser

    @property
    def first_word(self) -> str:
        """How a page greets the person."""
        return str(self).split()[0].split("@")[0]

    @property
    def short_name(self) -> str:
        """First name and initial, as the page header shows it: ``Ada L.``"""
        words = (self.name or self.email.split("@")[0]).split()
        return words[0] if len(words) == 1 else f"{words[0]} {words[-1][0]}."
