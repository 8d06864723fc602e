"""What becomes of made-up learners, by the dice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.program_maker.lives import End, Life, live
from course.program_maker.names import name

UNTIL = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
seeds = st.integers(0, 10**9)


def drawn(seed: int, *, weeks: int = 60, steps: int = 54) -> Life:
    return live(Random(seed), began=UNTIL - timedelta(weeks=weeks), until=UNTIL, steps=steps)


@given(seeds, st.integers(2, 80), st.integers(1, 60))
def test_steps_come_one_after_the_other_between_joining_and_now(seed: int, weeks: int, steps: int) -> None:
    life = drawn(seed, weeks=weeks, steps=steps)
    assert len(life.moments) <= steps
    assert list(life.moments) == sorted(set(life.moments))
    assert all(life.joined_at < moment < UNTIL for moment in life.moments)


@given(seeds)
def test_who_never_began_has_done_nothing_and_only_who_left_leaves_a_step(seed: int) -> None:
    life = drawn(seed)
    assert bool(life.moments) == (life.end is not End.NEVER_BEGAN)
    left = [index for index in range(len(life.moments)) if life.is_left(index)]
    assert left == ([len(life.moments) - 1] if life.end is End.LEFT_IN_THE_MIDDLE else [])


def test_all_ends_happen_and_most_of_an_old_cohort_come_to_the_last_step() -> None:
    lives = [drawn(seed) for seed in range(600)]
    ends = Counter(life.end for life in lives)
    assert set(ends) == set(End)
    assert sum(end.value for end in End) == pytest.approx(1)
    assert sum(len(life.moments) == 54 for life in lives) > 400


def test_a_young_cohort_is_still_on_its_way() -> None:
    lives = [drawn(seed, weeks=3) for seed in range(100)]
    assert 0 < max(len(life.moments) for life in lives) < 54


def test_names_differ_and_few_have_one_word() -> None:
    rng = Random(1)
    names = [name(rng) for _ in range(1000)]
    assert len(set(names)) > 700
    assert 0 < sum(" " not in each for each in names) < 60
