"""Small groups are left out, and cannot be found again by subtraction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.statistics.small_numbers import left_out

SIZES = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 20))


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({}, ""),
        ({"a": 5, "b": 9}, ""),
        ({"a": 2, "b": 3, "c": 9}, "ab"),
        # Four alone could be found from the total; the next larger group goes with them.
        ({"a": 9, "b": 4, "c": 7}, "bc"),
        ({"a": 7, "b": 4, "c": 7}, "ab"),
        ({"a": 4}, "a"),
        ({"a": 0, "b": 9}, "a"),
    ],
)
def test_groups_that_would_tell_on_somebody_are_left_out(sizes: dict[str, int], hidden: str) -> None:
    assert left_out(sizes) == frozenset(hidden)


@given(SIZES, st.integers(1, 10))
def test_neither_what_is_shown_nor_what_is_left_is_too_small(sizes: dict[str, int], least: int) -> None:
    hidden = left_out(sizes, least=least)
    together = sum(sizes[key] for key in hidden)
    assert all(size >= least for key, size in sizes.items() if key not in hidden)
    assert together == 0 or together >= least or hidden == sizes.keys()


@given(SIZES)
def test_at_most_one_group_is_left_out_for_the_sake_of_others(sizes: dict[str, int]) -> None:
    assert sum(sizes[key] >= 5 for key in left_out(sizes)) <= 1
