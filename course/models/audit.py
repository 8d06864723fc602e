"""Who did what, appended and never changed."""

from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """``actor`` did ``verb`` to ``subject`` (``"topic:3"``). ``detail`` never holds what a learner wrote."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    verb = models.SlugField()
    subject = models.CharField(max_length=100, db_index=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject}"
