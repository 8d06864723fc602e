"""The rules of branches, and walking them: pure, for any branches and any way."""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.branching import walk
from lessons.branching.graph import flaws
from lessons.branching.walk import Lost, Path
from tests.make import BRANCHES


def said(branches: list[dict[str, Any]]) -> str:
    return " ".join(f"{'.'.join(map(str, flaw.where))}: {flaw.says}" for flaw in flaws(branches))


def changed(*where: Any, to: Any) -> list[dict[str, Any]]:
    """The sound branches with one value exchanged."""
    branches = deepcopy(BRANCHES)
    place: Any = branches
    for part in where[:-1]:
        place = place[part]
    place[where[-1]] = to
    return branches


def test_sound_branches_have_no_flaw() -> None:
    assert flaws(BRANCHES) == []
    assert flaws([]) == []


@pytest.mark.parametrize(
    ("branches", "expected"),
    [
        (
            changed(0, "choices", 0, "to", to="nowhere"),
            "0.choices.0.to: There is no point or ending “nowhere”",
        ),
        (changed(0, "choices", 0, "to", to=""), "0.choices.0.to: Say where this choice leads"),
        (changed(2, "choices", 0, "to", to="coffee"), "2.choices.0.to: This leads around in a circle"),
        (changed(1, "choices", 0, "to", to="lunch"), "1.choices.0.to: This leads around in a circle"),
        (changed(2, "choices", 0, "to", to="checked"), "3: No choice leads here"),
        (changed(3, "teaches", to=" "), "3: This is a dead end"),
        (changed(0, "teaches", to="Much."), "0.teaches: Only an ending says what it teaches"),
        (changed(1, "key", to="coffee"), "1.key: The key “coffee” is used twice"),
        (changed(0, "choices", 1, "key", to="say-yes"), "0.choices.1.key: The key “say-yes” is used twice"),
        (changed(0, "choices", to=BRANCHES[0]["choices"][:1]), "0.choices: A point has 2 to 4 choices"),
        (BRANCHES[1:], "this has 2"),
        (BRANCHES[::-1], "0: It starts with the first point"),
    ],
)
def test_each_broken_rule_is_said_with_its_place(branches: list[dict[str, Any]], expected: str) -> None:
    assert expected in said(branches)


@st.composite
def stories(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Branches with every mistake that there is, and sound ones now and then."""
    keys = [f"k{number}" for number in range(draw(st.integers(1, 8)))]
    branches = []
    for key in keys:
        targets = draw(st.lists(st.sampled_from([*keys, "gone", ""]), max_size=5))
        choices = [
            {"key": f"c{n}", "text": "t", "consequence": "c", "to": to} for n, to in enumerate(targets)
        ]
        teaches = draw(st.sampled_from(["", "Something."]))
        branches.append({"key": key, "text": "x", "choices": choices, "teaches": teaches})
    return branches


@st.composite
def sound_stories(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Three to five points in a row, each of which leads only onward, the next one always among it."""
    count = draw(st.integers(3, 5))
    names = [f"p{n}" for n in range(count)] + ["end-a", "end-b"]
    points = []
    for number in range(count):
        onward = names[number + 1 :]
        targets = [onward[0], *draw(st.lists(st.sampled_from(onward), min_size=1, max_size=3))]
        targets = targets if number < count - 1 else ["end-a", "end-b"]
        choices = [
            {"key": f"c{n}", "text": "t", "consequence": "c", "to": to} for n, to in enumerate(targets)
        ]
        points.append({"key": names[number], "text": "x", "choices": choices})
    return [*points, *({"key": key, "text": "x", "teaches": "y"} for key in names[-2:])]


@given(stories())
def test_the_rules_answer_whatever_is_written(branches: list[dict[str, Any]]) -> None:
    for flaw in flaws(branches):
        assert flaw.says
        place: Any = branches
        for part in flaw.where:
            place = place[part]


@given(stories(), st.randoms(use_true_random=False))
def test_without_a_flaw_every_way_ends_within_five_decisions(
    branches: list[dict[str, Any]], rng: Any
) -> None:
    if not flaws(branches):
        way = wander(branches, rng)
        assert 1 <= len(way) <= 5


@given(sound_stories(), st.randoms(use_true_random=False))
def test_a_sound_story_is_walked_to_an_ending_that_teaches(branches: list[dict[str, Any]], rng: Any) -> None:
    assert flaws(branches) == []
    way = wander(branches, rng)
    here = walk.replay(branches, way)
    assert here.ended
    assert here.here["teaches"]
    assert [step.choice["key"] for step in here.steps] == way
    assert [step.point["key"] for step in walk.replay(walk.rendered(branches), way).steps] == [
        step.point["key"] for step in here.steps
    ]


def wander(branches: list[dict[str, Any]], rng: Any) -> list[str]:
    way: list[str] = []
    while not (here := walk.replay(branches, way)).ended:
        way.append(rng.choice(here.here["choices"])["key"])
        assert len(way) <= len(branches)
    return way


@given(sound_stories(), st.randoms(use_true_random=False))
def test_every_decision_can_be_made_again_and_the_same_one_changes_nothing(
    branches: list[dict[str, Any]], rng: Any
) -> None:
    way = tuple(wander(branches, rng))
    for number, step in enumerate(walk.replay(branches, way).steps):
        same = walk.choose(branches, way, point=step.point["key"], choice=step.choice["key"])
        assert same == way
        other = rng.choice(step.point["choices"])["key"]
        assert walk.choose(branches, way, point=step.point["key"], choice=other)[: number + 1] == (
            *way[:number],
            other,
        )


@given(sound_stories(), st.lists(st.text(max_size=3), max_size=7))
def test_a_way_that_is_not_there_is_lost_and_nothing_else(
    branches: list[dict[str, Any]], way: list[str]
) -> None:
    with suppress(Lost):
        assert len(walk.replay(branches, way).steps) == len(way)


@given(st.integers(0, 10**9), st.lists(st.text()), st.booleans())
def test_a_way_comes_back_as_it_was_kept(version: int, chosen: list[str], reached: bool) -> None:
    path = Path(version, tuple(chosen), reached)
    assert walk.read_path(path.stored()) == path


def test_a_way_does_not_tell_itself_when_printed() -> None:
    assert "say-yes" not in repr(Path(1, ("say-yes",)))
