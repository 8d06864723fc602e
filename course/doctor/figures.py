"""How old the figures of large groups are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from course.doctor.findings import Finding, notice, well
from course.snapshots import taking
from course.snapshots.due import due

OLD = timedelta(hours=26)
"""A night's count, with two hours for the timer's delay and its own time."""


def check_figures(*, at: datetime) -> Iterator[Finding]:
    """Whether the night counted every large group."""
    about = "figures"
    ages = [taking.counted_at(what) for what in due()]
    late = sum(age is None or age < at - OLD for age in ages)
    if late:
        message = (
            f"{late} of {len(ages)} sets of figures of large groups were not counted in the last 26 hours."
        )
        do = "Run manage.py count_figures, and see that the timer runs: systemctl list-timers 'alongside-*'."
        yield notice(about, message, do)
    else:
        yield well(about, f"{len(ages)} sets of large groups, all counted in the last 26 hours.")
