"""Questions are drawn by blueprint, reproducibly, and a row that cannot be filled is named."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import draw
from quizzes.draw import CannotFill, Entry, Row

BANK = [Entry(f"{code}-{index}", code) for code in ("listens", "plans", "safe") for index in range(6)]
ROWS = [Row("safe", 3), Row("listens", 2), Row("plans", 1)]
SEEDS = st.integers(0, 2**63 - 1)


@given(SEEDS, st.booleans())
def test_every_row_gets_its_count_and_no_question_comes_twice(seed: int, shuffle: bool) -> None:
    drawn = draw.questions(ROWS, BANK, seed=seed, shuffle=shuffle)

    assert Counter(ROWS[each.row].competency for each in drawn) == {"safe": 3, "listens": 2, "plans": 1}
    assert len(set(drawn)) == 6
    assert {each.key for each in drawn} <= {entry.key for entry in BANK}


@given(SEEDS, st.randoms())
def test_the_same_seed_draws_the_same_exam_however_the_bank_is_listed(seed: int, rng: Random) -> None:
    listed = rng.sample(BANK, len(BANK))

    assert draw.questions(ROWS, listed, seed=seed) == draw.questions(ROWS, BANK, seed=seed)


def test_different_seeds_draw_different_exams() -> None:
    drawn = {tuple(draw.questions(ROWS, BANK, seed=seed)) for seed in range(20)}

    assert len(drawn) == 20


def test_every_question_has_the_same_chance() -> None:
    drawn = Counter(
        entry.key for seed in range(3000) for entry in draw.questions([Row("plans", 2)], BANK, seed=seed)
    )

    assert len(drawn) == 6
    assert all(900 < count < 1100 for count in drawn.values())


def test_without_shuffling_the_rows_keep_their_order() -> None:
    drawn = draw.questions(ROWS, BANK, seed=1, shuffle=False)

    assert [ROWS[each.row].competency for each in drawn] == ["safe"] * 3 + ["listens"] * 2 + ["plans"]


def test_a_row_that_cannot_be_filled_is_named() -> None:
    with pytest.raises(CannotFill, match="6 of the 7 questions that “plans” needs") as refused:
        draw.questions([Row("safe", 1), Row("plans", 7)], BANK, seed=1)

    assert (refused.value.row, refused.value.available) == (Row("plans", 7), 6)


@given(SEEDS, st.lists(st.text(min_size=1), unique=True, max_size=6))
def test_options_are_all_there_and_the_same_again_for_the_same_seed(seed: int, keys: list[str]) -> None:
    ordered = draw.order(keys, seed=seed, question="q")

    assert sorted(ordered) == sorted(keys)
    assert draw.order(keys, seed=seed, question="q") == ordered
    assert draw.order(keys, seed=seed, question="q", shuffle=False) == keys


def test_each_question_of_an_exam_has_an_order_of_its_own() -> None:
    orders = {tuple(draw.order("abcd", seed=1, question=f"q-{index}")) for index in range(30)}

    assert len(orders) > 10
