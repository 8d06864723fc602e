"""What every form that looks for learners asks: a part of a name, and a cohort."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from course.models import Cohort, Course
from course.text import CleanCharField


class FindByNameForm(forms.Form):
    """Who is looked for, out of a query string. Bad parts of an address are named, not guessed at."""

    name = CleanCharField(
        label=_("Name or email"),
        max_length=100,
        required=False,
        error_messages={"max_length": _("Type at most 100 characters of a name or an email address.")},
        widget=forms.SearchInput(attrs={"autocomplete": "off"}),
    )


class FindLearnersForm(FindByNameForm):
    """By name, in one cohort or in all of them."""

    cohort = forms.TypedChoiceField(
        label=_("Cohort"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("This is not one of your cohorts. Choose one from the list.")},
    )

    def offer_cohorts(self, cohorts: Iterable[Cohort]) -> None:
        """Let these be chosen, in the order given; cohorts of one course stand together."""
        named = ((cohort.course, cohort.pk, cohort.name) for cohort in cohorts)
        self.fields["cohort"].choices = [("", _("All cohorts")), *by_course(named)]  # type: ignore[attr-defined]


def by_course(named: Iterable[tuple[Course, int, str]]) -> list[tuple[Any, Any]]:
    """Choices, grouped by course where there is more than one."""
    groups = [
        (course.title, [(pk, name) for _course, pk, name in run])
        for course, run in groupby(named, key=lambda one: one[0])
    ]
    return list(groups[0][1]) if len(groups) == 1 else list(groups)
