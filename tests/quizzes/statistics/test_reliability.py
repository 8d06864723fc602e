"""How far scores can be trusted: by hand, by NumPy, and by what must hold of any marks; and the exam as a whole."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizzes.statistics import exam
from quizzes.statistics.reliability import cronbach_alpha, kr20, reliability, standard_error
from tests.quizzes.statistics.making import RIGHT_OR_WRONG, SHARES, all_finite, near, sat, tables

WORKED = [[1, 1, 1], [1, 1, 0], [0, 0, 1], [0, 0, 0]]


def test_figures_worked_by_hand() -> None:
    # Each item varies by 1/3 and the totals 3 2 1 0 by 5/3: 3/2 · (1 - 1 / (5/3)) = 0.6. By n: 3/2 · (1 - ¾ / 1¼).
    found = reliability(sat(WORKED))
    assert (found.n, found.items, found.alpha, found.kr20) == (4, 3, near(0.6), near(0.6))
    # In percent the totals spread by 100 · √(5/3) / 3; times √(1 - 0.6) that is 100 · √(2/27).
    assert found.sem == near(100 * sqrt(2 / 27))


@given(tables(least=2, items=2))
def test_alpha_agrees_with_numpy(rows: list[list[float]]) -> None:
    marks = np.array(rows)
    assume(np.ptp(marks.sum(axis=1)) > 1e-9)
    k = marks.shape[1]
    expected = k / (k - 1) * (1 - marks.var(axis=0, ddof=1).sum() / marks.sum(axis=1).var(ddof=1))
    assert reliability(sat(rows)).alpha == near(expected)


@given(tables(shares=RIGHT_OR_WRONG, least=2, items=2), st.sampled_from([0.5, 1, 3]))
def test_both_coefficients_are_one_where_items_are_right_or_wrong(
    rows: list[list[float]], worth: float
) -> None:
    found = reliability(sat(rows, [worth] * len(rows[0])))
    assert found.kr20 == near(found.alpha)


@given(tables(shares=RIGHT_OR_WRONG, least=2, items=2))
def test_kr20_agrees_with_its_formula_in_numpy(rows: list[list[float]]) -> None:
    marks = np.array(rows)
    assume(np.ptp(marks.sum(axis=1)) > 0)
    k, p = marks.shape[1], marks.mean(axis=0)
    expected = k / (k - 1) * (1 - (p * (1 - p)).sum() / marks.sum(axis=1).var())
    assert kr20(marks.T.tolist()) == near(expected)


@pytest.mark.parametrize("points", [[1, 1], [1, 2]])
def test_kr20_is_only_for_items_that_are_right_or_wrong_and_count_alike(points: list[float]) -> None:
    part = 0.5 if points == [1, 1] else 0
    found = reliability(sat([[1, 1], [0, part], [1, 0]], points))
    assert found.alpha is not None
    assert found.kr20 is None


@pytest.mark.parametrize(
    "rows", [[], [[1, 0]], [[1], [0], [1]], [[1, 0], [0, 1]], [[0.1, 0.2], [0.2, 0.1], [0, 0.3]]]
)
def test_totals_that_do_not_vary_say_nothing(rows: list[list[float]]) -> None:
    found = reliability(sat(rows, [1] * (len(rows[0]) if rows else 3)))
    assert (found.alpha, found.kr20, found.sem) == (None, None, None)


def test_items_that_contradict_each_other_leave_no_error_of_one_score() -> None:
    found = reliability(sat([[1, 0, 0], [1, 0, 0], [0, 1, 1], [0, 1, 0], [0, 1, 0]]))
    assert found.alpha is not None
    assert found.alpha < 0
    assert found.sem is None


@pytest.mark.parametrize(("sd", "coefficient"), [(None, 0.5), (10, None), (10, -0.001), (10, -2)])
def test_without_a_spread_or_a_coefficient_there_is_no_error(
    sd: float | None, coefficient: float | None
) -> None:
    assert standard_error(sd, coefficient) is None


def test_only_those_who_were_shown_every_item_count() -> None:
    found = reliability(sat([*WORKED, [1, None, 1], [None, None, None]]))
    assert found == reliability(sat(WORKED))


def test_twins_of_every_item_are_more_reliable_as_foretold() -> None:
    # Spearman and Brown foretell 2r / (1 + r) of a test twice as long; with the same questions twice it is more.
    rows = [[*row, *row] for row in WORKED]
    doubled = reliability(sat(rows)).alpha
    assert doubled is not None
    assert doubled > 2 * 0.6 / 1.6


@given(tables(least=2, items=2), st.randoms())
def test_neither_the_order_of_learners_nor_of_items_matters(rows: list[list[float]], chance: Random) -> None:
    learners, places = list(rows), list(range(len(rows[0])))
    chance.shuffle(learners)
    chance.shuffle(places)
    mixed = [[row[place] for place in places] for row in learners]
    before, after = reliability(sat(rows)), reliability(sat(mixed))
    assert (after.alpha, after.kr20, after.sem) == near((before.alpha, before.kr20, before.sem))


@given(tables(shares=st.none() | SHARES))
def test_coefficients_are_finite_and_at_most_one(rows: list[list[float | None]]) -> None:
    found = reliability(sat(rows, [1, 2, 1, 3, 1][: len(rows[0]) if rows else 2]))
    assert all_finite(found)
    assert found.alpha is None or found.alpha <= 1 + 1e-12
    assert found.kr20 is None or found.kr20 <= 1 + 1e-12


@given(st.floats(0, 50), st.lists(st.floats(0, 1), min_size=2))
def test_the_more_reliable_the_smaller_the_error(sd: float, coefficients: list[float]) -> None:
    errors = [standard_error(sd, each) for each in sorted(coefficients)]
    assert all(low is not None and high is not None and low >= high for low, high in pairwise(errors))


def test_columns_of_nobody_have_no_coefficient() -> None:
    assert cronbach_alpha([[], []]) is None
    assert kr20([]) is None


def test_an_exam_is_summed_up_in_percent_of_what_each_was_shown() -> None:
    found = exam.figures(sat([[1, 1, 0], [1, None, 0], [None, None, None], [0, 0, 0]], [2, 1, 1]))
    # 3 of 4, 2 of 3, and 0 of 4; the third was shown nothing.
    assert found.scores.n == 3
    assert found.scores.mean == near((75 + 200 / 3) / 3)
    assert found.reliability.n == 2
    assert found.caution is True


@pytest.mark.parametrize(("n", "caution"), [(0, True), (29, True), (30, False)])
def test_below_thirty_sittings_an_exam_calls_for_caution(n: int, caution: bool) -> None:
    assert exam.figures(sat([[1, 0]] * n, [1, 1])).caution is caution
