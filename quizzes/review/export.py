"""The review as CSV: exactly the rows that the filter shows, on all pages, in the same order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo

from django.utils.translation import gettext as _

from course.csv_file import written
from quizzes.review.figures import minutes, plain
from quizzes.review.rows import Row


def lines(rows: Iterable[Row], zone: tzinfo) -> Iterator[str]:
    """The file, line by line: RFC 4180, with a byte order mark so that spreadsheets read it as UTF-8.

    Times are ISO 8601 in ``zone``, which the header names; points and percent are plain numbers.
    """
    return written(header(zone), (cells(row, zone) for row in rows))


def header(zone: tzinfo) -> list[str]:
    return [
        _("Learner"),
        _("Email"),
        _("Cohort"),
        _("Exam"),
        _("Score"),
        _("Possible"),
        _("Percent"),
        _("Critical items missed"),
        _("Started (%(zone)s)") % {"zone": zone},
        _("Submitted (%(zone)s)") % {"zone": zone},
        _("Time taken (minutes)"),
        _("State"),
    ]


def cells(row: Row, zone: tzinfo) -> list[str]:
    """What the header names; empty where there is nothing yet."""
    score = row.score
    return [
        row.learner,
        row.email,
        row.cohort_name,
        row.exam_title,
        plain(score.points) if score else "",
        plain(score.out_of) if score else "",
        _text(score.percent if score else None),
        _text(row.critical),
        _moment(row.began, zone),
        _moment(row.sent, zone),
        _text(None if row.seconds is None else minutes(row.seconds)),
        str(row.state.label),
    ]


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _moment(at: datetime | None, zone: tzinfo) -> str:
    return "" if at is None else at.astimezone(zone).isoformat(timespec="seconds")
