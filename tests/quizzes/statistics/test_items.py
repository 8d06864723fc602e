"""Item analysis: by hand, by NumPy and SciPy, and by what must hold of any answers."""

from __future__ import annotations

from itertools import permutations
from math import sqrt
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from quizzes.statistics import items
from quizzes.statistics.items import Alert, ItemFigures, analyze
from quizzes.statistics.responses import Item, Response, Responses
from tests.quizzes.statistics.making import PERCENT, RIGHT_OR_WRONG, SHARES, all_finite, near, sat, tables

# The first two items go together; the third goes its own way. Totals are 3, 2, 1 and 0.
WORKED = [[1, 1, 1], [1, 1, 0], [0, 0, 1], [0, 0, 0]]
FIGURES = (
    "n",
    "facility",
    "sd",
    "discrimination_index",
    "discriminative_efficiency",
    "point_biserial",
    "intended_weight",
    "effective_weight",
)


def told(found: ItemFigures) -> tuple[Any, ...]:
    return tuple(getattr(found, name) for name in FIGURES)


def test_figures_worked_by_hand() -> None:
    first, second, third = analyze(sat(WORKED))
    # Item 1 and its rest, 1 1 0 0 and 1 ½ ½ 0: covariance (¼ + 0 + 0 + ¼) / 3 = 1/6, variances 1/3 and 1/6.
    assert (first.n, first.facility, first.sd) == (4, 0.5, near(sqrt(1 / 3)))
    assert first.discrimination_index == near(100 * (1 / 6) / sqrt(1 / 18))
    # No other order of these marks goes together better.
    assert first.discriminative_efficiency == near(100)
    # Means of 3/4 and 1/4, spread by n of √(1/8), and p = q = ½.
    assert first.point_biserial == near((3 / 4 - 1 / 4) / sqrt(1 / 8) * 0.5)
    assert first.intended_weight == near(100 / 3)
    # Covariances with the totals are 2/3, 2/3 and 1/3: weights as √2 : √2 : 1.
    assert first.effective_weight == near(100 * sqrt(2) / (2 * sqrt(2) + 1))
    assert told(second) == told(first)
    # Item 3 and its rest, 1 0 1 0 and 1 1 0 0, have nothing to do with each other.
    assert (third.discrimination_index, third.discriminative_efficiency, third.point_biserial) == (0, 0, 0)
    assert third.effective_weight == near(100 / (2 * sqrt(2) + 1))


def test_partial_points_weigh_by_what_an_item_can_earn() -> None:
    # Marks of 0, 2, 4 of 4 and 1, 0, 1 of 1. Totals 1, 2, 5, of 5: mean 8/3.
    first, second = analyze(sat([[0, 1], [0.5, 0], [1, 1]], points=[4, 1]))
    assert (first.facility, second.facility) == (0.5, near(2 / 3))
    assert (first.intended_weight, second.intended_weight) == (near(80), near(20))
    # Covariances with the totals: (2 · 5/3 + 2 · 7/3) / 2 = 4, and (-⅓ · 5/3 + ⅔ · ⅔ + ⅓ · 7/3) / 2 = ⅓.
    assert first.effective_weight == near(100 * 2 / (2 + sqrt(1 / 3)))
    assert second.effective_weight == near(100 * sqrt(1 / 3) / (2 + sqrt(1 / 3)))
    assert first.point_biserial is None


@given(tables(least=2, items=2), st.data())
def test_figures_agree_with_numpy(rows: list[list[float]], data: st.DataObject) -> None:
    width = len(rows[0])
    points = data.draw(st.lists(st.integers(1, 9), min_size=width, max_size=width))
    marks = np.array(rows) * np.array(points)
    totals = marks.sum(axis=1)
    for place, found in enumerate(analyze(sat(rows, points))):
        own, rest = marks[:, place], totals - marks[:, place]
        assert found.facility == near(np.mean(own) / points[place])
        assert found.sd == near(np.std(own, ddof=1) / points[place])
        assert found.intended_weight == near(100 * points[place] / sum(points))
        if np.ptp(own) == 0 or np.ptp(rest) < 1e-9:
            assert (found.discrimination_index, found.discriminative_efficiency) == (None, None)
            continue
        together = np.cov(own, rest)[0, 1]
        assert found.discrimination_index == near(100 * np.corrcoef(own, rest)[0, 1])
        most = np.cov(np.sort(own), np.sort(rest))[0, 1]
        assert found.discriminative_efficiency == near(100 * together / most)


