"""Grading is exact: never above the points, never below zero, whatever the order of options."""

from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import grading
from quizzes.grading import Graded, Share
from quizzes.kinds import KINDS
from tests.quizzes.kind_bodies import SAMPLES, answered, questions

POINTS = st.decimals(min_value="0.01", max_value="9999.99", places=2)
WORTH = st.decimals(min_value=1, max_value="9999.99", places=2)
Case = tuple[str, Any, Any]


@given(answered(), POINTS)
def test_points_are_never_above_the_questions_nor_below_zero(case: Case, points: Decimal) -> None:
    earned = grading.grade(*case[:2], points, case[2])

    assert 0 <= earned <= points
    assert earned == earned.quantize(Decimal("0.01"))


@given(questions(), POINTS)
def test_the_key_earns_every_point(case: tuple[str, Any], points: Decimal) -> None:
    kind, question = case
    right = KINDS[kind].key_of(question)

    assert grading.grade(kind, question, points, right) == (0 if KINDS[kind].by_hand else points)
    assert bool(right) is not KINDS[kind].by_hand


@given(answered(), WORTH)
def test_where_there_is_one_key_nothing_else_earns_every_point(case: Case, points: Decimal) -> None:
    kind, question, response = case
    if kind in ("short", "number"):
        return
    earned = grading.grade(kind, question, points, response)

    assert (earned == points) == (bool(response) and response == KINDS[kind].key_of(question))


@given(answered(), POINTS, st.integers())
def test_the_order_of_options_is_irrelevant(case: Case, points: Decimal, seed: int) -> None:
    kind, question, response = case
    listed = {
        name: Random(seed).sample(rows, len(rows)) if isinstance(rows, list) and name != "steps" else rows
        for name, rows in question.items()
    }

    earned = grading.grade(kind, question, points, response)
    assert grading.grade(kind, listed, points, response) == earned


@given(questions(), POINTS)
def test_an_empty_answer_earns_nothing(case: tuple[str, Any], points: Decimal) -> None:
    kind, question = case

    assert grading.grade(kind, question, points, {}) == 0
    assert grading.grade(kind, question, points, None) == 0
    assert KINDS[kind].grade(question, points, {}) == 0


def choices(right: str) -> dict[str, Any]:
    return {"choices": [{"key": key, "text": key, "why": key, "right": key in right} for key in "abcd"]}


@pytest.mark.parametrize(
    ("policy", "given", "earned"),
    [
        ("all-or-nothing", "a", "0"),
        ("all-or-nothing", "abc", "0"),
        ("all-or-nothing", "ab", "2"),
        ("right-minus-wrong", "a", "1"),
        ("right-minus-wrong", "ab", "2"),
        ("right-minus-wrong", "abc", "1"),
        ("right-minus-wrong", "ac", "0"),
        ("right-minus-wrong", "cd", "0"),
        ("right-minus-wrong", "abcd", "0"),
        ("per-option", "a", "1.5"),
        ("per-option", "ab", "2"),
        ("per-option", "abcd", "1"),
        ("per-option", "cd", "0"),
        ("per-option", "c", "0.5"),
    ],
)
def test_each_policy_of_a_multiple_choice_by_hand(policy: str, given: str, earned: str) -> None:
    question = {**choices("ab"), "policy": policy}

    assert grading.grade("multiple", question, Decimal(2), {"choices": list(given)}) == Decimal(earned)


def test_a_share_is_rounded_once_halves_up() -> None:
    question = {**choices("abc"), "policy": "right-minus-wrong"}

    # Two of three right choices, of 1 point: 0.666…; of 0.75 points, 0.5; of 0.01, 0.00666….
    for points, earned in (("1", "0.67"), ("0.75", "0.50"), ("0.01", "0.01")):
        given = {"choices": ["a", "b"]}
        assert grading.grade("multiple", question, Decimal(points), given) == Decimal(earned)
    half = {**choices("ab"), "policy": "right-minus-wrong"}
    assert grading.grade("multiple", half, Decimal("0.05"), {"choices": ["a"]}) == Decimal("0.03")


@pytest.mark.parametrize(
    ("places", "earned"),
    [
        ("abcd", "3"),
        ("dabc", "2"),
        ("bcda", "2"),
        ("abdc", "1"),
        ("badc", "0"),
        ("dcba", "0"),
    ],
)
def test_a_step_counts_when_it_directly_follows_the_right_one(places: str, earned: str) -> None:
    question = {"steps": [{"key": key, "text": key} for key in "abcd"]}
    response = {"places": {key: place for place, key in enumerate(places, start=1)}}

    assert grading.grade("ordering", question, Decimal(3), response) == Decimal(earned)


@pytest.mark.parametrize(
    ("places", "earned"),
    [
        ({"a": 1, "b": 2}, "1"),
        ({"b": 2, "c": 3, "d": 4}, "2"),
        ({"a": 1, "c": 2}, "0"),
        ({"a": 1, "b": 2, "c": 2, "d": 3}, "0"),
        ({"a": 1, "b": 1, "c": 3, "d": 4}, "1"),
    ],
)
def test_an_unfinished_order_earns_what_its_finished_part_earns(places: dict[str, int], earned: str) -> None:
    question = {"steps": [{"key": key, "text": key} for key in "abcd"]}

    assert grading.grade("ordering", question, Decimal(3), {"places": places}) == Decimal(earned)


def test_each_right_row_of_a_matching_earns_its_share() -> None:
    _stem, question = SAMPLES["matching"][0]
    rows = {"dose": "clinician", "hope": "clinician", "rent": "case-manager"}

    assert grading.grade("matching", question, Decimal(1), {"rows": rows}) == Decimal("0.67")
    assert grading.grade("matching", question, Decimal(1), {"rows": {"dose": "clinician"}}) == Decimal("0.33")


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
