"""How a cohort came to where it stands: the share of its steps that was done, week by week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any, NamedTuple

from django.db.models import Count, DateField
from django.db.models.functions import TruncWeek
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from course.charts import Progress, Week, progress
from course.models import Completion
from course.models.cohorts import EnrollmentQuerySet

MOST_WEEKS = 60
A_WEEK = timedelta(weeks=1)


class Finished(NamedTuple):
    """How many of the learners finished a step in one week. ``step`` is a key; ``week`` the Monday of the viewer."""

    step: int
    week: date
    number: int


def finished_by(learners: EnrollmentQuerySet) -> list[Finished]:
    """One statement; as many rows as there are steps and weeks, however many learners."""
    rows = Completion.objects.filter(enrollment__in=learners.values("pk")).order_by()
    by_week: Any = rows.annotate(week=TruncWeek("at", output_field=DateField())).values("step", "week")
    counted = by_week.annotate(number=Count("pk"))
    return [Finished(*row) for row in counted.values_list("step", "week", "number")]


def picture(finished: Iterable[Finished], *, most: int, at: datetime) -> Progress:
    """What ``finished`` comes to, week by week, of ``most`` steps.

    Measured against those who are in the cohort today, so that its last value is the share that the page tells.
    """
    by_week: Counter[date] = Counter()
    for each in finished:
        by_week[each.week] += each.number
    weeks = shares(by_week, most=most, today=timezone.localdate(at))
    return progress(
        ident="over-time",
        title=_("Steps done, week by week"),
        weeks=[Week(date_format(monday, "M j"), share) for monday, share in weeks],
        note=_(
            "Of all steps of those who are in the cohort today. A week bears the day it began; the last one is so far."
        ),
    )


def shares(finished: Mapping[date, int], *, most: int, today: date) -> Sequence[tuple[date, float]]:
    """For each week up to ``today``'s, its Monday and the percentage of ``most`` that was done at its end.

    ``finished`` has how many were done in each week, by its Monday. The last ``MOST_WEEKS``; empty before the first.
    """
    if not finished or not most:
        return []
    last = max(today - timedelta(days=today.weekday()), *finished)
    first = min(finished)
    mondays = [first + A_WEEK * index for index in range((last - first).days // 7 + 1)]
    sums = accumulate(finished.get(monday, 0) for monday in mondays)
    return [(monday, 100 * done / most) for monday, done in zip(mondays, sums, strict=True)][-MOST_WEEKS:]
