"""What a page of item analysis is asked for, and the note that keeps a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from course.models import Cohort, Person
from course.text import CleanCharField
from quizzes.analysis import sittings
from quizzes.analysis.counting import ItemsCount
from quizzes.models import Exam

EVERY = "all"


class AnalysisForm(forms.Form):
    """What to count of an exam, out of a query string. Bad parts of an address are named, not guessed at."""

    cohort = forms.TypedChoiceField(
        label=_("Cohort"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={
            "invalid_choice": _(
                "This is not a cohort of yours that takes this exam. Choose one from the list."
            )
        },
    )
    form = forms.ChoiceField(
        label=_("Form"),
        required=False,
        error_messages={
            "invalid_choice": _("No attempt here was given this form. Choose one from the list.")
        },
    )
    attempts = forms.ChoiceField(
        label=_("Attempts"),
        choices=[("", _("First attempts only")), (EVERY, _("All attempts"))],
        required=False,
        error_messages={"invalid_choice": _("There is no such choice. Choose one from the list.")},
    )

    def __init__(self, data: Mapping[str, Any], *, exam: Exam | None, person: Person) -> None:
        super().__init__(data)
        self._exam = exam
        mine: Sequence[Cohort] = list(sittings.cohorts_of(person, exam)) if exam else []
        self._cohorts = tuple(cohort.pk for cohort in mine)
        given = sittings.forms_of(exam, self._cohorts) if exam else []
        named = [(cohort.pk, cohort.name) for cohort in mine]
        forms_given = [(name, _("Form %(name)s") % {"name": name}) for name in given]
        self.fields["cohort"].choices = [("", _("All my cohorts")), *named]  # type: ignore[attr-defined]
        self.fields["form"].choices = [("", _("All forms")), *forms_given]  # type: ignore[attr-defined]
        if not given and not self.data.get("form"):
            del self.fields["form"]

    @property
    def wanted(self) -> ItemsCount:
        """What a valid form asks for."""
        assert self._exam is not None
        asked = self.cleaned_data
        cohorts = self._cohorts if asked["cohort"] is None else (asked["cohort"],)
        return ItemsCount(self._exam, cohorts, asked.get("form", ""), asked["attempts"] == EVERY)

    @property
    def all(self) -> ItemsCount:
        """The exam with all first attempts."""
        assert self._exam is not None
        return ItemsCount(self._exam, self._cohorts)


class KeepForm(forms.Form):
    """Why a question stays as it is."""

    reason = CleanCharField(
        label=_("Why it stays as it is"),
        max_length=300,
        help_text=_("Your colleagues read this beside the figures. Leave out names of learners."),
        error_messages={"required": _("Say why, in a few words.")},
    )
