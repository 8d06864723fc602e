"""Until when the work of an enrollment is kept: the program's months, counted from the last thing that happened."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from course import registry
from course.models import Enrollment, Program, Withdrawal
from course.models.cohorts import EnrollmentQuerySet


def last_done(enrollments: EnrollmentQuerySet) -> dict[int, datetime]:
    """The last moment at which something happened in each enrollment, by its id. Two statements."""
    worked: Any = registry.with_last_work(enrollments)
    found: dict[int, datetime] = dict(worked.order_by().values_list("pk", "last_work"))
    _newest(found, Withdrawal.objects.filter(enrollment__in=enrollments).values_list("enrollment", "at"))
    return found


def _newest(found: dict[int, datetime], pairs: Iterable[tuple[int, datetime]]) -> None:
    for pk, at in pairs:
        found[pk] = max(at, found[pk])


def until(last: datetime, program: Program) -> datetime:
    """``last`` and the program's months."""
    return _moved(last, program.keep_months)


def before(program: Program, *, at: datetime) -> datetime:
    """What was done last before this moment is over at ``at``."""
    return _moved(at, -program.keep_months)


def _moved(moment: datetime, months: int) -> datetime:
    """The same day some months later, or earlier; the last one of a month that is shorter."""
    years, month = divmod(moment.month - 1 + months, 12)
    year, month = moment.year + years, month + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def over(program: Program, *, at: datetime) -> list[int]:
    """The ids of a program's enrollments whose time is over at ``at``."""
    # Nothing happens before joining. A few days more, since months differ in length.
    joined_before = before(program, at=at) + timedelta(days=4)
    enrollments = Enrollment.objects.filter(cohort__program=program, joined_at__lt=joined_before)
    return sorted(pk for pk, last in last_done(enrollments).items() if until(last, program) <= at)
