"""Trainers see what each step took their own learners beside its estimate, and no figure from a few."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from course.arranging.times import FEWEST, Observed, Verdict, observed, times
from course.joining import people
from course.models import ActiveTime, Assignment, Cohort, Completion, Course, Enrollment, Person, Step
from tests.make import add_topic

pytestmark = pytest.mark.django_db

TEN = [60 * minutes for minutes in (3, 4, 4, 5, 5, 6, 6, 7, 8, 12)]


def take(cohort: Cohort, step: Step, seconds: Sequence[int], at: datetime, *, done: bool = True) -> None:
    """As many new learners in this cohort, each with so much time for the step."""
    before = Person.objects.count()
    for number, each in enumerate(seconds, before):
        person = Person.objects.create_user(f"l{number}@example.org", "secret-word-1", name=f"L {number}")
        enrollment = people.join(person, cohort, at=at)
        ActiveTime.objects.create(enrollment=enrollment, step=step, seconds=each)
        if done:
            Completion.objects.create(enrollment=enrollment, step=step, version=1, at=at)


@pytest.fixture
def roles(course: Course) -> Step:
    return Step.objects.get(slug="roles")


def shown(client: Client, course: Course) -> str:
    content = client.get(reverse("admin:course_course_times", args=[course.pk])).content.decode()
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content)))


@given(st.lists(st.integers(0, 10_000), min_size=FEWEST))
def test_quartiles_lie_in_order_among_what_was_measured(seconds: list[int]) -> None:
    found = observed(seconds)
    assert found
    assert min(seconds) <= found.lower <= found.median <= found.upper <= max(seconds)
    assert sum(each < found.median for each in seconds) <= len(seconds) / 2


def test_by_hand() -> None:
    # In order, positions 2.25, 4.5 and 6.75 of 0 to 9: 4 + 0.25 · 1, between 5 and 6, 6 + 0.75 · 1 minutes.
    assert observed(TEN) == Observed(10, lower=255, median=330, upper=405)
    assert observed(TEN[1:]) is None


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (120, 240, Verdict.LONGER),
        (120, 255, Verdict.FITS),
        (406, 500, Verdict.SHORTER),
        (405, 500, Verdict.FITS),
    ],
)
def test_an_estimate_misleads_when_three_of_four_are_beyond_it(low: int, high: int, verdict: Verdict) -> None:
    assert Observed(10, 255, 330, 405).against(low, high) is verdict


def test_the_page_shows_the_estimate_beside_what_learners_took(
    as_tess: Client, spring: Cohort, roles: Step, now: datetime
) -> None:
    take(spring, roles, TEN, now)
    page = shown(as_tess, spring.course)
    assert "1 estimate misleads" in page
    assert f"{roles.title} ▲ three of four took longer 2 min 6 min 4 min to 7 min 10" in page


def test_below_ten_learners_it_says_too_few(
    as_tess: Client, spring: Cohort, roles: Step, now: datetime
) -> None:
    take(spring, roles, TEN[1:], now)
    page = shown(as_tess, spring.course)
    assert "Nothing can be judged yet" in page
    assert f"{roles.title} 2 min too few to say 9" in page


def test_who_has_not_finished_is_not_counted(
    spring: Cohort, roles: Step, tess: Person, now: datetime
) -> None:
    take(spring, roles, TEN, now, done=False)
    assert [each.learners for part in times(spring.course, tess) for each in part.steps] == [0, 0, 0]


def test_a_trainer_of_one_cohort_sees_only_its_learners(
    spring: Cohort, fall: Cohort, roles: Step, now: datetime
) -> None:
    trainer = Person.objects.create_user("una@example.org", "secret-word-1", name="Una")
    Assignment.objects.create(person=trainer, cohort=fall, role=Assignment.Role.TRAINER)
    take(spring, roles, [6000] * 40, now)
    take(fall, roles, TEN, now)
    [first, *_] = times(spring.course, trainer)[0].steps
    assert first.observed == Observed(10, 255, 330, 405)


def test_those_who_joined_last_are_counted(
    spring: Cohort, roles: Step, tess: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(spring, roles, [6000] * 5, now)
    monkeypatch.setattr("course.arranging.times.MOST_LEARNERS", 10)
    take(spring, roles, TEN, now.replace(month=12))
    [first, *_] = times(spring.course, tess)[0].steps
    assert first.observed == Observed(10, 255, 330, 405)


def test_the_page_takes_as_many_statements_for_fifty_steps_as_for_three(
    as_tess: Client, spring: Cohort, roles: Step, now: datetime
) -> None:
    def statements() -> int:
        shown(as_tess, spring.course)
        with CaptureQueriesContext(connection) as captured:
            shown(as_tess, spring.course)
        return len(captured)

    few = statements()
    for number in range(47):
        add_topic(roles.lesson, f"more-{number}", f"More {number}", 100 + number)
    take(spring, roles, TEN, now)
    assert Enrollment.objects.count() == 10
    assert statements() == few <= 12
