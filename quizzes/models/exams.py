"""Exams and their blueprints."""

from __future__ import annotations

from typing import TypedDict

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from course.models import Competency, Step


class Rules(TypedDict):
    """An exam's rules as stored, and as frozen into each attempt.

    ``feedback`` names what a learner sees after submitting: any of ``score`` and ``competencies``.
    """

    feedback: list[str]
    shuffle: bool
    attempts: int
    time_limit_minutes: int | None


def default_rules() -> Rules:
    return {"feedback": ["score", "competencies"], "shuffle": True, "attempts": 1, "time_limit_minutes": None}


class Exam(models.Model):
    """The body of a step of kind ``exam``."""

    class Purpose(models.TextChoices):
        PRE = "pre", _("Before the course: a starting point")
        POST = "post", _("After the course")
        CHECK = "check", _("Check on a lesson")

    step = models.OneToOneField(Step, models.CASCADE, related_name="exam", verbose_name=_("step"))
    purpose = models.CharField(_("purpose"), max_length=5, choices=Purpose)
    instructions = models.TextField(_("instructions"), blank=True)
    instructions_html = models.TextField(editable=False, blank=True)
    rules = models.JSONField(_("rules"), default=default_rules)
    # SHA-256 of what the files said at the last load; empty when made in the admin.
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ("step__lesson__position", "step__position")
        verbose_name = _("exam")
        verbose_name_plural = _("exams")

    def __str__(self) -> str:
        return self.step.title


class BlueprintRow(models.Model):
    """``count`` questions of one competency are drawn into each attempt."""

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="blueprint", verbose_name=_("exam"))
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+", verbose_name=_("competency"))
    count = models.PositiveSmallIntegerField(_("questions"))

    class Meta:
        ordering = ("pk",)
        verbose_name = _("blueprint row")
        verbose_name_plural = _("blueprint")
        constraints = (
            models.UniqueConstraint(fields=["exam", "competency"], name="one_blueprint_row_per_competency"),
            models.CheckConstraint(condition=Q(count__gt=0), name="blueprint_count_positive"),
        )

    def __str__(self) -> str:
        return f"{self.count} × {self.competency}"