@given(tables(least=2, items=2))
def test_effective_weights_agree_with_numpy(rows: list[list[float]]) -> None:
    marks = np.array(rows)
    totals = marks.sum(axis=1)
    assume(np.ptp(totals) > 1e-9)
    found = [np.cov(marks[:, place], totals)[0, 1] for place in range(marks.shape[1])]
    # A covariance of 0 is 0 by our count, and this side or that of it by NumPy's.
    assume(all(abs(each) > 1e-9 or np.ptp(marks[:, place]) == 0 for place, each in enumerate(found)))
    roots = [0.0 if abs(each) < 1e-9 else sqrt(each) if each > 0 else None for each in found]
    whole = sum(root for root in roots if root)
    expected = [None if root is None else 100 * root / whole for root in roots]
    own = list(items.effective_weights(sat(rows)).values())
    assert own == near(expected)


@given(tables(shares=RIGHT_OR_WRONG, least=2, items=2))
def test_point_biserial_agrees_with_scipy_and_with_the_index(rows: list[list[float]]) -> None:
    for place, found in enumerate(analyze(sat(rows))):
        own, rest = [row[place] for row in rows], [sum(row) - row[place] for row in rows]
        if len(set(own)) == 1 or len(set(rest)) == 1:
            assert found.point_biserial is None
            continue
        assert found.point_biserial == near(stats.pointbiserialr(own, rest).statistic)
        assert found.discrimination_index == near(100 * (found.point_biserial or 0))


@given(st.lists(st.tuples(PERCENT, PERCENT), min_size=2, max_size=5))
def test_efficiency_compares_with_the_best_of_all_orders(pairs: list[tuple[float, float]]) -> None:
    own, rest = [x for x, _ in pairs], [y for _, y in pairs]
    found = items.discriminative_efficiency(own, rest)
    best = max(np.cov(own, order)[0, 1] for order in permutations(rest))
    if found is None:
        assert best == near(0)
    else:
        assert found == near(100 * np.cov(own, rest)[0, 1] / best)


@given(tables(shares=st.none() | SHARES))
def test_figures_are_finite_and_within_their_bounds(rows: list[list[float | None]]) -> None:
    found = analyze(sat(rows, [2, 1, 5, 1, 3][: len(rows[0]) if rows else 1]))
    assert all_finite(found)
    for each in found:
        assert each.facility is None or 0 <= each.facility <= 1
        assert each.discrimination_index is None or -100 <= each.discrimination_index <= 100
        assert each.discriminative_efficiency is None or each.discriminative_efficiency <= 100
        assert each.point_biserial is None or abs(each.point_biserial) <= 1 + 1e-12
        assert each.intended_weight is None or 0 < each.intended_weight <= 100
        assert each.effective_weight is None or 0 <= each.effective_weight <= 100 + 1e-9


@given(tables(shares=st.none() | SHARES), st.randoms())
def test_the_order_of_learners_changes_nothing(rows: list[list[float | None]], chance: Random) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    assert analyze(sat(mixed)) == analyze(sat(rows))


@given(tables(least=2, items=2), st.sampled_from([0.5, 2, 10]))
def test_points_in_another_scale_change_nothing(rows: list[list[float]], by: float) -> None:
    width = len(rows[0])
    before, after = (analyze(sat(rows, [worth] * width)) for worth in (1, by))
    assert [told(each) for each in after] == near([told(each) for each in before])


@given(tables(shares=RIGHT_OR_WRONG, least=2, items=2))
def test_counting_what_is_wrong_tells_the_same_of_discrimination(rows: list[list[float]]) -> None:
    turned = [[1 - share for share in row] for row in rows]
    for before, after in zip(analyze(sat(rows)), analyze(sat(turned)), strict=True):
        assert after.discrimination_index == near(before.discrimination_index)
        assert after.discriminative_efficiency == near(before.discriminative_efficiency)
        assert after.effective_weight == near(before.effective_weight)
        assert after.facility == near(1 - (before.facility or 0))


@given(tables(least=2, items=2))
def test_effective_weights_add_up_to_a_hundred(rows: list[list[float]]) -> None:
    weights = items.effective_weights(sat(rows)).values()
    known = [weight for weight in weights if weight is not None]
    assert sum(known) == near(100) or not any(known)


