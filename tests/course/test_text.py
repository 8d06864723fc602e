"""Which characters are refused, by name, and that everything else is kept exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.text import LongTextField, problem_in


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a\x00b", "control"),
        ("a\x1bb", "control"),
        ("a\u202eb", "direction"),
        ("a\u2066b", "direction"),
        ("a\ud800b", "damaged"),
        (f"a{chr(0xFFFD)}b", "damaged"),
    ],
)
def test_a_character_that_cannot_be_kept_is_named(text: str, word: str) -> None:
    assert word in (problem_in(text) or "")


@pytest.mark.parametrize("text", ["café “ok” — 👣", "שלום", "สวัสดี", "line one\n\n\tline two ", "👩‍👩‍👧"])
def test_ordinary_text_of_any_script_is_kept_exactly(text: str) -> None:
    assert problem_in(text) is None
    assert LongTextField().clean(text) == text


@given(
    st.text(
        alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cf"], exclude_characters="\ufffd"), min_size=1
    )
)
def test_text_without_control_characters_reads_back_exactly(text: str) -> None:
    assert LongTextField().clean(text) == text


def test_browser_line_ends_become_one_character() -> None:
    assert LongTextField().clean("a\r\nb") == "a\nb"
