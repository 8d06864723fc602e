"""By when a cohort does a step."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from course.models.cohorts import Cohort
from course.models.outline import Step


class StepDue(models.Model):
    """The last day, in the learner's own zone. Nothing closes then: a step can always still be done."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="dues")
    step = models.ForeignKey(Step, models.CASCADE, related_name="dues")
    due_on = models.DateField(_("due on"))

    class Meta:
        ordering = ("due_on", "pk")
        verbose_name = _("due date")
        verbose_name_plural = _("due dates")
        constraints = (models.UniqueConstraint(fields=["cohort", "step"], name="one_due_date_per_step"),)

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.step_id} {self.due_on}"