@given(tables(least=1), st.integers(1, 5))
def test_learners_who_were_not_shown_an_item_do_not_count_for_it(rows: list[list[float]], more: int) -> None:
    others = [[None, *row[1:]] for row in rows[:more]]
    before, after = (analyze(sat([*rows, *extra]))[0] for extra in ([], others))
    assert (after.n, after.facility, after.sd) == (before.n, before.facility, before.sd)
    assert after.discrimination_index == before.discrimination_index


def test_forms_of_different_size_are_compared_by_their_shares() -> None:
    # On their other items both earned half of the points: there is nothing to tell them apart by.
    found = analyze(sat([[1, 1, 0, None, None], [0, None, None, 0.5, None]]))[0]
    assert (found.n, found.discrimination_index) == (2, None)


def test_an_item_that_goes_against_the_others_has_no_effective_weight() -> None:
    first, *others = analyze(sat([[0, 1, 1, 1], [0, 1, 1, 0], [1, 0, 0, 0], [1, 0, 0, 0]]))
    assert first.effective_weight is None
    assert sum(each.effective_weight or 0 for each in others) == near(100)


@pytest.mark.parametrize("rows", [[], [[1, 0]], [[1, 1], [1, 1], [1, 1]], [[0.1, 0.2]] * 3])
def test_nobody_one_learner_or_all_alike_tell_nothing_apart(rows: list[list[float]]) -> None:
    for found in analyze(sat(rows, [1, 1])):
        assert found.n == len(rows)
        assert (found.discrimination_index, found.discriminative_efficiency) == (None, None)
        assert found.point_biserial is None
        assert not found.effective_weight


def test_a_lone_item_has_no_rest_to_be_held_against() -> None:
    (found,) = analyze(sat([[1], [0], [1]]))
    assert (found.facility, found.discrimination_index, found.effective_weight) == (near(2 / 3), None, 100)


def test_only_one_best_answer_has_a_random_guess_score() -> None:
    kinds = [
        Item("single", 2, ("a", "b", "c", "d"), frozenset("a")),
        Item("true-false", 1, ("true", "false"), frozenset({"true"})),
        Item("multiple", 1, ("a", "b", "c"), frozenset("ab")),
        Item("short", 1),
    ]
    assert [each.random_guess_score for each in analyze(Responses(kinds, []))] == [0.25, 0.5, None, None]


def with_options(answers: list[str], rest: list[float]) -> ItemFigures:
    """An item whose key is "a", and a second one that says how well each learner does elsewhere."""
    asked = [Item("asked", 1, ("a", "b", "c"), frozenset("a")), Item("other", 10)]
    sittings = [
        {"asked": Response(float(chosen == "a"), (chosen,)), "other": Response(share)}
        for chosen, share in zip(answers, rest, strict=True)
    ]
    return analyze(Responses(asked, sittings))[0]


LADDER = [place / 100 for place in range(60)]


def test_below_thirty_learners_only_plain_facts_are_told() -> None:
    against = ["a"] * 15 + ["b"] * 14
    assert with_options(against, LADDER[:29]).alerts == (Alert.FEW,)
    assert with_options([*against, "b"], LADDER[:30]).alerts == (Alert.NEGATIVE, Alert.CHECK_KEY)


def test_a_wrong_option_that_draws_the_upper_third_asks_to_check_the_key() -> None:
    # Ten in each third. Above, six choose "b" and four the key; over all, the key still goes with doing well.
    answers = ["c"] * 10 + ["a"] * 10 + ["b"] * 6 + ["a"] * 4
    found = with_options(answers, LADDER[:30])
    assert found.discrimination_index is not None
    assert found.discrimination_index > 0
    assert found.alerts == (Alert.CHECK_KEY,)
    level = ["c"] * 10 + ["a"] * 10 + ["b"] * 5 + ["a"] * 5
    assert with_options(level, LADDER[:30]).alerts == ()


def test_an_item_that_has_nothing_to_do_with_the_others_is_not_called_negative() -> None:
    found = analyze(sat(WORKED * 10))[2]
    assert (found.discrimination_index, found.alerts) == (0, ())


@pytest.mark.parametrize(
    ("share", "alert"), [(1.0, Alert.EVERYONE_RIGHT), (0.0, Alert.EVERYONE_WRONG), (0.5, None)]
)
def test_an_item_on_which_all_do_alike_is_named(share: float, alert: Alert | None) -> None:
    found = analyze(sat([[share, place / 40] for place in range(40)]))[0]
    assert found.alerts == ((alert,) if alert else ())
