"""Look-alikes: the same pairs as if each were compared with each, in a time that grows with the bank."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from quizzes.look_alikes import LEAST, Pair, alike_to, likeness, pairs, shingles, text_of

BANK = st.lists(st.lists(st.sampled_from("abcdef"), max_size=14).map(" ".join), max_size=14)
SHARES = st.sampled_from([0.1, 0.25, 0.4, 0.5, 0.75, 1.0])
SCENE = (
    "Jorge says that he has it all together, and that you never have a bad day. You had one last week, and you took a"
    " walk. Which reply is best? Not many, no. I had one last week. Let us stay with you. Last week was awful."
)


@given(BANK, SHARES)
def test_every_pair_is_found_that_comparing_each_with_each_finds(texts: list[str], least: float) -> None:
    bank = {f"q{number:02}": text for number, text in enumerate(texts)}
    first: dict[frozenset[str], str] = {}
    for key in sorted(bank):
        first.setdefault(shingles(bank[key]), key)
    expected = {
        (one, other)
        for one, other in combinations(sorted(first.values()), 2)
        if likeness(shingles(bank[one]), shingles(bank[other])) >= least
    }
    same = {(first[s], key) for key, text in bank.items() if (s := shingles(text)) and first[s] != key}
    assert {pair[1:] for pair in pairs(bank, least=least)} == expected | same


@given(BANK)
def test_pairs_come_once_the_most_alike_first(texts: list[str]) -> None:
    found = pairs({f"q{number}": text for number, text in enumerate(texts)})
    assert found == sorted(set(found), key=lambda pair: (-pair.likeness, pair.first, pair.second))
    assert all(LEAST <= pair.likeness <= 1 and pair.first < pair.second for pair in found)


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_the_same_both_ways_and_one_with_itself(one: str, other: str) -> None:
    first, second = shingles(one), shingles(other)
    assert likeness(first, second) == likeness(second, first)
    assert likeness(first, first) == (1 if first else 0)


def test_a_copy_with_another_name_and_one_new_choice_is_found() -> None:
    copy = SCENE.replace("Jorge", "Amina").replace("Let us stay with you", "Tell me about your own week")
    assert alike_to(SCENE, {"copy": copy})[0][0] > 0.6


def test_two_questions_on_one_subject_are_not_alike() -> None:
    other = (
        "Amina had a bad day. She says you look as if you never had one. How do you answer her? Tell her about your own"
        " day in a few words. Ask what helps. Say that days like this pass."
    )
    assert alike_to(SCENE, {"other": other}) == []


def test_case_marks_and_spaces_make_no_difference() -> None:
    assert pairs({"a": "Call her — now!", "b": "call  HER now"}) == [Pair(1.0, "a", "b")]


def test_many_copies_are_paired_with_the_first_alone() -> None:
    assert len(pairs({f"q{number:03}": SCENE for number in range(200)})) == 199


def test_what_can_be_chosen_belongs_to_the_text_and_why_does_not() -> None:
    body = {"choices": [{"text": "Yes", "why": "Because."}], "rows": [{"text": "Row", "answer": "a"}]}
    assert text_of("Stem?", body) == "Stem?\nYes\nRow"
