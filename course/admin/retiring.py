"""Retiring and bringing back: content is never deleted, and what is retired keeps everything that was said about it."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from course.admin.base import ScopedAdmin
from course.admin.scope import scope_of


class RetiringAdmin(ScopedAdmin):
    """Adds two actions to the list, and one button to each page."""

    actions: Any = ("retire_chosen", "bring_back_chosen")
    row_of_state: ClassVar[str] = ""
    """The relation to the row that holds the state; empty for the row itself."""

    def is_retired(self, row: Any) -> bool:
        """Whether learners no longer meet it."""
        return bool(self._state_row(row).state == "retired")

    def set_retired(self, row: Any, retired: bool) -> None:
        holder = self._state_row(row)
        holder.state = "retired" if retired else "live"
        holder.save(update_fields=["state"])

    def why_not(self, row: Any, *, retired: bool) -> str:
        """Why a row cannot be retired, or cannot come back; empty when it can."""
        return ""

    def _state_row(self, row: Any) -> Any:
        return getattr(row, self.row_of_state) if self.row_of_state else row

    def response_action(self, request: HttpRequest, queryset: Any, *location: Any) -> Any:
        """Raises Http404 for a row that cannot be there, as everywhere."""
        if not all(re.fullmatch("[0-9]{1,18}", key) for key in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            raise Http404
        return super().response_action(request, queryset, *location)

    @admin.action(description=gettext_lazy("Retire"), permissions=["change"])
    def retire_chosen(self, request: HttpRequest, queryset: Any) -> None:
        self._change_all(request, queryset, retired=True)

    @admin.action(description=gettext_lazy("Bring back"), permissions=["change"])
    def bring_back_chosen(self, request: HttpRequest, queryset: Any) -> None:
        self._change_all(request, queryset, retired=False)

    @transaction.atomic
    def _change_all(self, request: HttpRequest, queryset: Any, *, retired: bool) -> None:
        rows = queryset.filter(scope_of(request).written_in(self.course_path or "pk"))
        changed = sum(self._change(request, row, retired=retired) for row in rows)
        if changed:
            words = ngettext("%(count)d is retired.", "%(count)d are retired.", changed)
            if not retired:
                words = ngettext("%(count)d is back.", "%(count)d are back.", changed)
            self.message_user(request, words % {"count": changed}, messages.SUCCESS)

    def _change(self, request: HttpRequest, row: Any, *, retired: bool) -> bool:
        if self.is_retired(row) == retired:
            return False
        if reason := self.why_not(row, retired=retired):
            self.message_user(request, f"{row}: {reason}", messages.WARNING)
            return False
        self.set_retired(row, retired)
        self.record(request, "retired" if retired else "brought-back", row)
        return True

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/retire/", guarded(self.retire_view), {"retired": True}, name=f"{name}_retire"),
            path(
                "<int:pk>/bring-back/",
                guarded(self.retire_view),
                {"retired": False},
                name=f"{name}_bring_back",
            ),
            *super().get_urls(),
        ]

    def retire_view(self, request: HttpRequest, pk: int, *, retired: bool) -> HttpResponse:
        """The button at the foot of a page."""
        with transaction.atomic():
            row = self.writable(request, pk)
            if self._change(request, row, retired=retired):
                words = _("“%(name)s” is retired.") if retired else _("“%(name)s” is back.")
                self.message_user(request, words % {"name": row}, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", row))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        row = kwargs.get("obj")
        if row is not None:
            retired = self.is_retired(row)
            context |= {
                "is_retired": retired,
                "retire_address": self.address("bring_back" if retired else "retire", row),
            }
        return super().render_change_form(request, context, *args, **kwargs)
