"""What an author has typed and not saved yet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkingCopy(models.Model):
    """The form of one thing as one author left it, valid or not. ``kind`` is ``lessons.topic`` and the like.

    ``fields`` is JSON in ASCII, and no JSON column: PostgreSQL's refuses characters that people paste.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    thing = models.PositiveBigIntegerField()
    fields = models.TextField()
    saved_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        constraints = [
            models.UniqueConstraint(fields=("author", "kind", "thing"), name="one_working_copy_per_author"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.thing}"

    @property
    def typed(self) -> Mapping[str, Sequence[str]]:
        """Every posted field by its name."""
        return json.loads(self.fields)

    @property
    def based_on(self) -> str:
        """The primary key of the version that stood in the form when it was opened; "" where there was none."""
        return next(iter(self.typed.get("based_on", [])), "")
