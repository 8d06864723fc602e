"""Filters of lists: by what became of a version, and by the course or lesson that something belongs to."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy


class BelongsFilter(admin.RelatedFieldListFilter):
    """Offers what the person may see of the other model, and no more."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        rows = model_admin.admin_site.get_model_admin(field.related_model).get_queryset(request)
        return [(row.pk, str(row)) for row in rows]


class StateFilter(admin.SimpleListFilter):
    """Published, waiting, retired: what a trainer looks for in a list."""

    title = gettext_lazy("state")
    parameter_name = "is"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("live", gettext_lazy("Published")),
            ("draft", gettext_lazy("With a draft")),
            ("new", gettext_lazy("Not published yet")),
            ("retired", gettext_lazy("Retired")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        retired = _retired(queryset.model)
        chosen = {
            "live": Q(live__isnull=False) & ~retired,
            "draft": Q(draft__isnull=False),
            "new": Q(live__isnull=True),
            "retired": retired & Q(live__isnull=False),
        }
        return queryset.filter(chosen.get(str(self.value()), Q()))


def _retired(model: Any) -> Q:
    return Q(retired=True) if hasattr(model, "retired") else Q(step__state="retired")
