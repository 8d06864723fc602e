"""Rows of one thing on the page of another, as a plain table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from course.admin.forms import PLAIN_FIELDS

if TYPE_CHECKING:
    BaseInline = admin.TabularInline[Any, Any]
else:
    BaseInline = admin.TabularInline


class NumberedRows(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    """In a table an input has no label beside it: each says its column and row."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            label = _("%(column)s, row %(row)d") % {"column": field.label, "row": (index or 0) + 1}
            field.widget.attrs.setdefault("aria-label", label)

    def clean(self) -> None:
        """Rows that came or went while the page was open would be written twice, or be taken for others."""
        super().clean()
        if self.initial_form_count() != len(self.get_queryset()):
            raise ValidationError(_("These rows were changed meanwhile. Load the page again."))


class RowsInline(BaseInline):
    """Whoever may see or change the page may see or change its rows. New rows are empty ones at the end."""

    formset = NumberedRows
    extra = 0
    view_on_site = False
    formfield_overrides = PLAIN_FIELDS

    @property
    def media(self) -> forms.Media:
        return forms.Media()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True
