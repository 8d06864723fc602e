"""What the check found in a thing, on the page where it is written: each finding can be kept, with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course import registry
from course.admin.retiring import RetiringAdmin
from course.admin.scope import person_of
from course.checking import keeps, tell
from course.checking.findings import ALL_WORDS, Finding, Thing, likeness
from course.checking.review import LEXICON, Reviewed, review
from course.models import KeptFinding
from course.text import CleanCharField

MOST_SHOWN = 100
"""More than this is no list that anybody works through."""

MANY_WORDS = 3
"""From this many findings on words, a thing may be about words itself: then all can be kept at once."""


class KeepForm(forms.Form):
    rule = forms.SlugField(max_length=50, widget=forms.HiddenInput)
    words = CleanCharField(max_length=200, required=False, widget=forms.HiddenInput)
    because = CleanCharField(
        label=gettext_lazy("Keep, because …"),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why the words stay as they are.")},
    )


class FindingsAdmin(RetiringAdmin):
    """Pages of content whose words are checked."""

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        guarded = self.admin_site.admin_view
        return [
            path("<int:pk>/keep/", guarded(self.keep_view), name=f"{name}_keep"),
            path("<int:pk>/keep/<int:kept>/undo/", guarded(self.take_back_view), name=f"{name}_take_back"),
            *super().get_urls(),
        ]

    def thing_of(self, row: Any, version: Any) -> Thing:
        return registry.checked_kinds()[str(self.opts.model_name)].thing(row, version)

    def reviewed(
        self, row: Any, version: Any, rows: list[KeptFinding] | None = None
    ) -> Reviewed[KeptFinding]:
        """Findings in this version, which need not be stored, beside what is kept, in ``rows`` or read here."""
        thing = self.thing_of(row, version)
        kept = decided(self._kept(row, thing)) if rows is None else rows
        return review(registry.content_check().check(thing), kept)

    def _kept(self, row: Any, thing: Thing) -> Any:
        return KeptFinding.objects.filter(
            course=self.course_id_of(row), kind=thing.kind, address=thing.address
        )

    def findings_context(
        self, row: Any, version: Any, rows: list[KeptFinding] | None = None
    ) -> dict[str, Any]:
        found = self.reviewed(row, version, rows)
        on_words = sum(each.severity in LEXICON for each in found.open)
        return {
            "findings": [shown(each) for each in found.open[:MOST_SHOWN]],
            "findings_left": max(0, len(found.open) - MOST_SHOWN),
            "kept_findings": found.kept,
            "idle_findings": found.idle,
            "all_words": ALL_WORDS if on_words >= MANY_WORDS else "",
            "keep_address": self.address("keep", row),
        }

    def keep_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep one finding of what was saved last. A missing reason is asked for again, on a page of its own."""
        with transaction.atomic():
            row = self.writable(request, pk)
            form = KeepForm(request.POST)
            if row.newest is None:
                raise Http404
            if not form.is_valid():
                context = {"form": form, "heading": _("Keep these words")}
                response = self.page(request, "admin/keep_finding.html", row, **context)
                response.status_code = 422
                return response
            self._keep(request, row, form.cleaned_data)
        return HttpResponseRedirect(self.address("change", row) + "#findings")

    def _keep(self, request: HttpRequest, row: Any, said: dict[str, str]) -> None:
        thing = self.thing_of(row, row.newest)
        if not _is_there(registry.content_check().check(thing), said["rule"], said["words"]):
            self.message_user(request, _("These words are not there any more."), messages.WARNING)
            return
        keeps.keep(
            row,
            course=self.course_id_of(row),
            kind=thing.kind,
            address=thing.address,
            by=person_of(request),
            at=timezone.now(),
            **said,
        )
        self.message_user(request, _("Kept, with your reason."), messages.SUCCESS)

    def take_back_view(self, request: HttpRequest, pk: int, kept: int) -> HttpResponse:
        with transaction.atomic():
            row = self.writable(request, pk)
            rows = self._kept(row, self.thing_of(row, row.newest)).select_for_update().exclude(because="")
            keeps.take_back(get_object_or_404(rows, pk=kept), row, by=person_of(request), at=timezone.now())
            self.message_user(request, _("The finding is open again."), messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", row) + "#findings")


def decided(rows: QuerySet[KeptFinding]) -> list[KeptFinding]:
    """Those that somebody keeps with a reason."""
    return list(rows.exclude(because="").select_related("by"))


def shown(finding: Finding) -> dict[str, Any]:
    """A finding for a template."""
    return {
        "finding": finding,
        "severity": tell.severity(finding),
        "place": tell.place(finding),
        "better": "; ".join(finding.instead),
    }


def _is_there(findings: list[Finding], rule: str, words: str) -> bool:
    if rule == ALL_WORDS:
        return not words and any(each.severity in LEXICON for each in findings)
    return any(each.rule == rule and likeness(each.words) == likeness(words) for each in findings)
