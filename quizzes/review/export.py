"""The review as a table to take along: exactly the rows that the filter shows, on all pages, in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from course.export.table import Column, Layout
from course.models import Person
from quizzes.review import listing
from quizzes.review.figures import minutes
from quizzes.review.forms import ReviewForm
from quizzes.review.listing import Scope
from quizzes.review.rows import Row

_AT_ONCE = 1000


def _score(row: Row) -> Decimal | None:
    return row.score.points if row.score else None


def _possible(row: Row) -> Decimal | None:
    return row.score.out_of if row.score else None


def _percent(row: Row) -> int | None:
    return row.score.percent if row.score else None


def _minutes(row: Row) -> int | None:
    return None if row.seconds is None else minutes(row.seconds)


def _sitting(row: Row) -> int | None:
    return row.sitting or None


COLUMNS = (
    Column("learner", _("Learner"), _("Name, or email where no name is known"), lambda row: row.learner),
    Column("email", _("Email"), _("The address with which they sign in"), lambda row: row.email),
    Column(
        "cohort", _("Cohort"), _("The group with which they take the course"), lambda row: row.cohort_name
    ),
    Column("exam", _("Exam"), _("The exam's title as it is now"), lambda row: row.exam_title),
    Column("score", _("Score"), _("Points earned. Empty until the exam is submitted."), _score),
    Column("possible", _("Possible"), _("Points that could be earned"), _possible),
    Column(
        "percent",
        _("Percent"),
        _(
            "Score out of possible, rounded to a whole percent, halves up. Empty where no points could be earned."
        ),
        _percent,
    ),
    Column(
        "critical_missed",
        _("Critical items missed"),
        _(
            "Questions marked as critical that did not get all their points. 0 is none; empty is not known yet."
        ),
        lambda row: row.critical,
    ),
    Column("started", _("Started"), _("When the attempt began"), lambda row: row.began, is_moment=True),
    Column(
        "submitted",
        _("Submitted"),
        _("When it was handed in, or closed because time was over"),
        lambda row: row.sent,
        is_moment=True,
    ),
    Column(
        "minutes",
        _("Time taken"),
        _("From start to end, pauses left out; whole minutes, at least 1"),
        _minutes,
        unit=_("minutes"),
    ),
    Column(
        "state",
        _("State"),
        _("Not started, In progress, Submitted, or Set aside. What is set aside does not count."),
        lambda row: str(row.state.label),
    ),
    Column("attempt", _("Attempt"), _("1 for the first attempt at this exam, 2 for the second"), _sitting),
)


class Attempts:
    """What the review shows."""

    verb = "exported-scores"
    layout = Layout(
        "exam-attempts",
        _("Exam attempts"),
        _("One attempt at one exam, or an exam that a learner has not started."),
        COLUMNS,
    )

    @staticmethod
    def is_for(person: Person) -> bool:
        return person.supervises or person.is_superuser

    @staticmethod
    def form(person: Person, asked: Mapping[str, Any]) -> ReviewForm:
        return ReviewForm(asked, scope=Scope.of(person))

    @staticmethod
    def rows(person: Person, form: Form, part: slice | None = None) -> Iterable[Row]:
        assert isinstance(form, ReviewForm)
        found = listing.rows(person, form.wanted)
        chosen = found.iterator(chunk_size=_AT_ONCE) if part is None else found[part]
        return (Row(**row) for row in chosen)
