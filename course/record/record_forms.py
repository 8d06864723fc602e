"""The filter of the audit trail."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from course.models import AuditEvent
from course.record.audit_words import WORDS
from course.text import CleanCharField


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    wrong = {"invalid": _("Write the day as 2026-11-30.")}
    return forms.DateField(label=label, required=False, widget=widget, error_messages=wrong)


class PeriodForm(forms.Form):
    """From one day until another, both included."""

    first = _day(_("From"))
    last = _day(_("Until"))

    def within_period(self, events: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        if first:
            events = events.filter(at__gte=_midnight(first))
        if last:
            events = events.filter(at__lt=_midnight(last + timedelta(days=1)))
        return events

    def clean_last(self) -> Any:
        first, last = self.cleaned_data.get("first"), self.cleaned_data["last"]
        if first and last and last < first:
            raise forms.ValidationError(_("This day is before the first."))
        return last


class RecordForm(PeriodForm):
    """Bad parts of an address are named, not guessed at."""

    name = CleanCharField(
        label=_("Name or email"),
        max_length=100,
        required=False,
        help_text=_("Of who did it, or of whom it concerns."),
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
    )
    verb = forms.ChoiceField(
        label=_("What happened"), required=False, choices=lambda: [("", _("Everything")), *WORDS.items()]
    )

    def found(self) -> QuerySet[AuditEvent]:
        """What a valid form asks for, the newest first, with its people."""
        wanted = self.cleaned_data
        events = self.within_period(AuditEvent.objects.select_related("actor", "about"))
        for word in wanted["name"].split():
            events = events.filter(
                Q(actor__name__icontains=word)
                | Q(actor__email__icontains=word)
                | Q(about__name__icontains=word)
                | Q(about__email__icontains=word)
            )
        if wanted["verb"]:
            events = events.filter(verb=wanted["verb"])
        return events


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
