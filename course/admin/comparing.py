"""Pages on which versions are compared, and a draft is made of an older one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _

from course.admin import drafts
from course.admin.saying import parts_of
from course.admin.versioned import VersionedAdmin
from course.differences import differing


class ComparingAdmin(VersionedAdmin):
    def draft_again(self, request: HttpRequest, row: Any, version: Any) -> Any:
        """Write a draft of the words of an older version. Returns the new version."""
        raise NotImplementedError

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/differences/", guarded(self.differences_view), name=f"{name}_differences"),
            path("<int:pk>/versions/<int:number>/again/", guarded(self.again_view), name=f"{name}_again"),
            *super().get_urls(),
        ]

    def differences_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Two versions side by side: ``?from=3&to=7``; left out, what learners see and the newest."""
        row = self.get_object(request, str(pk))
        if row.newest is None:
            raise Http404
        to = self._version(row, request.GET.get("to"), row.newest.number)
        before = row.live.number if row.live and row.live != to else max(to.number - 1, 1)
        old = self._version(row, request.GET.get("from"), before)
        context = {
            "old": old,
            "new": to,
            "parts": differing(parts_of(old), parts_of(to)),
            "versions": drafts.history_of(row),
            "may_write": self.has_change_permission(request, row),
            "again_address": self.address("again", row, old.number),
        }
        return self.page(request, "admin/differences.html", row, **context)

    def _version(self, row: Any, number: str | None, default: int) -> Any:
        if number and not (number.isdecimal() and len(number) < 10):
            raise Http404
        versions = row.versions.select_related("author")
        return get_object_or_404(versions, number=int(number) if number else default)

    def again_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """The button “Make a draft from version 3”. Nothing is overwritten: it becomes the newest version."""
        with transaction.atomic():
            row = self.writable(request, pk)
            version = get_object_or_404(row.versions, number=number)
            made = self.draft_again(request, row, version)
            words = _("Version %(made)d is a draft with the words of version %(number)d.")
            if made.number == number:
                words = _("Version %(number)d is the newest already.")
            self.message_user(request, words % {"made": made.number, "number": number}, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", row))
