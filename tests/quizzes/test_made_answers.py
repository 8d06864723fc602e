"""How made-up learners answer: in the form that the page would post, and as hard as the question is said to be."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from random import Random
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kinds import KINDS
from quizzes.program_maker.answering import DIFFICULTY, Item, answer, item, saves
from tests.quizzes.kind_bodies import SAMPLES

POINTS = Decimal(1)
QUESTIONS = [(kind, body) for kind, samples in SAMPLES.items() for _, body in samples]
# In hundredths: abilities that differ by less than a float can tell have the same chance.
abilities = st.integers(-400, 400).map(lambda hundredths: hundredths / 100)


def single(key: str, expected: str) -> Item:
    body = next(body for kind, body in QUESTIONS if kind == "single")
    return item(key, expected, "single", body)


@given(st.sampled_from(QUESTIONS), st.sampled_from(sorted(DIFFICULTY)), abilities, st.integers())
def test_every_answer_can_be_graded_and_each_save_differs_from_the_one_before(
    question: tuple[str, dict[str, object]], expected: str, ability: float, seed: int
) -> None:
    kind, body = question
    rng, made = Random(seed), item(f"q-{seed}", expected, kind, body)
    final = answer(made, ability, KINDS[kind].keys(body), rng)
    given = list(saves(made, final, rng))
    assert given[-1:] == ([final] if final else [])
    assert all(before != after for before, after in pairwise(given))
    for each in given:
        assert 0 <= KINDS[kind].grade(body, POINTS, each) <= POINTS
        assert 0 < len(KINDS[kind].code(each)) <= 200
        assert KINDS[kind].texts(body, each)


@given(abilities, abilities, st.integers(0, 400))
def test_the_able_know_more_but_for_the_few_questions_that_mislead(
    one: float, other: float, number: int
) -> None:
    made = single(f"q-{number}", "medium")
    low, high = sorted((one, other))
    assert 0 < made.chance(low) <= 1
    assert (made.chance(low) <= made.chance(high)) == (made.slope > 0 or low == high)


@pytest.mark.parametrize(
    ("expected", "least", "most"), [("easy", 0.8, 1), ("medium", 0.5, 0.8), ("hard", 0.2, 0.5)]
)
def test_newcomers_get_as_many_right_as_the_author_of_the_question_expects(
    expected: str, least: float, most: float
) -> None:
    rng = Random(1)
    shares = [single(f"q-{number}", expected).chance(rng.gauss(0, 1)) for number in range(3000)]
    assert least < fmean(shares) < most


def test_one_wrong_choice_draws_more_than_the_others() -> None:
    made, rng = single("q-1", "hard"), Random(1)
    given = [answer(made, -3, [], rng)["choice"] for _ in range(2000)]
    wrong = sorted(given.count(option) for option in made.pull)
    assert wrong[-1] > 1.5 * wrong[-2]


def test_a_question_behaves_the_same_each_time() -> None:
    assert single("q-1", "easy") == single("q-1", "easy") != single("q-2", "easy")
