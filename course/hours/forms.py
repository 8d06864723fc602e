"""Forms on hours and statements."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from course.hours.measure import MOST_PER_BEAT
from course.hours.statements import as_code
from course.text import CleanCharField, LongTextField, nfc

CODE_LENGTH = len("K7QM-2XRD-9HVP")


class BeatForm(forms.Form):
    """What a page tells. More than a day's seconds is no beat."""

    seconds = forms.IntegerField(min_value=0, max_value=max(MOST_PER_BEAT, 86_400))


class MeasuringForm(forms.Form):
    measured = forms.BooleanField(label=_("Measure how long I learn"), required=False)


class ChoiceForm(forms.Form):
    """What the public page shows."""

    shows_name = forms.BooleanField(label=_("Show my name"), required=False)
    shows_hours = forms.BooleanField(label=_("Show my hours"), required=False)


class IssueForm(ChoiceForm):
    """What the statement says, as far as its holder decides."""

    name = CleanCharField(
        label=_("Your name, as it should be printed"),
        max_length=150,
        help_text=_("It cannot be changed afterwards."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    with_scores = forms.BooleanField(
        label=_("Print my exam scores on it"),
        required=False,
        help_text=_("Most programs do not ask for them."),
    )

    field_order = ["name", "with_scores", "shows_name", "shows_hours"]

    def clean_name(self) -> str:
        return nfc(self.cleaned_data["name"]) or ""


class RevokeForm(forms.Form):
    reason = LongTextField(
        label=_("Reason"),
        max_length=1000,
        help_text=_("The learner reads it. The public page does not show it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write a reason.")},
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"].strip()
        if not reason:
            raise forms.ValidationError(_("Write a reason."))
        return reason


class CodeForm(forms.Form):
    code = CleanCharField(
        label=_("Code on the statement"),
        max_length=30,
        help_text=_("It looks like K7QM-2XRD-9HVP."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        code = as_code(self.cleaned_data["code"])
        if len(code) != CODE_LENGTH:
            raise forms.ValidationError(
                _("A code has 12 letters and digits, without 0, 1, I, L, and O. Please check what you typed.")
            )
        return code
