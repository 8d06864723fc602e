"""Student's t: where it has a closed form, and against SciPy everywhere else."""

from __future__ import annotations

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from quizzes.statistics.student_t import central, critical
from tests.quizzes.statistics.making import near

LEVELS = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.999])


@given(st.floats(0, 0.999))
def test_one_and_two_degrees_of_freedom_have_closed_forms(level: float) -> None:
    # With one it is Cauchy's distribution; with two its share of the middle is t / √(2 + t²).
    assert critical(level, 1) == near(math.tan(math.pi * level / 2))
    assert critical(level, 2) == near(level * math.sqrt(2 / (1 - level**2)))


@given(LEVELS, st.integers(1, 3000))
def test_every_t_agrees_with_scipy(level: float, df: int) -> None:
    assert critical(level, df) == near(stats.t.ppf((1 + level) / 2, df))


@pytest.mark.parametrize("df", [9_999, 20_000, 99_999])
def test_large_groups_agree_with_scipy(df: int) -> None:
    assert critical(0.95, df) == near(stats.t.ppf(0.975, df))


@given(st.floats(0, 50), st.integers(1, 500))
def test_the_share_of_the_middle_agrees_with_scipy(t: float, df: int) -> None:
    assert central(t, df) == near(1 - 2 * stats.t.sf(t, df))


@given(LEVELS, st.integers(1, 500))
def test_t_falls_with_every_learner_and_stays_above_the_normal(level: float, df: int) -> None:
    assert critical(level, df) > critical(level, df + 1) > NormalDist().inv_cdf((1 + level) / 2)


@pytest.mark.parametrize(("level", "df"), [(0.95, 0), (1.0, 5), (-0.1, 5), (0.9999, 5), (math.nan, 5)])
def test_what_has_no_t_is_refused(level: float, df: int) -> None:
    with pytest.raises(ValueError, match="no t"):
        critical(level, df)
