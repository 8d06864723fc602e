"""How a cohort came to where it stands, week by week."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from course import progress
from course.models import Cohort, Enrollment, Person, Step
from course.room.over_time import A_WEEK, MOST_WEEKS, shares
from tests.course.room.pages import text
from tests.make import add_topic

MONDAY = date(2026, 11, 2)


@given(
    st.dictionaries(st.integers(0, 100), st.integers(0, 20), min_size=1),
    st.integers(0, 200),
    st.integers(0, 50),
)
def test_shares_never_fall_and_end_where_all_that_was_done_stands(
    found: dict[int, int], later: int, more: int
) -> None:
    finished = {MONDAY + index * A_WEEK: number for index, number in found.items()}
    today = max(finished) + timedelta(days=later)
    most = sum(found.values()) + more
    weeks = shares(finished, most=most, today=today)
    if not most:
        assert weeks == []
        return
    assert weeks[-1][0] == today - timedelta(days=today.weekday())
    assert weeks[-1][1] == pytest.approx(100 * sum(found.values()) / most)
    assert all(later[1] >= before[1] and later[0] - before[0] == A_WEEK for before, later in pairwise(weeks))
    assert len(weeks) <= MOST_WEEKS


def test_by_hand() -> None:
    finished = {MONDAY: 2, MONDAY + 2 * A_WEEK: 1}
    assert shares(finished, most=4, today=MONDAY + 2 * A_WEEK + timedelta(days=3)) == [
        (MONDAY, 50.0),
        (MONDAY + A_WEEK, 50.0),
        (MONDAY + 2 * A_WEEK, 75.0),
    ]
    assert shares({}, most=4, today=MONDAY) == []


@pytest.mark.django_db
def test_the_picture_ends_at_the_share_that_the_page_tells(
    as_sam: Client, enrollment: Enrollment, ben: Person, spring: Cohort
) -> None:
    page = f"/cohorts/{spring.pk}/progress/"
    assert "No step is done yet. The first week shows here once one is." in text(as_sam, page)
    now = timezone.now()
    retired = add_topic(Step.objects.first().lesson, "old", "Old", 100).step  # type: ignore[union-attr]
    for step, days in (
        (retired, 20),
        (Step.objects.get(slug="roles"), 14),
        (Step.objects.get(slug="duties"), 0),
    ):
        progress.complete(enrollment, step, version=1, at=now - timedelta(days=days))
    Step.objects.filter(pk=retired.pk).update(state="retired")
    progress.complete(ben.enrollments.get(), Step.objects.get(slug="start"), version=1, at=now)
    told = text(as_sam, page)
    assert "67 % of their steps are done" in told or "66 % of their steps are done" in told
    assert "to 67 percent" in told
    assert "A line from 33 percent" in told
