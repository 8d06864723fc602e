"""Findings about words that somebody looked at and chose to keep as they are."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from course.models.outline import Course


class KeptFinding(models.Model):
    """Words of one thing that stay, because of a reason. It holds for as long as the same words stand in that thing.

    The thing is named by its kind and its stable address within the course, so a keep outlives every version.
    ``because`` is empty where a keep that files brought was taken back here. ``loaded`` is the reason that the files
    gave last; empty for what was kept here alone.
    """

    course = models.ForeignKey(Course, models.CASCADE, related_name="kept_findings", verbose_name=_("course"))
    kind = models.SlugField(_("kind"))
    address = models.CharField(_("where"), max_length=140)
    rule = models.SlugField(_("rule"))
    words = models.CharField(_("words"), max_length=200, blank=True)
    because = models.CharField(_("reason"), max_length=300, blank=True)
    loaded = models.CharField(max_length=300, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kept by"),
    )
    at = models.DateTimeField(_("kept"))

    class Meta:
        ordering = ("rule", "words")
        verbose_name = _("kept finding")
        verbose_name_plural = _("kept findings")
        constraints = (
            models.UniqueConstraint(
                fields=["course", "kind", "address", "rule", "words"], name="kept_once_in_a_thing"
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule}: {self.words}"
