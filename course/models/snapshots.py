"""Figures of many learners as they were at one moment, so that no page has to count them again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Snapshot(models.Model):
    """What a count found: sums of a whole scope, with nobody's name, answer or text in them.

    There is one of each thing that is counted, and counting anew replaces it. See ``course.snapshots``.
    """

    # What was counted: the ``kind`` of a ``course.snapshots.counting.Countable``. The spine knows no more.
    kind = models.CharField(max_length=20)
    # JSON with its keys in order: which exams, and what a filter asked for.
    asked = models.CharField(max_length=200)
    # SHA-256 of the cohorts that were counted: who may see other cohorts never finds it.
    scope = models.CharField(max_length=64)
    # As of when: what came later is not in the figures.
    counted_at = models.DateTimeField(_("counted"))
    # Of how many attempts or learners the figures are.
    size = models.PositiveIntegerField(_("size"))
    # JSON in a text: a database that reads JSON may write its numbers in another way.
    figures = models.TextField()

    class Meta:
        ordering = ("-counted_at", "-pk")
        verbose_name = _("snapshot of figures")
        verbose_name_plural = _("snapshots of figures")
        constraints = (
            models.UniqueConstraint(fields=["kind", "asked", "scope"], name="one_snapshot_of_each_count"),
            models.CheckConstraint(condition=~Q(kind=""), name="a_snapshot_says_what_was_counted"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.asked}"
