"""Marks, appended; drafts of marks; regrades; and the score of an attempt in each competency."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from course.models import Competency
from quizzes.models.attempts import Answer, Attempt, AttemptItem
from quizzes.models.bank import Question, QuestionVersion


class Regrade(models.Model):
    """One decision to grade a question again, in all its submitted attempts. Applied once, never changed."""

    class Policy(models.TextChoices):
        KEY = "key", _("By the key of the chosen version")
        FULL = "full", _("Full points for everyone who answered")

    question = models.ForeignKey(
        Question, models.PROTECT, related_name="regrades", verbose_name=_("question")
    )
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+", verbose_name=_("version"))
    policy = models.CharField(_("how"), max_length=4, choices=Policy, default=Policy.KEY)
    reason = models.CharField(_("reason"), max_length=300)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    changed = models.PositiveIntegerField(_("results changed"))

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("regrade")
        verbose_name_plural = _("regrades")

    def __str__(self) -> str:
        return f"{self.question} {self.at:%Y-%m-%d}"


class Mark(models.Model):
    """Points for one item. ``marker`` null means graded by rule. The newest mark of an item counts.

    ``version`` is the question version whose key gave the points, where that is not the one that was asked.
    """

    item = models.ForeignKey(AttemptItem, models.CASCADE, related_name="marks")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="+")
    points = models.DecimalField(max_digits=6, decimal_places=2)
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # A person's mark stays a person's when that person's account is gone.
    by_hand = models.BooleanField(default=False)
    regrade = models.ForeignKey(Regrade, models.PROTECT, null=True, related_name="marks")
    rubric = models.JSONField(default=dict)
    comment = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(points__gte=0), name="mark_not_negative"),
            models.CheckConstraint(
                condition=Q(regrade=None) | Q(by_hand=False), name="a_regrade_is_not_by_hand"
            ),
            models.CheckConstraint(condition=Q(marker=None) | Q(by_hand=True), name="a_marker_marks_by_hand"),
        )

    def __str__(self) -> str:
        return f"{self.item_id}: {self.points}"


class MarkDraft(models.Model):
    """A mark that is not given yet: nobody but markers sees it until all drafts of an exam are released together.

    ``revision`` counts its saves; a marker who has not seen the newest is told instead of overwriting it.
    """

    item = models.OneToOneField(AttemptItem, models.CASCADE, related_name="mark_draft")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    points = models.DecimalField(max_digits=6, decimal_places=2)
    rubric = models.JSONField(default=dict)
    comment = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(points__gte=0), name="draft_not_negative"),)

    def __str__(self) -> str:
        return f"{self.item_id}: {self.points}"


class AttemptCompetencyScore(models.Model):
    """What an attempt earned in one competency. A stored copy of what the marks say."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="competency_scores")
    competency = models.ForeignKey(Competency, models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=8, decimal_places=2)
    possible = models.DecimalField(max_digits=8, decimal_places=2)
    items = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("competency__position",)
        constraints = (
            models.UniqueConstraint(fields=["attempt", "competency"], name="one_score_per_competency"),
        )

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.competency_id}: {self.points}/{self.possible}"
