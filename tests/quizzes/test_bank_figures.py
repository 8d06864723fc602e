"""Figures over a bank: every question is counted once, wherever it stands."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quizzes.bank_figures import Tagged, beside, grid, key_places, situations
from quizzes.item_writing import Item

SCENE = "Rosa sits in the waiting room and looks at the floor. What fits best for you to do now?"
BARE = "What helps most?"


@st.composite
def tagged(draw: st.DrawFn) -> Tagged:
    size = draw(st.integers(0, 6))
    choices = [{"text": "A choice.", "right": draw(st.booleans()), "why": "So."} for _ in range(size)]
    kind = draw(st.sampled_from(["single", "multiple", "short"]))
    item = Item("q", kind, draw(st.sampled_from([SCENE, BARE, ""])), {"choices": choices}, "Because.", {})
    return Tagged(
        item=item,
        competency=draw(st.sampled_from(["c-1", "c-2"])),
        domain=draw(st.sampled_from(["", "d-1", "d-2"])),
        basis="source",
        expected=draw(st.sampled_from(["easy", "hard"])),
        critical=False,
    )


BANK = st.lists(tagged(), max_size=30)


@given(BANK)
def test_every_question_stands_in_one_cell(questions: list[Tagged]) -> None:
    assert grid(questions).total() == len(questions)


@given(BANK)
def test_each_single_choice_with_one_right_choice_tells_one_place(questions: list[Tagged]) -> None:
    places = key_places(each.item for each in questions)
    telling = [
        each
        for each in questions
        if each.item.kind == "single" and sum(choice["right"] for choice in each.item.body["choices"]) == 1
    ]
    assert sum(map(sum, places.values())) == len(telling)
    assert all(len(counts) == size for size, counts in places.items())
    assert list(places) == sorted(places)


@given(BANK)
def test_only_questions_with_choices_can_tell_a_situation(questions: list[Tagged]) -> None:
    told, asked = situations(each.item for each in questions)
    assert 0 <= told <= asked <= len(questions)


@given(BANK, st.randoms())
def test_the_order_of_the_bank_changes_no_figure(questions: list[Tagged], chance: Random) -> None:
    shuffled = list(questions)
    chance.shuffle(shuffled)
    assert grid(shuffled) == grid(questions)
    assert key_places(each.item for each in shuffled) == key_places(each.item for each in questions)
    assert situations(each.item for each in shuffled) == situations(each.item for each in questions)


@given(BANK)
def test_two_forms_are_counted_side_by_side(questions: list[Tagged]) -> None:
    known = {f"q-{number}": each for number, each in enumerate(questions)}
    half = len(known) // 2
    forms = {"A": list(known)[:half], "B": list(known)[half:]}
    found = beside(forms, known, lambda each: each.expected, ["hard"])
    assert (sum(each.a for each in found), sum(each.b for each in found)) == (half, len(known) - half)
    assert [each.value for each in found] == [
        value for value in ("hard", "easy") if value in {question.expected for question in questions}
    ]


def test_a_scene_before_the_question_is_a_situation_and_a_bare_question_is_none() -> None:
    choices = {
        "choices": [{"text": "A.", "right": True, "why": "."}, {"text": "B.", "right": False, "why": "."}]
    }
    items = [Item("q", "single", stem, choices, "Because.", {}) for stem in (SCENE, BARE)]
    assert situations(items) == (1, 2)
