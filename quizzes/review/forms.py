"""The filter of the review: every part of its address is checked here and refused in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from course.find_forms import FindLearnersForm, by_course
from quizzes.review.columns import SORTS
from quizzes.review.listing import Scope
from quizzes.review.rows import CRITICAL, CRITICAL_UNREAD, RowState, Wanted

_STATES = [
    ("", _("Any state")),
    (RowState.SUBMITTED, RowState.SUBMITTED.label),
    (CRITICAL, _("Submitted, critical item missed")),
    (CRITICAL_UNREAD, _("Critical item missed, nobody has looked")),
    (RowState.OPEN, RowState.OPEN.label),
    (RowState.NOT_STARTED, RowState.NOT_STARTED.label),
    (RowState.VOID, RowState.VOID.label),
]
_ORDERS = [(f"{sign}{column}", column) for column in SORTS for sign in ("", "-")]


class ReviewForm(FindLearnersForm):
    """``Wanted``, and the page, out of a query string."""

    exam = forms.TypedChoiceField(
        label=_("Exam"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={
            "invalid_choice": _("This is not an exam of your cohorts. Choose one from the list.")
        },
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=_STATES,
        required=False,
        error_messages={"invalid_choice": _("There is no such state. Choose one from the list.")},
    )
    sort = forms.ChoiceField(
        choices=_ORDERS,
        required=False,
        error_messages={"invalid_choice": _("The table has no such column to sort by.")},
        widget=forms.HiddenInput,
    )
    page = forms.IntegerField(
        min_value=1,
        max_value=10_000_000,
        required=False,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("There is no such page. Pages are numbered from 1.")
        ),
        widget=forms.HiddenInput,
    )

    def __init__(self, data: Mapping[str, Any], *, scope: Scope) -> None:
        super().__init__(data)
        exams = ((exam.step.lesson.course, exam.pk, exam.step.title) for exam in scope.exams)
        self.offer_cohorts(scope.cohorts)
        self.fields["exam"].choices = [("", _("All exams")), *by_course(exams)]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        asked = self.cleaned_data
        return Wanted(
            asked["cohort"], asked["exam"], asked["state"], asked["name"], asked["sort"] or Wanted.sort
        )

    @property
    def page_number(self) -> int:
        """The page that a valid form asks for, from 1; it may lie behind the last."""
        return self.cleaned_data["page"] or 1

    @property
    def address_errors(self) -> list[str]:
        """What is wrong with the parts of the address that have no field on the page."""
        return [*self.errors.get("sort", []), *self.errors.get("page", [])]
