"""The forms with which a draft is read by somebody else, and given its time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.models import Person
from course.publishing.change import LONGEST_NOTE
from course.text import CleanCharField, LongTextField


class AskForm(forms.Form):
    """Whom to ask for a review, and for what."""

    of = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Who should read it"),
        required=False,
        empty_label=gettext_lazy("Anybody who writes in this course"),
    )
    words = CleanCharField(
        label=gettext_lazy("What to look at"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=gettext_lazy("May stay empty."),
    )

    def __init__(self, *args: Any, colleagues: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["of"]
        field.queryset = Person.objects.filter(pk__in=[person.pk for person in colleagues])


class AnswerForm(forms.Form):
    """What a reader says of version ``number``."""

    number = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    comment = LongTextField(
        label=gettext_lazy("Comment"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The author reads it. Needed when you send the draft back."),
    )


class TimeForm(forms.Form):
    """When a draft goes live, in the zone of whoever fills it in."""

    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Choose a day."),
            "invalid": gettext_lazy("Write the day as 2026-11-30."),
        },
    )
    hour = forms.TimeField(
        label=gettext_lazy("Time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": gettext_lazy("Choose a time."),
            "invalid": gettext_lazy("Write the time as 14:30."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hour"].help_text = _("By the clock of %(zone)s.") % {"zone": get_current_timezone_name()}

    def clean(self) -> Any:
        cleaned = super().clean()
        day, hour = self.cleaned_data.get("day"), self.cleaned_data.get("hour")
        if day and hour:
            problem = _clock_problem(datetime.combine(day, hour))
            if problem:
                self.add_error("hour", problem)
        return cleaned

    @property
    def due_at(self) -> datetime:
        said = self.cleaned_data
        return timezone.make_aware(datetime.combine(said["day"], said["hour"]))


def _clock_problem(moment: datetime) -> str:
    """Why this time of day is none, or two, on the day when clocks change; empty on any other."""
    if not 2000 <= moment.year <= 2200:
        return _("Is the year right?")
    zone = timezone.get_current_timezone()
    first, second = moment.replace(tzinfo=zone, fold=0), moment.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return ""
    if first.utcoffset() > second.utcoffset():  # type: ignore[operator]  # a zone has an offset at any time
        return _("The clocks are set back that night, so this time comes twice. Choose another one.")
    return _("The clocks are set forward that night, so this time does not exist. Choose another one.")
