"""Content with immutable versions, a draft pointer and a live pointer: topics, scenarios and questions alike."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    FILE = "file", _("content files")
    ADMIN = "admin", _("the admin")


class ImmutableRow(Exception):
    """A version was about to be changed. Make a new version instead."""


class VersionQuerySet(models.QuerySet[Any]):
    def update(self, **_: Any) -> NoReturn:
        raise ImmutableRow("Versions are appended, never changed.")


class Version(models.Model):
    """One immutable state of a piece of content. ``digest`` is the SHA-256 of what an author wrote."""

    number = models.PositiveIntegerField(_("version"))
    digest = models.CharField(max_length=64, editable=False)
    origin = models.CharField(_("from"), max_length=5, choices=Origin)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    created_at = models.DateTimeField(_("written"))

    objects = VersionQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("-number",)

    def __str__(self) -> str:
        return str(_("version %(number)s")) % {"number": self.number}

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ImmutableRow("Versions are appended, never changed.")
        super().save(*args, **kwargs)


class Versioned(models.Model):
    """Has ``live`` (what learners see), ``draft`` (unpublished work, or null) and ``loaded`` (last taken from files).

    A concrete class declares the three pointers, and ``versions`` is its version rows' reverse name.
    """

    live_id: int | None
    draft_id: int | None
    loaded_id: int | None
    live: Any
    draft: Any
    loaded: Any
    versions: Any

    has_none_yet = False
    """Known of a row that this very object has just made: no version needs to be looked for."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        new = self._state.adding
        super().save(*args, **kwargs)
        self.has_none_yet = self.has_none_yet or new

    @property
    def subject(self) -> str:
        """How the audit trail names it: ``topic:3``."""
        return f"{self._meta.model_name}:{self.pk}"

    @property
    def newest(self) -> Any:
        """The draft if there is one, else the live version; None before the first."""
        return self.draft or self.live

    @property
    def edited_since_load(self) -> bool:
        """Whether someone wrote here in the admin after the files were last loaded."""
        return self.newest is not None and self.newest.digest != (self.loaded.digest if self.loaded else None)


def locked(rows: models.QuerySet[Any]) -> bool:
    """Lock ``rows``, before they are read: what is joined to a row that had to be waited for may be out of date."""
    return bool(rows.select_for_update().values_list("pk"))
