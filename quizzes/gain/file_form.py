"""The filter of the files of the gain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from course.snapshots.exported import NOT_COUNTED
from quizzes.gain import pages
from quizzes.gain.forms import GainForm
from quizzes.review.listing import Scope


class GainFileForm(GainForm):
    """The page's filter, which finds figures that were counted."""

    def __init__(self, data: Mapping[str, Any], *, scope: Scope) -> None:
        super().__init__(data, scope=scope)
        self._scope = scope
        self.found: dict[str, Any] = {}

    def clean(self) -> dict[str, Any]:
        asked = super().clean()
        # What the page shows; read once.
        self.found = {} if self.errors else pages.context(self._scope, self)
        shown = self.found.get("shown")
        if shown and shown.is_missing:
            raise ValidationError(NOT_COUNTED)
        return asked
