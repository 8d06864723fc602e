"""Credited hours: what each rule grants, and that nothing is lost or made when time is divided."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.hours.credit import Rule, Work, apportion, by_area, credited, observed_total

seconds = st.integers(0, 10**6)
areas = st.lists(st.integers(1, 6), unique=True, max_size=5)


@st.composite
def works(draw: st.DrawFn) -> Work:
    low, more = draw(st.integers(0, 6000)), draw(st.integers(0, 6000))
    return Work(
        lesson=draw(st.integers(1, 3)),
        low=low,
        high=low + more,
        observed=draw(st.none() | seconds),
        done=draw(st.booleans()),
        areas={"samhsa": draw(areas)},
    )


courses = st.lists(works(), max_size=12).map(lambda steps: sorted(steps, key=lambda step: step.lesson))
stated = st.dictionaries(st.integers(1, 3), seconds)


@given(seconds, st.lists(seconds, min_size=1, max_size=20))
def test_what_is_divided_adds_up_exactly_and_no_part_is_off_by_a_second(
    total: int, weights: list[int]
) -> None:
    parts = apportion(total, weights)
    whole = sum(weights) or len(weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights if any(weights) else [1] * len(weights), strict=True):
        assert abs(part - total * weight / whole) < 1


def test_what_cannot_be_divided_evenly_goes_to_the_first() -> None:
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]


@given(courses, st.sampled_from(Rule), stated)
def test_the_competencies_add_up_to_the_course_under_every_rule(
    steps: Sequence[Work], rule: Rule, said: dict[int, int | None]
) -> None:
    granted = credited(steps, rule, said)
    assert sum(by_area(steps, granted, "samhsa").values()) == sum(granted)
    assert sum(by_area(steps, granted, "icrc").values()) == sum(granted)


@given(courses, st.sampled_from(Rule), stated)
def test_what_is_not_done_is_granted_nothing_under_any_rule(
    steps: Sequence[Work], rule: Rule, said: dict[int, int | None]
) -> None:
    granted = credited(steps, rule, said)
    assert len(granted) == len(steps)
    assert all(time == 0 for step, time in zip(steps, granted, strict=True) if not step.done)


@given(courses)
def test_measured_time_is_granted_up_to_the_estimate_and_never_mixed_with_it(steps: Sequence[Work]) -> None:
    for step, time in zip(steps, credited(steps, Rule.OBSERVED, {}), strict=True):
        assert time <= min(step.high, step.observed or 0)


@given(courses, stated)
def test_fixed_time_is_granted_whole_or_not_at_all(
    steps: Sequence[Work], said: dict[int, int | None]
) -> None:
    granted = credited(steps, Rule.FIXED, said)
    for lesson in {step.lesson for step in steps}:
        mine = [(step, time) for step, time in zip(steps, granted, strict=True) if step.lesson == lesson]
        whole = said.get(lesson) or 0
        assert sum(time for _step, time in mine) == (whole if all(step.done for step, _time in mine) else 0)


def step(*, done: bool = True, observed: int | None = 400) -> Work:
    return Work(lesson=1, low=600, high=720, observed=observed, done=done, areas={"samhsa": [1, 2]})


@pytest.mark.parametrize(
    ("rule", "granted"),
    [(Rule.UPPER, 720), (Rule.LOWER, 600), (Rule.OBSERVED, 400), (Rule.FIXED, 1800)],
)
def test_each_rule_grants_what_its_name_says(rule: Rule, granted: int) -> None:
    assert credited([step()], rule, {1: 1800}) == [granted]


def test_nothing_measured_is_not_the_same_as_no_time() -> None:
    assert observed_total([None, None]) is None
    assert observed_total([None, 0]) == 0
