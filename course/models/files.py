"""What the database remembers of content files."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from course.models.outline import Course


class ContentFile(models.Model):
    """A content file that was loaded or written: which texts of it both sides agreed on, and what only it says.

    ``digests`` are SHA-256 of its canonical form, the newest last; ``aside`` is ``course.content.files.File.aside``.
    """

    course = models.ForeignKey(Course, models.CASCADE, related_name="files", verbose_name=_("course"))
    name = models.CharField(_("name"), max_length=400)
    digests = models.JSONField(default=list)
    aside = models.JSONField(default=dict)

    class Meta:
        ordering = ("name",)
        verbose_name = _("content file")
        verbose_name_plural = _("content files")
        constraints = (models.UniqueConstraint(fields=["course", "name"], name="content_file_in_course"),)

    def __str__(self) -> str:
        return self.name
