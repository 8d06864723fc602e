"""Pages of the admin on which one part of a version is written: rows that buttons add, move and remove, without script.

A button sends the page, which comes back with its rows rearranged and nothing stored; Save draft stores.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from course.admin.versioned import VersionedAdmin
from course.sign_in import kept
from lessons import authoring

PRESS = "press"


class Sheet(ABC):
    """The rows of one part: as they are stored, or as they were typed."""

    template: ClassVar[str]

    @abstractmethod
    def __init__(self, stored: list[Any], data: QueryDict | None = None) -> None: ...

    @abstractmethod
    def press(self, button: str) -> str:
        """Rearrange. Returns the id of the place to look at then."""

    @abstractmethod
    def refusals(self) -> list[str]:
        """What cannot be kept, in sentences with their places."""

    @abstractmethod
    def parts(self) -> list[dict[str, Any]]:
        """The rows as a version holds them."""

    @abstractmethod
    def context(self) -> Mapping[str, Any]:
        """What its template shows."""


class PartAdmin(VersionedAdmin):
    """``part`` is a field of the version; ``sheet`` reads and shows it. ``draft`` writes a payload."""

    part: ClassVar[str]
    part_title: ClassVar[str | Promise]
    part_purpose: ClassVar[str | Promise]
    sheet: ClassVar[type[Sheet]]

    def draft(self, request: HttpRequest, row: Any, payload: Mapping[str, Any]) -> Any:
        raise NotImplementedError

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_{self.part}"
        view = self.admin_site.admin_view(self.part_view)
        return [path(f"<int:pk>/{self.part}/", view, name=name), *super().get_urls()]

    def part_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method == "POST":
            with transaction.atomic():
                return self._part_sent(request, self.writable(request, pk))
        row = self.get_object(request, str(pk))
        if not self.has_change_permission(request, row) or row.newest is None:
            raise Http404
        typed = kept.take(request)
        said = [_("You were signed out before this was saved. Look it over, then save it again.")]
        return self._show_part(request, row, self.sheet(self._stored(row), typed), said=said if typed else [])

    part_view.keeps_form = True  # type: ignore[attr-defined]

    def part_fact(self, request: HttpRequest, row: Any, version: Any) -> tuple[str, str]:
        """For the facts of a version: how much there is of the part, and for authors where it is written."""
        count = len(getattr(version, self.part))
        if not self.has_change_permission(request, row):
            return str(self.part_title), str(count or _("none"))
        link = format_html('<a href="{}">{}</a>', self.address(self.part, row), _("Write them"))
        return str(self.part_title), format_html("{} · {}", count or _("none"), link)

    def _stored(self, row: Any) -> list[Any]:
        return list(getattr(row.newest, self.part))

    def _part_sent(self, request: HttpRequest, row: Any) -> HttpResponse:
        sheet = self.sheet(self._stored(row), request.POST)
        if button := request.POST.get(PRESS, ""):
            return self._show_part(request, row, sheet, look_at=sheet.press(button))
        if request.POST.get("based_on") != str(row.newest.pk):
            words = _("Somebody saved version %(number)d while you were writing. Yours is below, not saved yet. "
                      "To put it on top, save again.") % {"number": row.newest.number}  # fmt: skip
            return self._show_part(request, row, sheet, said=[words], status=409)
        if refused := sheet.refusals():
            return self._show_part(request, row, sheet, said=refused, status=422)
        payload, parts = authoring.payload_of(row.newest), sheet.parts()
        payload.pop(self.part, None)
        self.draft(request, row, {**payload, self.part: parts} if parts else payload)
        self.message_user(request, _("The draft is saved. Learners do not see it yet."), messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", row))

    def _show_part(
        self,
        request: HttpRequest,
        row: Any,
        sheet: Sheet,
        *,
        said: list[str] | None = None,
        look_at: str = "",
        status: int = 200,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            **sheet.context(),
            "opts": self.opts,
            "original": row,
            "title": self.part_title,
            "purpose": self.part_purpose,
            "said": said,
            "look_at": look_at,
            "pressed": PRESS in request.POST,
        }
        return TemplateResponse(request, sheet.template, context, status=status)
