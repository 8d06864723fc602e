"""Forms of the staff's pages about learners: finding one, and granting what they need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from course.find_forms import FindLearnersForm
from course.learners.accommodations import GRANTS
from course.models import Accommodation, Cohort
from course.text import LongTextField

LONGEST_REASON = 2_000


class LearnersForm(FindLearnersForm):
    """The filter of the list of learners."""

    quiet = forms.BooleanField(required=False)

    def __init__(self, data: Mapping[str, Any], *, cohorts: Iterable[Cohort], quiet_days: int) -> None:
        super().__init__(data)
        self.offer_cohorts(cohorts)
        words = ngettext("Quiet for %d day or longer", "Quiet for %d days or longer", quiet_days)
        self.fields["quiet"].label = words % quiet_days


def _number(label: Any, most: int, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=0, max_value=most, initial=0)


class GrantForm(forms.Form):
    """What is granted instead of what was granted before. A grant of nothing is refused: that is what End is for."""

    time_factor = forms.DecimalField(
        label=_("Time, as a multiple"),
        help_text=_("1.5 gives half as much again. 1 leaves the time as it is."),
        min_value=Decimal(1),
        max_value=Decimal(5),
        decimal_places=2,
        initial=Decimal(1),
    )
    extra_minutes = _number(_("Extra minutes"), 600)
    untimed = forms.BooleanField(label=_("No time limit"), required=False)
    may_pause = forms.BooleanField(label=_("May pause the clock, until the exam closes"), required=False)
    extra_attempts = _number(_("Extra attempts"), 20)
    extra_days = _number(_("Days after closing"), 365, _("How much later an exam closes for this learner."))
    reason = LongTextField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_(
            "Why this is right for the learner. Only trainers and supervisors of the learner can read it."
            " It is stored encrypted."
        ),
        error_messages={"required": _("Say why, so that colleagues understand it later.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, granted: Accommodation | None) -> None:
        now = {name: getattr(granted, name) for name in GRANTS} if granted else {}
        if "time_factor" in now:
            now["time_factor"] = now["time_factor"].normalize()
        super().__init__(data, initial=now)
        self.fields["reason"].widget.attrs.pop("maxlength", None)  # a browser would cut a pasted text, unseen

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if not reason.strip():
            raise forms.ValidationError(_t("Say why, so that colleagues understand it later."))
        return reason

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.errors:
            return said
        more_time = said["time_factor"] != 1 or said["extra_minutes"]
        if said["untimed"] and more_time:
            self.add_error("untimed", _t("Without a time limit there is no more time to give. Choose one."))
        elif not more_time and not any(said[name] for name in GRANTS if name != "time_factor"):
            raise forms.ValidationError(_t("Nothing is granted yet. Change at least one of these."))
        return said
