"""The filter of the gain: every part of its address is checked here and refused in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from course.find_forms import by_course
from course.models import Cohort, Course
from quizzes.gain.reading import pair
from quizzes.review.listing import Scope


class GainForm(forms.Form):
    """A course, and a cohort of it, out of a query string.

    Without a course it is that of the cohort, or else the first that has exams to compare.
    """

    course = forms.TypedChoiceField(
        label=_("Course"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={
            "invalid_choice": _("This is not a course of your cohorts. Choose one from the list.")
        },
    )
    cohort = forms.TypedChoiceField(
        label=_("Cohort"),
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": _("This is not one of your cohorts. Choose one from the list.")},
    )

    def __init__(self, data: Mapping[str, Any], *, scope: Scope) -> None:
        self._courses: dict[int, Course] = {cohort.course_id: cohort.course for cohort in scope.cohorts}
        self._cohorts: dict[str, Cohort] = {str(cohort.pk): cohort for cohort in scope.cohorts}
        named = self._cohorts.get(data.get("cohort", ""))
        default = named.course_id if named else self._first(scope)
        super().__init__({"course": data.get("course") or default, "cohort": data.get("cohort", "")})
        courses = [(pk, course.title) for pk, course in self._courses.items()]
        cohorts = ((cohort.course, cohort.pk, cohort.name) for cohort in scope.cohorts)
        self.fields["course"].choices = courses  # type: ignore[attr-defined]
        self.fields["cohort"].choices = [("", _("All cohorts")), *by_course(cohorts)]  # type: ignore[attr-defined]

    def _first(self, scope: Scope) -> int | str:
        comparable = (pk for pk in self._courses if pair(scope.exams_of(pk)))
        return next(comparable, next(iter(self._courses), ""))

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = self.cleaned_data
        cohort = self._cohorts.get(str(asked.get("cohort")))
        if asked.get("course") and cohort and cohort.course_id != asked["course"]:
            self.add_error(
                "cohort", _("This cohort takes another course. Choose one of this course, or all.")
            )
        return asked

    @property
    def shows_course(self) -> bool:
        """Whether there is a course to choose, or one was named that is not there."""
        return len(self._courses) > 1 or "course" in self.errors

    @property
    def wanted_cohort(self) -> Cohort | None:
        """The cohort that a valid form asks for; None for all of its course."""
        return self._cohorts.get(str(self.cleaned_data["cohort"]))

    @property
    def wanted_course(self) -> Course | None:
        """The course that a valid form asks for; None where there is no cohort at all."""
        return self._courses.get(self.cleaned_data["course"])
