"""What a learner has finished, and what they have read of changes since."""

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
        indexes = (models.Index(fields=["enrollment", "at"], name="completion_last"),)

    def __str__(self) -> str:
        return f"{self.enrollment} · {self.step}"


class Acknowledgement(models.Model):
    """A learner has read what changed in a step that they had finished, up to ``version``."""

    enrollment = models.ForeignKey("course.Enrollment", models.CASCADE, related_name="acknowledgements")
    step = models.ForeignKey("course.Step", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["enrollment", "step", "version"], name="one_acknowledgement_per_version"
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrollment} · {self.step} {self.version}"
