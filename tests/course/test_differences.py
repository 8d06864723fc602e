"""What differs between two texts: nothing is lost, whatever they are, and it never takes long."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.differences import Block, Did, compare, pieces, shortened

PARAGRAPHS = st.lists(
    st.sampled_from(["a b c", "a b d", "a", "", " x\t", "Walk beside.", "b a c"]) | st.text()
)


@given(PARAGRAPHS, PARAGRAPHS)
def test_removed_and_kept_is_the_old_text_and_added_and_kept_the_new(old: list[str], new: list[str]) -> None:
    blocks = compare(old, new)
    assert [block.old for block in blocks if block.did is not Did.ADDED] == old
    assert [block.new for block in blocks if block.did is not Did.REMOVED] == new


@given(st.text(), st.text())
def test_no_sign_of_a_paragraph_is_lost(old: str, new: str) -> None:
    block = Block(Did.CHANGED, tuple(pieces(old, new)))
    assert (block.old, block.new) == (old, new)


@given(PARAGRAPHS)
def test_a_text_does_not_differ_from_itself(text: list[str]) -> None:
    assert {block.did for block in compare(text, text)} <= {Did.KEPT}


def test_one_word_is_found_in_its_paragraph() -> None:
    (kept, changed) = compare(
        ["Same.", "Call the old number today."], ["Same.", "Call the new number today."]
    )
    assert kept.did is Did.KEPT
    assert [(piece.did.value, piece.text) for piece in changed.pieces] == [
        ("kept", "Call the"),
        ("removed", " old"),
        ("added", " new"),
        ("kept", " number today."),
    ]


def test_another_paragraph_is_not_taken_for_a_rewritten_one() -> None:
    blocks = compare(["One two three four."], ["Quite another thing."])
    assert [block.did for block in blocks] == [Did.REMOVED, Did.ADDED]


def test_a_new_paragraph_before_a_rewritten_one_keeps_its_place() -> None:
    blocks = compare(["He takes two pills a day."], ["Something new.", "He takes three pills a day."])
    assert [block.did for block in blocks] == [Did.ADDED, Did.CHANGED]


def test_what_is_far_from_a_change_is_left_out() -> None:
    old = [f"Paragraph {number}." for number in range(20)]
    shown = shortened(compare(old, [*old[:10], "New here.", *old[10:]]))
    assert [block.new if block else None for block in shown] == [
        None,
        "Paragraph 9.",
        "New here.",
        "Paragraph 10.",
        None,
    ]


def _words(rng: random.Random, vocabulary: int) -> list[str]:
    return [f"w{rng.randrange(vocabulary)}" for _ in range(20_000)]


@pytest.mark.parametrize("vocabulary", [1, 2, 50, 1000, 5000])
@pytest.mark.parametrize("as_one", [True, False])
def test_texts_of_100_kilobytes_that_share_nothing_but_words_take_no_time(
    vocabulary: int, as_one: bool
) -> None:
    rng = random.Random(vocabulary)
    old, new = _words(rng, vocabulary), _words(rng, vocabulary)
    began = time.process_time()
    blocks = compare([" ".join(old)], [" ".join(new)]) if as_one else compare(old, new)
    # Without a bound it would be minutes; the machine may be slow.
    assert time.process_time() - began < 20
    assert blocks
