"""What a learner has finished."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Completion(models.Model):
    """A step was finished once, having seen this version of it (a topic's version; an exam's attempt number)."""

    enrollment = models.ForeignKey("course.Enrollment", models.CASCADE, related_name="completions")
    step = models.ForeignKey("course.Step", models.PROTECT, related_name="completions")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("completion")
        verbose_name_plural = _("completions")
        constraints = (
            models.UniqueConstraint(fields=["enrollment", "step"], name="one_completion_per_step"),
        )

    def __str__(self) -> str:
        return f"{self.enrollment} · {self.step}"
