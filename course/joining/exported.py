"""Who is in a cohort, as a table to take along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from course.export.table import Column, Layout
from course.find_forms import by_course
from course.joining import cohorts
from course.models import Cohort, Enrollment, Person, Step

_AT_ONCE = 1000


class CohortForm(forms.Form):
    """Whose learners: one of the cohorts that the person runs."""

    cohort = forms.TypedChoiceField(
        label=_("Cohort"),
        coerce=int,
        error_messages={
            "required": _("Say which cohort."),
            "invalid_choice": _("This is not one of your cohorts. Choose one from the list."),
        },
    )

    def __init__(self, asked: Mapping[str, Any], *, person: Person) -> None:
        super().__init__(asked)
        mine = (
            Cohort.objects.run_by(person).select_related("course").order_by("course__title", "course", "name")
        )
        named = [(cohort.course, cohort.pk, cohort.name) for cohort in mine]
        self.fields["cohort"].choices = by_course(named)  # type: ignore[attr-defined]


def _joined(row: Enrollment) -> datetime:
    return row.joined_at


class Members:
    """Who is or was in one cohort."""

    verb = "exported-learners"
    layout = Layout(
        "cohort-learners",
        _("Learners of a cohort"),
        _("One learner who is or was in the cohort."),
        (
            Column(
                "learner",
                _("Learner"),
                _("Name, or email where no name is known"),
                lambda row: str(row.person),
            ),
            Column(
                "email", _("Email"), _("The address with which they sign in"), lambda row: row.person.email
            ),
            Column(
                "state",
                _("State"),
                _("Whether they take the course now"),
                lambda row: row.get_state_display(),
            ),
            Column(
                "done",
                _("Steps done"),
                _("Steps of the course that they have finished"),
                lambda row: row.done,
            ),
            Column("steps", _("Steps"), _("Steps that the course has now"), lambda row: row.steps),
            Column("joined", _("Joined"), _("When they came into the cohort"), _joined, is_moment=True),
        ),
    )

    @staticmethod
    def is_for(person: Person) -> bool:
        return person.has_staff_role

    @staticmethod
    def form(person: Person, asked: Mapping[str, Any]) -> CohortForm:
        return CohortForm(asked, person=person)

    @staticmethod
    def rows(person: Person, form: forms.Form, part: slice | None = None) -> Iterable[Enrollment]:
        cohort = Cohort.objects.run_by(person).get(pk=form.cleaned_data["cohort"])
        steps = Step.objects.live().filter(lesson__course=cohort.course_id).count()
        found = cohorts.members_of(cohort)
        for row in found.iterator(chunk_size=_AT_ONCE) if part is None else found[part]:
            row.steps = steps  # type: ignore[attr-defined]
            yield row
