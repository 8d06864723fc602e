"""Who chose what: thirds that part nobody from their equals, and options that nobody takes."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.statistics.options import ByThird, Table, Third, table, thirds
from quizzes.statistics.responses import Item, Response

SCORES = st.lists(st.integers(0, 12).map(lambda number: number / 12), max_size=40)
ITEM = Item("asked", 1, ("a", "b", "c"), frozenset("a"))
LOWER, MIDDLE, UPPER = Third


def tabled(answers: list[str], rest: list[float | None], item: Item = ITEM) -> Table:
    """Each answer is the letters that were chosen."""
    found = table(item, [Response(0, tuple(chosen)) for chosen in answers], rest)
    assert found is not None
    return found


def test_without_ties_thirds_are_thirds() -> None:
    assert thirds([6, 1, 5, 2, 4, 3]) == [UPPER, LOWER, UPPER, LOWER, MIDDLE, MIDDLE]


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ([], []),
        ([7], [MIDDLE]),
        ([7, 7, 7], [MIDDLE] * 3),
        ([1, 2], [LOWER, UPPER]),
        # The four at the bottom lie at 2/8, those at the top at 6/8.
        ([1, 1, 1, 1, 2, 2, 2, 2], [LOWER] * 4 + [UPPER] * 4),
        # The tie at the top lies at 4/6, which is not above 2/3.
        ([1, 2, 3, 3, 3, 3], [LOWER, LOWER] + [MIDDLE] * 4),
    ],
)
def test_learners_with_one_score_stay_together(scores: list[float], found: list[Third]) -> None:
    assert thirds(scores) == found


@given(SCORES, st.randoms())
def test_a_third_follows_from_the_score_alone(scores: list[float], chance: Random) -> None:
    mixed = list(scores)
    chance.shuffle(mixed)
    by_score = dict(zip(scores, thirds(scores), strict=True))
    assert thirds(mixed) == [by_score[score] for score in mixed]
    assert all(low <= high for low, high in pairwise(by_score[score] for score in sorted(scores)))


@given(SCORES)
def test_turned_round_the_upper_third_is_the_lower(scores: list[float]) -> None:
    assert [2 - third for third in thirds([-score for score in scores])] == thirds(scores)


@given(st.integers(1, 40))
def test_without_ties_thirds_differ_by_one_at_most(n: int) -> None:
    found = thirds(list(range(n)))
    sizes = [found.count(third) for third in Third]
    assert max(sizes) - min(sizes) <= 1


def test_a_table_says_who_chose_what() -> None:
    found = tabled(["a", "a", "b", "a", "", "b"], [0.9, 0.8, 0.5, 0.4, 0.2, 0.1])
    assert found.sizes == ByThird(2, 2, 2)
    assert [(each.key, each.right, each.chosen, each.share) for each in found.options] == [
        ("a", True, 3, 1 / 2),
        ("b", False, 2, 1 / 3),
        ("c", False, 0, 0),
        ("", False, 1, 1 / 6),
    ]
    assert [each.by for each in found.options] == [
        ByThird(0, 1, 2),
        ByThird(1, 1, 0),
        ByThird(0, 0, 0),
        ByThird(1, 0, 0),
    ]


ANSWERS = st.lists(st.tuples(st.sampled_from(["", "a", "b", "c", "ab", "abc"]), st.none() | st.floats(0, 1)))


@given(ANSWERS)
def test_every_choice_stands_in_one_third_unless_there_is_no_rest(
    answers: list[tuple[str, float | None]],
) -> None:
    found = tabled([chosen for chosen, _ in answers], [score for _, score in answers])
    with_rest = [chosen for chosen, score in answers if score is not None]
    assert sum(found.sizes) == len(with_rest)
    for option in found.options:
        assert sum(option.by) == sum((option.key in each) if option.key else not each for each in with_rest)
        assert option.chosen >= sum(option.by)
        assert all(part <= size for part, size in zip(option.by, found.sizes, strict=True))


def test_a_distractor_below_five_percent_does_no_work() -> None:
    # Of forty, two are 5 %; one is less.
    found = tabled(["a"] * 37 + ["b"] * 2 + ["c"], [0.5] * 40)
    assert [each.nonfunctional for each in found.options] == [None, False, True, None]


def test_below_thirty_learners_no_distractor_is_judged() -> None:
    assert {each.nonfunctional for each in tabled(["a"] * 29, [0.5] * 29).options} == {None}
    assert tabled(["a"] * 30, [0.5] * 30).options[1].nonfunctional is True


def test_what_an_item_does_not_offer_is_not_counted() -> None:
    found = tabled(["a", "z"], [0.5, 0.5])
    assert [each.chosen for each in found.options] == [1, 0, 0, 0]


def test_an_item_without_options_has_no_table() -> None:
    assert table(Item("short"), [Response(1)], [0.5]) is None


def test_nobody_has_chosen_anything_yet() -> None:
    found = tabled([], [])
    assert [(each.chosen, each.share) for each in found.options] == [(0, None)] * 4
