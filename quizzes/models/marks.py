"""Marks, appended; and the score of an attempt in each competency."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from course.models import Competency
from quizzes.models.attempts import Answer, Attempt, AttemptItem


class Mark(models.Model):
    """Points for one item. ``marker`` null means graded by rule. The newest mark of an item counts."""

    item = models.ForeignKey(AttemptItem, models.CASCADE, related_name="marks")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="+")
    points = models.DecimalField(max_digits=6, decimal_places=2)
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=Q(points__gte=0), name="mark_not_negative"),)

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
