"""The columns of the review's table: their names, and the links that sort by them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Column:
    """``key`` is its name in the address. A column that is most useful from the top down starts there."""

    key: str
    label: str | Promise
    numeric: bool = False
    top_first: bool = False


COLUMNS = (
    Column("learner", _("Learner")),
    Column("cohort", _("Cohort")),
    Column("exam", _("Exam")),
    Column("score", _("Score"), numeric=True, top_first=True),
    Column("critical", _("Critical items missed"), top_first=True),
    Column("submitted", _("Submitted"), top_first=True),
    Column("time", _("Time taken"), numeric=True, top_first=True),
    Column("state", _("State")),
)


@dataclass(frozen=True)
class Head:
    """``sort`` is what the link in a column's head asks for; ``order`` is for ``aria-sort``, empty where not sorted."""

    column: Column
    sort: str
    order: str


def heads(sort: str) -> list[Head]:
    """One head for each column of a table sorted by ``sort``. The link of the sorted column turns the order around."""
    return [_head(column, sort) for column in COLUMNS]


def _head(column: Column, sort: str) -> Head:
    if sort == column.key:
        return Head(column, f"-{column.key}", "ascending")
    if sort == f"-{column.key}":
        return Head(column, column.key, "descending")
    return Head(column, f"-{column.key}" if column.top_first else column.key, "")
