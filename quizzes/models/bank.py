"""The question bank of a course."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from course.models import Competency, Course, Step, Version, Versioned
from quizzes.draw import Row


class QuestionVersion(Version):
    """What a question asks. ``body`` is checked by the kind's schema and holds stable choice keys."""

    question = models.ForeignKey(
        "Question", models.CASCADE, related_name="versions", verbose_name=_("question")
    )
    stem = models.TextField(_("question"))
    body = models.JSONField(_("choices"), default=dict)
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2, default=Decimal(1))
    explanation = models.TextField(_("explanation"), blank=True)
    reference = models.JSONField(_("reference"), default=dict)
    stem_html = models.TextField()
    explanation_html = models.TextField(blank=True)

    class Meta(Version.Meta):
        verbose_name = _("question version")
        constraints = (
            models.UniqueConstraint(fields=["question", "number"], name="question_version_number"),
            models.CheckConstraint(condition=Q(points__gt=0), name="question_points_positive"),
        )


class QuestionQuerySet(models.QuerySet["Question"]):
    def in_use(self) -> QuestionQuerySet:
        return self.filter(retired=False, live__isnull=False)

    def asked_by(self, rows: Iterable[Row]) -> QuestionQuerySet:
        """Questions that one of these rows of a blueprint may take."""
        rows = list(rows)
        codes = {row.competency for row in rows if not row.question}
        return self.filter(
            Q(competency__code__in=codes) | Q(key__in={row.question for row in rows if row.question})
        )


class Question(Versioned):
    class Basis(models.TextChoices):
        SOURCE = "source", _("A published source")
        PRACTICE = "practice", _("Practice judgment, for expert review")

    class Expected(models.TextChoices):
        EASY = "easy", _("Easy: more than 8 of 10 newcomers get it right")
        MEDIUM = "medium", _("Medium: 5 to 8 of 10")
        HARD = "hard", _("Hard: fewer than 5 of 10")

    course = models.ForeignKey(Course, models.CASCADE, related_name="questions", verbose_name=_("course"))
    key = models.SlugField(_("key"), max_length=80, help_text=_("Stays the same when the wording changes."))
    kind = models.SlugField(_("kind"))
    competency = models.ForeignKey(
        Competency, models.PROTECT, related_name="questions", verbose_name=_("competency")
    )
    domain = models.ForeignKey(
        Competency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("domain")
    )
    critical = models.BooleanField(
        _("critical"),
        default=False,
        help_text=_("About a boundary or somebody's safety. Supervisors see when it was missed."),
    )
    taught_by = models.ForeignKey(
        Step,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taught before the exam by"),
    )
    basis = models.CharField(_("basis of the key"), max_length=8, choices=Basis, default=Basis.SOURCE)
    expected = models.CharField(
        _("expected difficulty"),
        max_length=6,
        choices=Expected,
        default=Expected.MEDIUM,
        help_text=_("Your guess. Forms A and B get questions that are alike in this."),
    )
    retired = models.BooleanField(_("retired"), default=False)
    # SHA-256 of what the files last said of the fields above; empty when made in the admin.
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)
    live = models.ForeignKey(
        QuestionVersion, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    draft = models.ForeignKey(
        QuestionVersion, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    loaded = models.ForeignKey(
        QuestionVersion, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ("key",)
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = (models.UniqueConstraint(fields=["course", "key"], name="question_key_in_course"),)

    def __str__(self) -> str:
        return self.key
