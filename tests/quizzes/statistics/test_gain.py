"""Before and after: by hand, by SciPy, and by what must hold of any pairs."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from quizzes.statistics.gain import Gain, Interval, Pair, form_imbalance, gain, gains, interval, normalized
from tests.quizzes.statistics.making import PERCENT, all_finite, near

PAIRS = st.lists(st.builds(Pair, PERCENT, PERCENT), max_size=40)


def test_figures_worked_by_hand() -> None:
    # Differences 20, 10 and 30: mean 20, standard deviation 10. t with 2 degrees of freedom is 4.302652729749.
    found = gain([Pair(40, 60), Pair(50, 60), Pair(60, 90)])
    reach = 4.302652729749464 * 10 / 3**0.5
    assert found == Gain(
        n=3,
        before=50,
        after=70,
        difference=20,
        sd=10,
        interval=Interval(near(20 - reach), near(20 + reach)),
        normalized=near(20 / 50),
        caution=True,
    )


def test_a_normalized_gain_is_a_part_of_what_could_be_gained() -> None:
    assert normalized(45, 80) == near(35 / 55)
    assert normalized(80, 70) == near(-0.5)
    assert normalized(99, 0) == near(-99)


@pytest.mark.parametrize(("before", "after"), [(100, 100), (100, 50), (None, 50), (50, None)])
def test_where_nothing_could_be_gained_there_is_no_normalized_gain(
    before: float | None, after: float | None
) -> None:
    assert normalized(before, after) is None


@given(
    st.lists(st.builds(Pair, PERCENT, PERCENT), min_size=2, max_size=40), st.sampled_from([0.9, 0.95, 0.99])
)
def test_intervals_agree_with_scipy(pairs: list[Pair], level: float) -> None:
    assume(len({pair.difference for pair in pairs}) > 1)
    before, after = [pair.before for pair in pairs], [pair.after for pair in pairs]
    expected = stats.ttest_rel(after, before).confidence_interval(level)
    assert gain(pairs, level=level).interval == near((expected.low, expected.high))


@pytest.mark.parametrize(
    ("pairs", "known"),
    [
        ([], set()),
        ([Pair(40, 60)], {"before", "after", "difference", "normalized"}),
        ([Pair(40, 60), Pair(30, 50)], {"before", "after", "difference", "normalized", "sd"}),
        # By floats the first difference is 34.99999999999999.
        ([Pair(45.1, 80.1), Pair(35, 70)], {"before", "after", "difference", "normalized", "sd"}),
        ([Pair(100, 90), Pair(100, 80)], {"before", "after", "difference", "sd", "interval"}),
    ],
)
def test_what_the_pairs_do_not_tell_is_none(pairs: list[Pair], known: set[str]) -> None:
    found = gain(pairs)
    names = ("before", "after", "difference", "sd", "interval", "normalized")
    assert {name for name in names if getattr(found, name) is not None} == known


@given(PAIRS)
def test_before_and_after_changed_places_turn_the_difference_round(pairs: list[Pair]) -> None:
    found, turned = gain(pairs), gain([Pair(pair.after, pair.before) for pair in pairs])
    assert (turned.before, turned.after, turned.sd) == (found.after, found.before, found.sd)
    if found.difference is not None:
        assert turned.difference == -found.difference
    if found.interval and turned.interval:
        assert turned.interval == near((-found.interval.high, -found.interval.low))


@given(PAIRS, st.randoms())
def test_the_order_of_learners_changes_nothing(pairs: list[Pair], chance: Random) -> None:
    mixed = list(pairs)
    chance.shuffle(mixed)
    assert gain(mixed) == gain(pairs)


@given(PAIRS)
def test_figures_are_finite_and_fit_together(pairs: list[Pair]) -> None:
    found = gain(pairs)
    assert all_finite(found)
    if found.before is not None and found.after is not None:
        assert found.difference == near(found.after - found.before)
    if found.interval is not None and found.difference is not None:
        assert found.interval.low < found.difference < found.interval.high
    assert found.normalized is None or found.normalized <= 1


@given(PAIRS, st.integers(1, 50))
def test_a_gain_does_not_depend_on_where_it_begins(pairs: list[Pair], by: int) -> None:
    found, moved = gain(pairs), gain([Pair(pair.before + by, pair.after + by) for pair in pairs])
    assert (moved.difference, moved.sd, moved.interval) == near((found.difference, found.sd, found.interval))


@given(st.lists(PERCENT, min_size=2, max_size=20))
def test_a_surer_interval_is_wider(differences: list[float]) -> None:
    narrow, wide = interval(differences, level=0.8), interval(differences, level=0.99)
    if narrow and wide:
        assert wide.low < narrow.low < narrow.high < wide.high


@given(st.lists(st.tuples(st.sampled_from("abc"), st.builds(Pair, PERCENT, PERCENT)), max_size=30))
def test_each_group_is_worked_out_from_its_own_pairs(pairs: list[tuple[str, Pair]]) -> None:
    found = gains(pairs)
    assert list(found) == list(dict.fromkeys(key for key, _ in pairs))
    assert found == {key: gain([pair for other, pair in pairs if other == key]) for key in found}


@pytest.mark.parametrize(("n", "caution"), [(0, True), (29, True), (30, False)])
def test_below_thirty_pairs_a_gain_calls_for_caution(n: int, caution: bool) -> None:
    assert gain([Pair(40, 60)] * n).caution is caution


FORMS = st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from("AB")), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("ways", "found"),
    [("AB BA", 0), ("AB AB", 1), ("BA", 1), ("AB BA AB", 1 / 3), ("AA BB", 0), ("AB AA", 1 / 2), ("", None)],
)
def test_forms_that_are_crossed_over_evenly_cancel_out(ways: str, found: float | None) -> None:
    assert form_imbalance([(way[0], way[1]) for way in ways.split()]) == found


@given(FORMS, st.integers(0, 20))
def test_the_imbalance_is_the_part_of_the_forms_that_a_difference_holds(
    ways: list[tuple[str, str]], easier: int
) -> None:
    # Everybody gains 10 points, and earns so many more wherever they sit form B.
    pairs = [Pair(40 + easier * (before == "B"), 50 + easier * (after == "B")) for before, after in ways]
    difference, imbalance = gain(pairs).difference, form_imbalance(ways)
    assert difference is not None
    assert imbalance is not None
    assert abs(difference - 10) == near(imbalance * easier)
