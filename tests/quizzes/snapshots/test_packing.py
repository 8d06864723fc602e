"""Figures that were kept are the figures that were counted, to the last digit."""

from __future__ import annotations

import json
from collections import Counter
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.snapshots.counting import name_of
from course.snapshots.packing import packed, unpacked
from quizzes.analysis.figures import Asked, Counted, ExamCount, ExamCounts, ItemsFigures
from quizzes.gain.figures import About, GainFigures
from quizzes.gain.matching import Why
from quizzes.gain.report import Balance, TaughtBefore
from quizzes.statistics import exam as whole_exam
from quizzes.statistics.gain import Pair, gain
from quizzes.statistics.items import analyze
from quizzes.statistics.responses import Item, Response, Responses

PERCENT = st.floats(0, 100)
OPTIONS: list[tuple[tuple[str, ...], frozenset[str]]] = [((), frozenset()), (("a", "b"), frozenset("a"))]
PAIRS = st.lists(st.builds(Pair, PERCENT, PERCENT), max_size=40)


def some_responses(chance: Random) -> Responses:
    """Of items with and without options, of which nobody need have been shown all."""
    items = [
        Item(str(number), chance.choice([1.0, 0.1, 2.5, 1 / 3]), *chance.choice(OPTIONS))
        for number in range(chance.randint(1, 6))
    ]
    sittings = [
        {
            item.key: Response(
                chance.choice([0.0, 1.0, chance.random()]), chance.choice([(), ("a",), ("b",)])
            )
            for item in chance.sample(items, chance.randint(0, len(items)))
        }
        for _ in range(chance.randint(0, 20))
    ]
    return Responses(items, sittings)


@settings(max_examples=40)
@given(chance=st.randoms(use_true_random=False))
def test_figures_of_questions_come_back_as_they_were(chance: Random) -> None:
    responses = some_responses(chance)
    asked = tuple(
        Asked(number, number, number, figures, figures.effective_weight)
        for number, figures in enumerate(analyze(responses))
    )
    figures = ItemsFigures(Counted(5, 1, 2), whole_exam.figures(responses), (0, 3, 12), asked)
    assert unpacked(ItemsFigures, packed(figures)) == figures


@given(whole=PAIRS, part=PAIRS, share=PERCENT, others=st.dictionaries(st.sampled_from(Why), st.integers(1)))
def test_a_gain_comes_back_as_it_was(
    whole: list[Pair], part: list[Pair], share: float, others: dict[Why, int]
) -> None:
    figures = GainFigures(
        matched=len(whole),
        others=others,
        overall=gain(whole),
        by_subject=(About(None, gain(whole)), About(7, gain(part))),
        without_taught=(About(7, gain(part[1:])),),
        taught_before=TaughtBefore(share, 100 - share) if part else None,
        balance=Balance(len(whole), len(part), 1, 0, share / 100),
    )
    back = unpacked(GainFigures, packed(figures))
    assert back == figures
    assert back.gains == {None: gain(whole), 7: gain(part)}
    assert back.began == len(whole) + Counter(others).total()


def test_counts_of_exams_come_back_as_they_were() -> None:
    figures = ExamCounts({12: ExamCount(20_000, 3), 1: ExamCount(0, 1)})
    assert unpacked(ExamCounts, packed(figures)) == figures


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"of": {"1": [1]}}', '{"of": 7}', "\x00"])
def test_what_another_program_wrote_is_no_figure(text: str) -> None:
    assert unpacked(ExamCounts, text) is None


class Sample(NamedTuple):
    """As much of a Countable as its name takes."""

    kind: str
    asked: dict[str, object]
    cohorts: tuple[int, ...]


def test_whoever_sees_the_same_cohorts_finds_the_same_snapshot_and_nobody_else_does() -> None:
    one = Sample("items", {"exam": 3, "form": "A"}, (1, 23, 4))
    assert name_of(one) == name_of(Sample("items", {"form": "A", "exam": 3}, (23, 4, 1)))  # type: ignore[arg-type]
    assert json.loads(name_of(one).asked) == one.asked  # type: ignore[arg-type]
    others = [
        one._replace(cohorts=(1, 23)),
        one._replace(cohorts=(12, 3, 4)),
        one._replace(cohorts=()),
        one._replace(asked={"exam": 3, "form": ""}),
        one._replace(kind="gain"),
    ]
    assert len({name_of(each) for each in [one, *others]}) == 6  # type: ignore[arg-type]
