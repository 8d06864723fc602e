"""Reflections. Private to their writer; what is shared is a frozen copy. Every text is encrypted at rest."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from course.fields import EncryptedTextField
from course.models import Assignment, Enrollment, Person
from lessons.models.topics import Scenario, ScenarioVersion


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    def visible_to(self, person: Person) -> ReflectionQuerySet:
        """Only the writer's own: no role opens a reflection."""
        return self.filter(enrollment__person=person)


class Reflection(models.Model):
    """A learner's answer to one scenario. ``text`` is the newest; ``revision`` counts the saves, from 0 without any.

    ``path`` is the way through a branching scenario (see ``lessons.branching.walk.Path``), null where there is none.
    """

    enrollment = models.ForeignKey(Enrollment, models.CASCADE, related_name="reflections")
    scenario = models.ForeignKey(Scenario, models.PROTECT, related_name="reflections")
    scenario_version = models.ForeignKey(ScenarioVersion, models.PROTECT, related_name="+")
    text = EncryptedTextField(blank=True)
    path = EncryptedTextField(null=True)
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    objects = ReflectionQuerySet.as_manager()

    class Meta:
        ordering = ("-saved_at",)
        constraints = (
            models.UniqueConstraint(fields=["enrollment", "scenario"], name="one_reflection_per_scenario"),
        )

    def __str__(self) -> str:
        return f"reflection {self.pk}"


class ReflectionVersion(models.Model):
    """An earlier state of a reflection: the last text of its minute. ``minute`` is cut to the minute."""

    reflection = models.ForeignKey(Reflection, models.CASCADE, related_name="versions")
    minute = models.DateTimeField()
    text = EncryptedTextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("-minute",)
        constraints = (
            models.UniqueConstraint(fields=["reflection", "minute"], name="one_reflection_version_a_minute"),
        )

    def __str__(self) -> str:
        return f"reflection {self.reflection_id} at {self.minute:%Y-%m-%d %H:%M}"


class SharedReflectionQuerySet(models.QuerySet["SharedReflection"]):
    def written_by(self, person: Person) -> SharedReflectionQuerySet:
        return self.filter(reflection__enrollment__person=person)

    def visible_to(self, person: Person) -> SharedReflectionQuerySet:
        """Shared and not withdrawn, with a trainer of the learner's cohort or course."""
        held = Assignment.objects.filter(person=person, role=Assignment.Role.TRAINER)
        trained = Exists(held.filter(cohort=OuterRef("reflection__enrollment__cohort"))) | Exists(
            held.filter(course=OuterRef("reflection__enrollment__course"))
        )
        return self.filter(trained, withdrawn_at__isnull=True)


class SharedReflection(models.Model):
    """A frozen copy that the learner handed to their trainers. Withdrawing removes the text, and it stays removed."""

    reflection = models.ForeignKey(Reflection, models.CASCADE, related_name="shares")
    scenario_version = models.ForeignKey(ScenarioVersion, models.PROTECT, related_name="+")
    text = EncryptedTextField(blank=True)
    shared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SharedReflectionQuerySet.as_manager()

    class Meta:
        ordering = ("-shared_at",)
        constraints = (
            models.UniqueConstraint(
                fields=["reflection"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_open_share_per_reflection",
            ),
        )

    def __str__(self) -> str:
        return f"shared reflection {self.pk}"


class Feedback(models.Model):
    """A trainer's answer to a shared reflection. ``seen_at`` is when its learner first opened it."""

    shared = models.ForeignKey(SharedReflection, models.CASCADE, related_name="feedback")
    author = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name=_("author"))
    text = EncryptedTextField()
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"feedback {self.pk}"
