"""Forms of the supervisor's room."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from course.find_forms import FindByNameForm
from course.room.grid import SHOWS, SORTS
from course.room.stands import LONGEST

_DAYS = _("Give a whole number of days from 1 to 90.")


class QuietForm(forms.Form):
    """After how many days without work a learner is quiet."""

    days = forms.IntegerField(
        label=_("Days without work"),
        help_text=_(
            "From 1 to 90. Seven days suit most courses; a cohort that meets twice a month may need 16."
        ),
        min_value=1,
        max_value=LONGEST,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _DAYS),
    )


class GridForm(FindByNameForm):
    """Whom the grid of a cohort shows, and in which order, out of a query string."""

    show = forms.ChoiceField(
        label=_("Show"),
        choices=SHOWS,
        required=False,
        error_messages={"invalid_choice": _("There is no such choice. Choose one from the list.")},
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        choices=SORTS,
        required=False,
        error_messages={"invalid_choice": _("There is no such order. Choose one from the list.")},
    )
