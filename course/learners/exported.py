"""The list of learners as a table to take along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, cast

from django.forms import Form
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from course.export.table import Column, Layout
from course.learners import learner_search
from course.learners.accommodation_words import in_words
from course.learners.learner_forms import LearnersForm
from course.models import Enrollment, Person


def granted(enrollment: Enrollment) -> str:
    """What is granted now, of an enrollment that ``learner_search`` found; empty for nothing."""
    held = enrollment.person.granted  # type: ignore[attr-defined]
    return in_words(held[0]) if held else ""


def _last_work(row: Any) -> datetime:
    return cast("datetime", row.last_work)


class Learners:
    """Everybody whom a member of staff looks after."""

    verb = "exported-learners"
    layout = Layout(
        "learners",
        _("Learners"),
        _("One learner in one cohort. Somebody who takes two courses has two rows."),
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
                "last_work",
                _("Last work"),
                _("When they last finished a step, saved a reflection, or worked on an exam; or joined"),
                _last_work,
                is_moment=True,
            ),
            Column(
                "done",
                _("Steps done"),
                _("Steps of the course that they have finished"),
                lambda row: row.done,
            ),
            Column("steps", _("Steps"), _("Steps that the course has now"), lambda row: row.total),
            Column(
                "granted",
                _("Granted for exams"),
                _("What holds for this learner's exams now, never why. Empty: nothing."),
                granted,
            ),
            Column(
                "cohort",
                _("Cohort"),
                _("The group with which they take the course"),
                lambda row: row.cohort.name,
            ),
            Column("course", _("Course"), _("The course of the cohort"), lambda row: row.cohort.course.title),
        ),
    )

    @staticmethod
    def is_for(person: Person) -> bool:
        return person.has_staff_role

    @staticmethod
    def form(person: Person, asked: Mapping[str, Any]) -> LearnersForm:
        cohorts = learner_search.cohorts_of(person)
        return LearnersForm(asked, cohorts=cohorts, quiet_days=person.quiet_days)

    @staticmethod
    def rows(person: Person, form: Form, part: slice | None = None) -> Iterable[Enrollment]:
        found = learner_search.find(person, at=timezone.now(), **form.cleaned_data)
        return learner_search.all_shown(found) if part is None else learner_search.shown(list(found[part]))
