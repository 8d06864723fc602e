"""Who did what, appended and never changed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from course.models.people import Person


class AuditQuerySet(models.QuerySet["AuditEvent"]):
    def record_of(self, person: Person) -> AuditQuerySet:
        """What concerns ``person``, and what they did with their own account."""
        return self.filter(Q(about=person) | Q(actor=person, about=None, subject=f"person:{person.pk}"))


class AuditEvent(models.Model):
    """``actor`` did ``verb`` to ``subject`` (``"topic:3"``). ``detail`` never holds what a learner wrote.

    The database itself refuses to change an event, and to delete one younger than a year: see
    ``course.record.append_only``. Only who it was may be forgotten.
    """

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    verb = models.SlugField()
    subject = models.CharField(max_length=100, db_index=True)
    # The person whose account, work or scores it concerns: they may read it.
    about = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    detail = models.JSONField(default=dict)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("An event of the audit trail is never changed.")
        super().save(*args, **kwargs)
