"""What the pages about topics and about scenarios share."""

from __future__ import annotations

from typing import Any

from course.admin.publishing import PublishingAdmin
from lessons.admin_forms import (
    as_sentence,
)

POINTERS = ("live__author", "draft__author")


class ContentAdmin(PublishingAdmin):
    """What topics and scenarios share: problems, named by field and line."""

    def problems_of(self, row: Any, version: Any) -> list[str]:
        labels = {name: field.label for name, field in self.form.base_fields.items()}
        return [as_sentence(problem, labels) for problem in self.lint(row, version)]

    def lint(self, row: Any, version: Any) -> list[Any]:
        raise NotImplementedError
