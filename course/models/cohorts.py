"""What binds people to a course: learners are enrolled in a cohort, staff are assigned to a scope."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from course.models.outline import Course, Program
from course.models.people import Person

# No 0/O, 1/I/L: a code is read aloud and typed on a phone.
CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_join_code() -> str:
    """A code of eight characters, 40 bits, such as ``K7QM-2XRD``."""
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def courses_run_by(person: Person) -> models.QuerySet[Course]:
    """Courses that ``person`` trains or supervises, as a whole or for a cohort; all for an administrator."""
    held = Assignment.objects.filter(person=person)
    mine = Exists(held.filter(course=OuterRef("pk"))) | Exists(held.filter(cohort__course=OuterRef("pk")))
    return Course.objects.all() if person.is_superuser else Course.objects.filter(mine)


class CohortQuerySet(models.QuerySet["Cohort"]):
    def staffed_by(self, person: Person, role: str) -> CohortQuerySet:
        """Cohorts in which ``person`` holds ``role``, by cohort or by course. An administrator holds every role."""
        return self._held(Assignment.objects.filter(person=person, role=role), person)

    def run_by(self, person: Person) -> CohortQuerySet:
        """Cohorts whose learners ``person`` lets in and out: in whatever role, and all for an administrator."""
        return self._held(Assignment.objects.filter(person=person), person)

    def assigned_to(self, person: Person) -> CohortQuerySet:
        """The same by assignment alone: an administrator as such is assigned to none."""
        return self._in_scope(Assignment.objects.filter(person=person), person)

    def _held(self, held: models.QuerySet[Assignment], person: Person) -> CohortQuerySet:
        return self if person.is_superuser else self._in_scope(held, person)

    def _in_scope(self, held: models.QuerySet[Assignment], person: Person) -> CohortQuerySet:
        by_cohort = Exists(held.filter(cohort=OuterRef("pk")))
        if not person.holds_courses:
            # Where either of two conditions may hold, PostgreSQL expects most cohorts, and reads everybody's rows.
            return self.filter(by_cohort)
        return self.filter(by_cohort | Exists(held.filter(course=OuterRef("course_id"))))


class Cohort(models.Model):
    """A group that takes one course together."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="cohorts", verbose_name=_("program"))
    course = models.ForeignKey(Course, models.PROTECT, related_name="cohorts", verbose_name=_("course"))
    name = models.CharField(_("name"), max_length=120)
    join_code = models.CharField(
        _("join code"),
        max_length=20,
        unique=True,
        default=new_join_code,
        help_text=_("Learners type this code to join. Share it, or the link, only with them."),
    )
    is_open = models.BooleanField(_("open for joining"), default=True)
    code_expires_at = models.DateTimeField(
        _("join code works until"), null=True, blank=True, help_text=_("Empty: until the cohort is closed.")
    )
    needs_approval = models.BooleanField(
        _("staff approve who joins with the code"),
        default=False,
        help_text=_("Who types the code asks to join. Trainers and supervisors decide."),
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True)

    objects = CohortQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ("name",)
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        constraints = (models.UniqueConstraint(fields=["course", "name"], name="cohort_name_in_course"),)

    def __str__(self) -> str:
        return self.name


class EnrollmentQuerySet(models.QuerySet["Enrollment"]):
    def active(self) -> EnrollmentQuerySet:
        return self.filter(state=Enrollment.State.ACTIVE)

    def owned_by(self, person: Person) -> EnrollmentQuerySet:
        return self.filter(person=person)

    def supervised_by(self, person: Person) -> EnrollmentQuerySet:
        """Enrollments in cohorts that ``person`` supervises."""
        if person.is_superuser:
            return self
        return self.filter(cohort__in=Cohort.objects.staffed_by(person, Assignment.Role.SUPERVISOR))

    def staffed_by(self, person: Person) -> EnrollmentQuerySet:
        """Enrollments in cohorts that ``person`` trains or supervises. An administrator holds every role."""
        return self if person.is_superuser else self.assigned_to(person)

    def assigned_to(self, person: Person) -> EnrollmentQuerySet:
        """Enrollments in cohorts to which ``person`` is assigned, in whatever role. An administrator as such is not."""
        # By cohort: asked of each enrollment, it would be worked out a hundred times as often.
        return self.filter(cohort__in=Cohort.objects.assigned_to(person))

    def with_supervision_by(self, person: Person) -> EnrollmentQuerySet:
        """Annotate ``is_supervised``: whether ``supervised_by`` would have it, too."""
        mine = Cohort.objects.staffed_by(person, Assignment.Role.SUPERVISOR)
        return self.annotate(  # type: ignore[no-redef]  # declared for readers
            is_supervised=Exists(mine.filter(pk=OuterRef("cohort_id")))
        )

    def taught_by(self, person: Person) -> EnrollmentQuerySet:
        """Enrollments in cohorts that ``person`` trains. An administrator is no trainer of anybody's reflections."""
        held = Assignment.objects.filter(person=person, role=Assignment.Role.TRAINER)
        return self.filter(
            Exists(held.filter(cohort=OuterRef("cohort_id")))
            | Exists(held.filter(course=OuterRef("course_id")))
        )


class Enrollment(models.Model):
    """One person's way through one course with one cohort. Progress and attempts hang here."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        FINISHED = "finished", _("Finished")

    person = models.ForeignKey(Person, models.CASCADE, related_name="enrollments", verbose_name=_("person"))
    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="enrollments", verbose_name=_("cohort"))
    # The cohort's course, repeated so that the database can keep "one active per person and course".
    course = models.ForeignKey(Course, models.PROTECT, related_name="enrollments", editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    # Annotation of ``with_supervision_by``; the page on which a learner is looked after asks for it.
    is_supervised: bool

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        ordering = ("person__name", "pk")
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        constraints = (
            models.UniqueConstraint(
                fields=["person", "course"],
                condition=Q(state="active"),
                name="one_active_enrollment_per_course",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.cohort}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.course_id = self.cohort.course_id
        super().save(*args, **kwargs)


class Assignment(models.Model):
    """A trainer's or supervisor's scope: a whole course, or one cohort."""

    class Role(models.TextChoices):
        TRAINER = "trainer", _("Trainer")
        SUPERVISOR = "supervisor", _("Supervisor")

    person = models.ForeignKey(Person, models.CASCADE, related_name="assignments", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=10, choices=Role)
    course = models.ForeignKey(
        Course, models.CASCADE, null=True, blank=True, related_name="assignments", verbose_name=_("course")
    )
    cohort = models.ForeignKey(
        Cohort, models.CASCADE, null=True, blank=True, related_name="assignments", verbose_name=_("cohort")
    )
    history = HistoricalRecords()

    class Meta:
        ordering = ("person__name", "role")
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = (
            models.CheckConstraint(
                condition=Q(course__isnull=False, cohort__isnull=True)
                | Q(course__isnull=True, cohort__isnull=False),
                name="assignment_to_course_or_cohort",
                violation_error_message=_("Choose a course or a cohort, not both."),
            ),
            models.UniqueConstraint(fields=["person", "role", "course"], name="assignment_once_per_course"),
            models.UniqueConstraint(fields=["person", "role", "cohort"], name="assignment_once_per_cohort"),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}, {self.course or self.cohort}"
