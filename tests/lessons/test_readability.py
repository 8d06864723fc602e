"""Grades and syllables come out as a person would count them, near enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.readability import ease, grade, sentences, syllables

BY_EAR = {
    1: "a the are one peer lived share makes called played need times eyes through strengths whose paid",
    2: "people person support needed struggled client being doing trying something someone didn't couldn't "
    "language wellness science beyond safety careful question culture sometimes table symptoms",
    3: "specialist employee services principle medical diagnose idea area reassure therapy addiction "
    "actual violence happiest another clinician employer",
    4: "recovery experience diagnosis society anxiety empowerment situation appreciate available "
    "psychiatrist evaluate continuous",
    5: "individual alcoholism certification schizophrenia",
    6: "responsibility self-determination",
    7: "confidentiality",
}


@pytest.mark.parametrize("count", BY_EAR)
def test_syllables_are_counted_as_one_hears_them(count: int) -> None:
    words = BY_EAR[count].split()
    assert {word: syllables(word) for word in words} == dict.fromkeys(words, count)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("988", 3),
        ("CPS", 3),
        ("SAMHSA", 2),
        ("café", 2),
        ("résumé", 3),
        ("hmm", 1),
        ("字", 1),
        ("", 1),
        ("“don’t,”", 1),
    ],
)
def test_odd_words_have_syllables_too(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_that_of_the_formula() -> None:
    # 2 sentences, 10 words, 12 syllables: peo-ple and your-self have two.
    text = "We walk with people. You pick the road for yourself."
    assert grade(text) == pytest.approx(0.39 * 5 + 11.8 * 1.2 - 15.59)
    assert ease(text) == pytest.approx(206.835 - 1.015 * 5 - 84.6 * 1.2)


def test_hard_words_and_long_sentences_are_harder() -> None:
    plain = "You sit with her. You listen. She tells you what she needs."
    hard = (
        "Utilization of nondirective communication methodologies facilitates the identification of individualized "
        "recovery objectives within collaborative interdisciplinary organizational environments."
    )
    assert grade(plain) < 3 < 12 < grade(hard)
    assert ease(hard) < 30 < 90 < ease(plain)


def test_a_line_without_a_stop_is_a_sentence_of_its_own() -> None:
    assert sentences("Four roles\nListens first\nAsks. Then waits") == [
        "Four roles",
        "Listens first",
        "Asks",
        " Then waits",
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Wait... what? Yes!", 3),
        ("He said, “Stop.” Then he left.", 2),
        ("It costs 3.50 at 5:00 p.m. on Monday.", 1),
        ("Ask Dr. Hall, Ms. Lee, or e.g. a nurse.", 1),
        ("Peers work in the U.S. and elsewhere.", 1),
        ("She called at 5 p.m. He came at once.", 2),
        ("— … !", 0),
    ],
)
def test_stops_that_end_no_sentence_are_not_counted(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@pytest.mark.parametrize("text", ["", " \n ", "— ✓ 👍", "https://example.org"])
def test_a_text_without_words_has_no_grade(text: str) -> None:
    assert grade(text) == 0.0
    assert ease(text) == 0.0


def test_a_text_that_no_one_wrote_to_be_read_is_graded_at_once() -> None:
    for text in ("." * 200_000 + "x", "a." * 100_000 + "x", "a" * 200_000, "e-" * 100_000):
        assert grade(text) != 0.0


@given(st.text(max_size=200))
def test_any_text_has_a_grade(text: str) -> None:
    assert -16 < grade(text) < 2500
    assert all(syllables(word) >= 1 for word in text.split())
