"""What lets a program read tables in somebody's name."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def working(self, at: datetime) -> ApiTokenQuerySet:
        """Those that open something at ``at``."""
        return self.filter(revoked_at=None, expires_at__gt=at)


class ApiToken(models.Model):
    """One secret that a person made for one program. Only its digest is kept, so nobody can read it here."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=60)
    # SHA-256 in hex. The secret is 256 random bits: there is nothing to guess, so no salt and no slow hash.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="token_ends_after_it_began"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def works_at(self, at: datetime) -> bool:
        """The same as ``working``, of one row."""
        return self.revoked_at is None and self.expires_at > at
