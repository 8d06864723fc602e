"""Forms of the staff's pages about a cohort: its code, a list of people, and one learner's place in it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from course.fields import zone
from course.joining import roster
from course.models import Cohort
from course.text import CleanCharField


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CodeForm(forms.Form):
    """Who joins with the code. ``last_day`` is a day in the program's time zone."""

    is_open = forms.BooleanField(label=_("People can join with the code"), required=False)
    last_day = forms.DateField(
        label=_("Last day of the code"),
        help_text=_("Leave it empty to let the code work until you turn it off."),
        required=False,
        widget=DayInput(),
    )
    needs_approval = forms.BooleanField(
        label=_("Staff approve everybody who joins with the code"), required=False
    )

    def __init__(self, data: Any, *, cohort: Cohort) -> None:
        self.zone = zone(cohort.program.time_zone)
        until = cohort.code_expires_at
        last = until and (until - timedelta(seconds=1)).astimezone(self.zone).date()
        now = {"is_open": cohort.is_open, "last_day": last, "needs_approval": cohort.needs_approval}
        super().__init__(data, initial=now)

    @property
    def expires(self) -> datetime | None:
        """When the last day is over; None for never."""
        last = self.cleaned_data["last_day"]
        return last and datetime.combine(last + timedelta(days=1), time(), tzinfo=self.zone)

    def clean_last_day(self) -> Any:
        last = self.cleaned_data["last_day"]
        if last and not timezone.now().year - 1 <= last.year <= timezone.now().year + 20:
            raise forms.ValidationError(_("Choose a day within the next 20 years."))
        return last


class RosterForm(forms.Form):
    """A list of people: uploaded, or ``again``, the text of one that was just looked at."""

    file = forms.FileField(
        label=_("List of people (CSV)"),
        help_text=_("A line for each person: email, name. At most 2,000 people and 1 MB."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    again = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        uploaded: UploadedFile[Any] | None = said.get("file")
        if uploaded is None and not said.get("again"):
            if "file" not in self.errors:
                self.add_error("file", _("Choose a file."))
            return said
        data = cast(bytes, uploaded.read(roster.MOST_BYTES + 1)) if uploaded else said["again"].encode()
        try:
            said["lines"] = roster.read(data)
        except roster.Unreadable as problem:
            self.add_error("file" if uploaded else None, str(problem))
        return said


class MoveForm(forms.Form):
    cohort = forms.ModelChoiceField(
        label=_("To cohort"), queryset=Cohort.objects.none(), empty_label=_("Choose a cohort")
    )

    def __init__(self, data: Any, *, cohorts: Any) -> None:
        super().__init__(data)
        self.fields["cohort"].queryset = cohorts  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    reason = CleanCharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The learner can read this. Leave out anything about health."),
        error_messages={"required": _("Say why. The learner and your colleagues read it.")},
    )
