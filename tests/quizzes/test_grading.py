"""Grading is exact: never above the points, never below zero, whatever the order of options."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import grading
from quizzes.grading import Graded, Share
from quizzes.kinds import KINDS, Body

KEYS = ["a", "b", "c", "d"]
POINTS = st.decimals(min_value="0.01", max_value="9999.99", places=2)


def body(right: set[str], keys: list[str]) -> Body:
    return {"choices": [{"key": key, "text": key, "why": key, "right": key in right} for key in keys]}


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, Body]:
    kind = draw(st.sampled_from(sorted(KINDS)))
    keys = KEYS[: draw(st.integers(3, 4))]
    low, high = (1, 1) if kind == "single" else (2, len(keys) - 1)
    right = draw(st.sets(st.sampled_from(keys), min_size=low, max_size=high))
    question = body(right, keys)
    assert KINDS[kind].check(question) == []
    return kind, question


@st.composite
def answered(draw: st.DrawFn) -> tuple[str, Body, Any]:
    kind, question = draw(questions())
    keys = KINDS[kind].keys(question)
    if kind == "single":
        response: Any = draw(st.one_of(st.just({}), st.sampled_from(keys).map(lambda key: {"choice": key})))
    else:
        chosen = draw(st.sets(st.sampled_from(keys)))
        response = {"choices": sorted(chosen)} if chosen else {}
    return kind, question, response


@given(answered(), POINTS)
def test_points_are_never_above_the_questions_nor_below_zero(
    case: tuple[str, Body, Any], points: Decimal
) -> None:
    assert 0 <= grading.grade(*case[:2], points, case[2]) <= points


@given(questions(), POINTS)
def test_the_key_earns_every_point(case: tuple[str, Body], points: Decimal) -> None:
    kind, question = case
    right = KINDS[kind].key_of(question)

    assert grading.grade(kind, question, points, right) == points


@given(answered(), POINTS)
def test_only_the_key_earns_points(case: tuple[str, Body, Any], points: Decimal) -> None:
    kind, question, response = case
    earned = grading.grade(kind, question, points, response)

    assert (earned == points) == (response == KINDS[kind].key_of(question))
    assert earned in (0, points)


@given(answered(), POINTS, st.integers())
def test_the_order_of_options_is_irrelevant(case: tuple[str, Body, Any], points: Decimal, seed: int) -> None:
    kind, question, response = case
    shuffled = Random(seed).sample(question["choices"], len(question["choices"]))

    earned = grading.grade(kind, question, points, response)
    assert grading.grade(kind, {"choices": shuffled}, points, response) == earned


@given(questions(), POINTS)
def test_an_empty_answer_earns_nothing(case: tuple[str, Body], points: Decimal) -> None:
    assert grading.grade(*case, points, {}) == 0
    assert grading.grade(*case, points, None) == 0


def test_a_multiple_choice_with_one_right_and_one_wrong_earns_nothing() -> None:
    question = body({"a", "b"}, KEYS)

    assert grading.grade("multiple", question, Decimal(2), {"choices": ["a"]}) == 0
    assert grading.grade("multiple", question, Decimal(2), {"choices": ["a", "b", "c"]}) == 0
    assert grading.grade("multiple", question, Decimal(2), {"choices": ["a", "b"]}) == 2


@st.composite
def marks(draw: st.DrawFn) -> Graded:
    possible = draw(POINTS)
    share = draw(st.decimals(min_value=0, max_value=possible, places=2))
    return Graded(draw(st.integers(1, 5)), draw(st.booleans()), share, possible)


@given(st.lists(marks(), max_size=60))
def test_competencies_add_up_to_the_whole_exactly(items: list[Graded]) -> None:
    totals = grading.totals(items)

    assert totals.score == sum(item.points for item in items)
    assert totals.possible == sum(item.possible for item in items)
    assert sum(share.points for share in totals.shares) == totals.score
    assert sum(share.possible for share in totals.shares) == totals.possible
    assert sum(share.items for share in totals.shares) == len(items)
    assert 0 <= totals.score <= totals.possible
    assert totals.critical_missed == len(
        [item for item in items if item.critical and item.points != item.possible]
    )


@given(st.lists(marks(), max_size=30), st.integers())
def test_the_order_of_items_is_irrelevant(items: list[Graded], seed: int) -> None:
    assert grading.totals(Random(seed).sample(items, len(items))) == grading.totals(items)


def test_totals_by_hand() -> None:
    items = [
        Graded(2, True, Decimal("0.5"), Decimal(1)),
        Graded(1, False, Decimal("0.10"), Decimal("0.30")),
        Graded(1, True, Decimal("0.20"), Decimal("0.20")),
    ]

    totals = grading.totals(items)

    assert (totals.score, totals.possible, totals.critical_missed) == (Decimal("0.80"), Decimal("1.50"), 1)
    assert totals.shares == (
        Share(1, Decimal("0.30"), Decimal("0.50"), 2),
        Share(2, Decimal("0.5"), Decimal(1), 1),
    )


def test_an_unknown_kind_is_an_error_and_not_a_zero() -> None:
    with pytest.raises(KeyError):
        grading.grade("riddle", {}, Decimal(1), {"choice": "a"})
