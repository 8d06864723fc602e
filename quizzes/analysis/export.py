"""The questions of an exam with their figures, as a table to take along: those of the page, in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from course.export.table import Column, Layout, rounded
from course.models import Person
from course.snapshots import taking
from course.snapshots.exported import AS_OF, NOT_COUNTED
from course.snapshots.taking import Shown
from quizzes.analysis import pages, sittings
from quizzes.analysis.counting import ItemsCount
from quizzes.analysis.figures import ItemsFigures
from quizzes.analysis.forms import AnalysisForm
from quizzes.analysis.pages import Line


class ItemsForm(AnalysisForm):
    """The page's filter, and the exam that the page has in its address."""

    exam = forms.TypedChoiceField(
        label=_("Exam"),
        coerce=int,
        error_messages={
            "required": _("Say which exam."),
            "invalid_choice": _("This is not an exam of your cohorts. Choose one from the list."),
        },
    )

    def __init__(self, asked: Mapping[str, Any], *, person: Person) -> None:
        exams = {exam.pk: exam for exam in sittings.exams_of(person)}
        self.wanted_exam = exams.get(_number(asked.get("exam")))
        super().__init__(asked, exam=self.wanted_exam, person=person)
        self.fields["exam"].choices = [(pk, exam.step.title) for pk, exam in exams.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if not self.errors and self.shown.is_missing:
            raise forms.ValidationError(NOT_COUNTED)
        return self.cleaned_data

    @cached_property
    def shown(self) -> Shown[ItemsFigures]:
        """What a filter without errors asks for."""
        return taking.show(self.what)

    @cached_property
    def what(self) -> ItemsCount:
        return self.wanted


def _number(asked: Any) -> int:
    return int(asked) if str(asked).isascii() and str(asked).isdigit() else 0


class Row(NamedTuple):
    line: Line
    as_of: datetime | None


def _figure(pick: Callable[[Line], float | None], digits: int = 1) -> Callable[[Row], Decimal | None]:
    return lambda row: rounded(pick(row.line), digits) if row.line.is_told else None


COLUMNS = (
    Column(
        "number",
        _("Question"),
        _("Its number on the page, with the version where there are several"),
        lambda row: row.line.number,
    ),
    Column(
        "key", _("Key"), _("What names the question in the bank"), lambda row: row.line.version.question.key
    ),
    Column(
        "version",
        _("Version"),
        _("Versions of a question are told apart"),
        lambda row: row.line.version.number,
    ),
    Column("words", _("How it begins"), _("The first words of the question"), lambda row: row.line.words),
    Column(
        "learners",
        _("Learners"),
        _("Who were asked. Under five, no figure is told."),
        lambda row: row.line.figures.n,
    ),
    Column(
        "facility",
        _("Facility"),
        _("Mean share of the points: how easy it was"),
        _figure(lambda line: line.percent),
        unit="%",
    ),
    Column(
        "sd",
        _("Standard deviation"),
        _("How much learners differ in it, in percentage points"),
        _figure(lambda line: line.sd_points),
    ),
    Column(
        "discrimination",
        _("Discrimination index"),
        _("Whether those who did well on the other questions did well on it: −100 to 100"),
        _figure(lambda line: line.figures.discrimination_index),
    ),
    Column(
        "efficiency",
        _("Efficiency"),
        _("The index as a part of the most that these scores allow"),
        _figure(lambda line: line.figures.discriminative_efficiency),
        unit="%",
    ),
    Column(
        "point_biserial",
        _("Point-biserial"),
        _("Correlation of right or wrong with the other questions"),
        _figure(lambda line: line.figures.point_biserial, 2),
    ),
    Column(
        "guess",
        _("Random guess"),
        _("What guessing earns on average"),
        _figure(lambda line: line.guess_percent),
        unit="%",
    ),
    Column(
        "weight_meant",
        _("Weight meant"),
        _("Its part of the points"),
        _figure(lambda line: line.figures.intended_weight),
        unit="%",
    ),
    Column(
        "weight_in_effect",
        _("Weight in effect"),
        _("Its part in how learners' scores differ"),
        _figure(lambda line: line.weight),
        unit="%",
    ),
    Column(
        "look_at",
        _("To look at"),
        _("Why a person should read the question again"),
        lambda row: "; ".join(str(sign.label) for sign in row.line.signs),
    ),
    AS_OF,
)


class Items:
    """What the page of one exam's questions shows."""

    verb = "exported-items"
    layout = Layout(
        "exam-questions",
        _("Questions of an exam"),
        _("One version of one question, with what the answers of your cohorts say about it."),
        COLUMNS,
    )

    @staticmethod
    def is_for(person: Person) -> bool:
        return person.has_staff_role

    @staticmethod
    def form(person: Person, asked: Mapping[str, Any]) -> ItemsForm:
        return ItemsForm(asked, person=person)

    @staticmethod
    def rows(person: Person, form: forms.Form, part: slice | None = None) -> Iterable[Row]:
        assert isinstance(form, ItemsForm)
        lines = pages.exam_page(form.what, form.shown).get("lines", [])
        found = [Row(line, form.shown.as_of) for line in lines]
        return found if part is None else found[part]
