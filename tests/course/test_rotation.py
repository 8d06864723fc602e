"""Outdated backups go; the newest, the last of each kept day and of each kept week stay."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from course.backup.rotation import outdated

MONDAY = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
TIMES = st.lists(
    st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), max_size=60
)


def test_a_nightly_backup_for_ten_weeks_leaves_seven_days_and_five_weeks() -> None:
    nights = [MONDAY + timedelta(days=day) for day in range(70)]
    kept = [at for at in nights if at not in outdated(nights, daily=7, weekly=5)]
    assert kept[-7:] == nights[-7:]
    assert [at.isoweekday() for at in kept[:-7]] == [7, 7, 7, 7]


def test_a_pause_deletes_nothing() -> None:
    old = [MONDAY + timedelta(days=day) for day in range(3)]
    assert outdated([*old, MONDAY + timedelta(days=90)], daily=7, weekly=5) == []


@given(TIMES, st.integers(1, 10), st.integers(0, 10))
def test_the_newest_stays_and_doing_it_again_changes_nothing(
    times: list[datetime], daily: int, weekly: int
) -> None:
    gone = outdated(times, daily=daily, weekly=weekly)
    kept = set(times) - set(gone)
    assert not times or max(times) in kept
    assert len({at.date() for at in kept}) >= min(daily, len({at.date() for at in times}))
    assert len(kept) <= daily + weekly + 1
    assert outdated(kept, daily=daily, weekly=weekly) == []
