"""Mean, spread, shape and quartiles: by hand, by NumPy and SciPy, and by what must hold of any numbers."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from quizzes.statistics import moments
from tests.quizzes.statistics.making import PERCENT, PERCENTS, all_finite, near

# Deviations from the mean of 5: -3 -1 -1 -1 0 0 2 4. Their squares add up to 32, cubes to 42, fourth powers to 356.
WORKED = [2, 4, 4, 4, 5, 5, 7, 9]


def test_figures_worked_by_hand() -> None:
    found = moments.summary(WORKED)
    assert (found.n, found.mean, found.lowest, found.highest) == (8, 5, 2, 9)
    assert found.sd == near((32 / 7) ** 0.5)
    # g1 = (42/8) / (32/8)^1.5 = 0.65625, and G1 = √(8·7)/6 · g1.
    assert found.skewness == near(56**0.5 / 6 * 0.65625)
    # g2 = (356/8) / 4² - 3 = -0.21875, and G2 = 7/(6·5) · (9 · g2 + 6).
    assert found.kurtosis == near(7 / 30 * (9 * -0.21875 + 6))


def test_quartiles_lie_between_neighbors() -> None:
    # Ranks 1.75, 3.5 and 5.25 of 0 to 7: between 4 and 4; half way from 4 to 5; a quarter of the way from 5 to 7.
    assert moments.quartiles(WORKED) == moments.Quartiles(4, 4.5, 5.5)


@pytest.mark.parametrize(
    ("values", "undefined"),
    [
        ([], {"mean", "sd", "skewness", "kurtosis", "quartiles", "median", "lowest", "highest"}),
        ([7.1], {"sd", "skewness", "kurtosis"}),
        ([7.1, 8], {"skewness", "kurtosis"}),
        ([7.1, 8, 9], {"kurtosis"}),
        ([0.1] * 3, {"skewness", "kurtosis"}),
        ([0.1] * 10, {"skewness", "kurtosis"}),
        ([7.1, 8, 9, 9], set()),
    ],
)
def test_what_is_not_defined_is_none(values: list[float], undefined: set[str]) -> None:
    found = moments.summary(values)
    names = ("mean", "sd", "skewness", "kurtosis", "quartiles", "median", "lowest", "highest")
    assert {name for name in names if getattr(found, name) is None} == undefined


@pytest.mark.parametrize("count", [2, 3, 10, 1001])
def test_equal_values_have_no_spread_at_all(count: int) -> None:
    found = moments.summary([0.1] * count)
    assert (found.mean, found.sd) == (0.1, 0)


@given(st.lists(PERCENT, min_size=1, max_size=40))
def test_center_and_spread_agree_with_numpy(values: list[float]) -> None:
    found = moments.summary(values)
    assert found.mean == near(np.mean(values))
    assert found.quartiles is not None
    own = (found.quartiles.lower, found.quartiles.median, found.quartiles.upper)
    assert own == near(tuple(np.percentile(values, [25, 50, 75])))
    assert found.median == near(np.median(values))
    if len(values) > 1:
        assert found.sd == near(np.std(values, ddof=1))


@given(st.lists(PERCENT, min_size=4, max_size=40))
def test_shape_agrees_with_scipy(values: list[float]) -> None:
    assume(len(set(values)) > 1)
    assert moments.skewness(values) == near(stats.skew(values, bias=False))
    assert moments.kurtosis(values) == near(stats.kurtosis(values, bias=False))


@given(st.lists(st.tuples(PERCENT, PERCENT), min_size=2, max_size=40))
def test_covariance_and_correlation_agree_with_numpy(pairs: list[tuple[float, float]]) -> None:
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    assert moments.covariance(xs, ys) == near(np.cov(xs, ys)[0, 1])
    if len(set(xs)) > 1 and len(set(ys)) > 1:
        assert moments.correlation(xs, ys) == near(np.corrcoef(xs, ys)[0, 1])


@given(PERCENTS, st.randoms())
def test_the_order_of_values_changes_nothing(values: list[float], chance: Random) -> None:
    mixed = list(values)
    chance.shuffle(mixed)
    assert moments.summary(mixed) == moments.summary(values)


@given(PERCENTS, st.integers(-1000, 1000))
def test_a_shift_moves_the_center_and_nothing_else(values: list[float], by: int) -> None:
    before, after = moments.summary(values), moments.summary([value + by for value in values])
    assert after.mean == (None if before.mean is None else near(before.mean + by))
    assert (after.sd, after.skewness, after.kurtosis) == near((before.sd, before.skewness, before.kurtosis))


@given(PERCENTS, st.integers(1, 100))
def test_a_scale_stretches_the_spread_and_keeps_the_shape(values: list[float], by: int) -> None:
    before, after = moments.summary(values), moments.summary([value * by for value in values])
    assert after.sd == (None if before.sd is None else near(before.sd * by))
    assert (after.skewness, after.kurtosis) == near((before.skewness, before.kurtosis))


@given(PERCENTS)
def test_a_mirror_turns_the_tail_and_the_quartiles_round(values: list[float]) -> None:
    before, after = moments.summary(values), moments.summary([-value for value in values])
    assert after.kurtosis == near(before.kurtosis)
    assert after.skewness == (None if before.skewness is None else near(-before.skewness))
    if before.quartiles and after.quartiles:
        assert after.quartiles.lower == near(-before.quartiles.upper)


@given(st.lists(st.floats(-1e6, 1e6, allow_subnormal=True), max_size=12))
def test_any_values_give_finite_figures_in_their_bounds(values: list[float]) -> None:
    found = moments.summary(values)
    assert all_finite(found)
    if found.quartiles and found.mean is not None:
        own = found.quartiles
        assert min(values) <= own.lower <= own.median <= own.upper <= max(values)
        assert min(values) <= found.mean <= max(values)


@given(st.lists(st.tuples(PERCENT, PERCENT), max_size=12))
def test_a_correlation_is_symmetric_and_between_minus_one_and_one(pairs: list[tuple[float, float]]) -> None:
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    found = moments.correlation(xs, ys)
    assert found == near(moments.correlation(ys, xs))
    assert found is None or -1 <= found <= 1


def test_what_floats_leave_of_no_correlation_is_none() -> None:
    # By hand: deviations ±0.1 of the first and ±0.3 of the second cancel out.
    xs, ys = [0.1, 0.3, 0.1, 0.3], [0.7, 0.7, 0.1, 0.1]
    assert moments.covariance(xs, ys) == 0


def test_values_that_make_no_pairs_are_refused() -> None:
    with pytest.raises(ValueError, match="2 and 1 values"):
        moments.covariance([1, 2], [1])
