"""The gain as a table to take along: the figures of the page, without names, and none of a group under five."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.forms import Form
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from course.export.table import Column, Layout, rounded
from course.models import Person
from course.snapshots.exported import AS_OF
from quizzes.gain import pages
from quizzes.gain.file_form import GainFileForm
from quizzes.gain.pages import Line
from quizzes.review.listing import Scope
from quizzes.statistics.gain import Gain
from quizzes.statistics.small_numbers import LEAST

ALL, UNTAUGHT = _("All questions"), _("Without those taught before the first exam")


class Row(NamedTuple):
    counted: str | Promise
    line: Line
    as_of: datetime | None

    @property
    def gain(self) -> Gain:
        return self.line.gain


def _figure(pick: Callable[[Gain], float | None], digits: int = 1) -> Callable[[Row], Decimal | None]:
    return lambda row: rounded(pick(row.gain), digits)


COLUMNS = (
    Column("competency", _("Competency"), _("What the questions are about"), lambda row: row.line.label),
    Column("questions", _("Questions"), _("Which questions are counted"), lambda row: str(row.counted)),
    Column(
        "before",
        _("Before"),
        _("Mean share of the points in the exam before the course"),
        _figure(lambda gain: gain.before),
        unit="%",
    ),
    Column(
        "after",
        _("After"),
        _("Mean share of the points in the exam after it, of the same learners"),
        _figure(lambda gain: gain.after),
        unit="%",
    ),
    Column(
        "difference",
        _("Difference"),
        _("After less before. It does not tell a cause."),
        _figure(lambda gain: gain.difference),
        unit=_("points"),
    ),
    Column(
        "low",
        _("95 % interval, from"),
        _("Where the difference would lie in 95 of 100 such groups; empty if it cannot be told"),
        _figure(lambda gain: gain.interval and gain.interval.low),
        unit=_("points"),
    ),
    Column(
        "high",
        _("95 % interval, to"),
        _("The upper end of the interval"),
        _figure(lambda gain: gain.interval and gain.interval.high),
        unit=_("points"),
    ),
    Column(
        "normalized",
        _("Normalized gain"),
        _("The difference as a part of what was left to gain, of the two means"),
        _figure(lambda gain: gain.normalized, 2),
    ),
    Column(
        "learners",
        _("Learners"),
        _("Who finished both exams. Groups under five are left out."),
        lambda row: row.gain.n,
    ),
    AS_OF,
)


class Gains:
    """What the page of the gain shows."""

    verb = "exported-gains"
    layout = Layout(
        "gains",
        _("What learners gained"),
        _("One competency, before beside after, of the learners who finished both exams."),
        COLUMNS,
    )

    @staticmethod
    def is_for(person: Person) -> bool:
        return person.supervises or person.is_superuser

    @staticmethod
    def form(person: Person, asked: Mapping[str, Any]) -> GainFileForm:
        return GainFileForm(asked, scope=Scope.of(person))

    @staticmethod
    def rows(person: Person, form: Form, part: slice | None = None) -> Iterable[Row]:
        assert isinstance(form, GainFileForm)
        found = list(_rows(form))
        return found if part is None else found[part]


def _rows(form: GainFileForm) -> Iterator[Row]:
    told: pages.Told | None = form.found.get("told")
    if told is None:
        return
    for counted, lines in ((ALL, told.lines), (UNTAUGHT, told.untaught)):
        yield from (Row(counted, line, form.found["shown"].as_of) for line in lines if line.gain.n >= LEAST)
