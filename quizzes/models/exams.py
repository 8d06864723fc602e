"""Exams and their blueprints."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from course.models import Competency, Step
from quizzes import rules
from quizzes.draw import Row
from quizzes.models.bank import Question
from quizzes.rules import Rules


def default_rules() -> dict[str, Any]:
    return Rules().stored()


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
    # The exam whose stored forms A and B this one asks: itself if it has forms of its own; null if each attempt draws.
    forms_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shared_by",
        verbose_name=_("asks the forms of"),
    )
    # SHA-256 of what the files said at the last load; empty when made in the admin.
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        ordering = ("step__lesson__position", "step__position")
        verbose_name = _("exam")
        verbose_name_plural = _("exams")

    def __str__(self) -> str:
        return self.step.title

    @property
    def terms(self) -> Rules:
        """The rules, read."""
        return rules.read(self.rules)

    @property
    def shares_forms(self) -> bool:
        """Whether this exam asks the forms of another, and so has no blueprint of its own."""
        return self.forms_of_id is not None and self.forms_of_id != self.pk


class Section(models.Model):
    """Rows of a blueprint that stand together, below words of their own."""

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="sections", verbose_name=_("exam"))
    position = models.PositiveSmallIntegerField(_("position"))
    title = models.CharField(_("title"), max_length=200)
    instructions = models.TextField(_("instructions"), blank=True)
    instructions_html = models.TextField(editable=False, blank=True)

    class Meta:
        ordering = ("position",)
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = (models.UniqueConstraint(fields=["exam", "position"], name="one_section_per_position"),)

    def __str__(self) -> str:
        return self.title


class BlueprintRow(models.Model):
    """``count`` questions of one competency, and of one domain if one is named; or one question that is always asked.

    ``points`` is what each is worth in this exam; null leaves that to the question.
    """

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="blueprint", verbose_name=_("exam"))
    section = models.ForeignKey(
        Section, models.CASCADE, null=True, blank=True, related_name="rows", verbose_name=_("section")
    )
    competency = models.ForeignKey(
        Competency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("competency")
    )
    domain = models.ForeignKey(
        Competency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("domain")
    )
    question = models.ForeignKey(
        Question, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("question")
    )
    count = models.PositiveSmallIntegerField(_("questions"), default=1)
    points = models.DecimalField(_("points each"), max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ("section__position", "pk")
        verbose_name = _("blueprint row")
        verbose_name_plural = _("blueprint")
        constraints = (
            # No section and no domain are values here, too; null alone would never equal null.
            models.UniqueConstraint(
                "exam",
                Coalesce("section", 0),
                "competency",
                Coalesce("domain", 0),
                name="one_blueprint_row_per_competency",
            ),
            models.UniqueConstraint(fields=["exam", "question"], name="one_blueprint_row_per_question"),
            models.CheckConstraint(condition=Q(count__gt=0), name="blueprint_count_positive"),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__gt=0), name="blueprint_points_positive"
            ),
            models.CheckConstraint(
                condition=Q(question=None, competency__isnull=False)
                | Q(question__isnull=False, competency=None, domain=None, count=1),
                name="blueprint_competency_or_question",
            ),
        )

    def __str__(self) -> str:
        return f"{self.count} × {self.question or self.competency}"

    @property
    def about(self) -> Competency:
        """The competency that its questions are about."""
        found = self.question.competency if self.question else self.competency
        assert found is not None
        return found

    @property
    def plan(self) -> Row:
        """The row as the pure modules read it."""
        return Row(
            competency=self.competency.code if self.competency else "",
            count=self.count,
            domain=self.domain.code if self.domain else "",
            question=self.question.key if self.question else "",
            section=self.section.position if self.section else 0,
        )


class FormItem(models.Model):
    """One question of a stored form. ``row`` is the row of the blueprint that it fills."""

    exam = models.ForeignKey(Exam, models.CASCADE, related_name="form_items")
    form = models.CharField(_("form"), max_length=1)
    row = models.ForeignKey(BlueprintRow, models.CASCADE, related_name="form_items")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    anchor = models.BooleanField(_("in both forms"), default=False)

    class Meta:
        ordering = ("form", "pk")
        verbose_name = _("question of a form")
        verbose_name_plural = _("questions of forms")
        constraints = (
            models.UniqueConstraint(fields=["exam", "form", "question"], name="question_once_in_a_form"),
        )

    def __str__(self) -> str:
        return f"{self.form}: {self.question}"
