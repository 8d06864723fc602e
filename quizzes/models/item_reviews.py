"""Notes of trainers who looked at what the answers say about a question, and kept it as it is."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quizzes.models.bank import QuestionVersion
from quizzes.models.exams import Exam


class ItemReview(models.Model):
    """“Reviewed, keep, because …”: quiets the ``signs`` that were seen, for one version of a question in one exam.

    A new version has figures of its own, so nothing is quiet there.
    """

    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="+", verbose_name=_("version"))
    exam = models.ForeignKey(Exam, models.CASCADE, related_name="+", verbose_name=_("exam"))
    # Values of ``quizzes.analysis.signs.Sign``.
    signs = models.JSONField(_("signs"), default=list)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("note on a question")
        verbose_name_plural = _("notes on questions")
        constraints = (
            models.UniqueConstraint(fields=["version", "exam"], name="one_review_per_version_and_exam"),
            models.CheckConstraint(condition=~Q(reason=""), name="an_item_is_kept_for_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.version_id} {self.exam_id}"
