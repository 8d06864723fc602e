"""What is written as YAML reads back as it was, and looks the same every time."""

from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from course.content.characters import FORBIDDEN
from course.content.yaml_text import WIDTH, dump
from course.content.yaml_tree import read_yaml

# Pieces that mean something in YAML, beside any other text that a file may hold.
PIECES = (
    *"-?:,[]{}#&*!|>'\"%@`=~<\\.",
    *("---", "...", "yes", "No", "null", "1.0", "5-7", "2015-01-01", "0x1F", "1e3", "12:30"),
    *(": ", " #", "\n", "\t", " ", "  ", "word", "“quoted”", "🌊", "é", "\u00a0", "\u200d"),
    "a rather long sentence that goes on and on until it must be folded somewhere ",
)
TRICKY = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
TEXT = st.one_of(TRICKY, st.text(max_size=40)).filter(lambda text: not FORBIDDEN.search(text))
SCALAR = st.one_of(
    TEXT,
    st.none(),
    st.booleans(),
    st.integers(-(10**17), 10**17),
    st.decimals(-1000, 1000, places=2).filter(
        lambda number: number == number.normalize() and number % 1 != 0
    ),
)
KEY = st.one_of(st.from_regex(r"[a-z][a-z_]{0,9}", fullmatch=True), TEXT.filter(lambda t: len(t) < 100))
DATA = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=4), max_leaves=15
)
MAPPING = st.dictionaries(KEY, DATA, min_size=1, max_size=5)


@given(MAPPING)
@example(
    {"a": "yes", "b": "1.0", "c": "5-7", "d": "", "e": " x ", "f": "a: b", "g": "a #b", "h": "a\n\n  b\n \nc"}
)
@example({"a": "\n", "b": "x\n\n", "c": "\tx", "d": "a\n\tb", "e": "word " * 60, "f": "\n a", "g": "x" * 300})
@example({"... 0": None, "...": "...", "... '": "--- x"})
@example({"a": [[], {}, [[1]], {"b": ["c"]}, [{"d": "e\nf"}]]})
def test_what_is_written_reads_back(data: dict[str, Any]) -> None:
    assert read_yaml(dump(data)).data == data


@given(MAPPING)
def test_writing_again_what_was_read_changes_no_byte(data: dict[str, Any]) -> None:
    text = dump(data)
    assert dump(read_yaml(text).data) == text


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,9}", fullmatch=True).filter(lambda k: k not in "ynonyesoff"), TEXT
    )
)
def test_other_readers_of_yaml_take_every_text_for_a_text(data: dict[str, str]) -> None:
    assert (yaml.safe_load(dump(data)) or {}) == data


@pytest.mark.parametrize("text", ["\x85", "a\u2028b", "\x00", "\ufeff", "\x7f", "a\rb"])
def test_a_character_that_no_file_may_hold_is_never_written_bare(text: str) -> None:
    assert text not in dump({"a": text})
    assert yaml.safe_load(dump({"a": text})) == {"a": text}


@given(TEXT)
def test_no_line_is_longer_than_it_must_be(text: str) -> None:
    lines = dump({"stem": text}).splitlines()
    if lines[0] == "stem: >-":
        assert all(len(line) <= WIDTH or " " not in line.strip() for line in lines)


def test_the_form_is_this() -> None:
    data = {
        "title": "“He trusts you”",
        "minutes": "5-7",
        "critical": True,
        "points": Decimal("1.50"),
        "summary": " ".join(["word"] * 30),
        "situation": "One.\n\nTwo.",
        "choices": [{"key": "yes", "text": "Sponsor: a role"}, {"key": "b"}],
        "feedback": [],
    }
    assert dump(data) == (
        "title: “He trusts you”\n"
        'minutes: "5-7"\n'
        "critical: true\n"
        "points: 1.5\n"
        "summary: >-\n"
        f"  {' '.join(['word'] * 23)}\n"
        f"  {' '.join(['word'] * 7)}\n"
        "situation: |-\n"
        "  One.\n"
        "\n"
        "  Two.\n"
        "choices:\n"
        '  - key: "yes"\n'
        '    text: "Sponsor: a role"\n'
        "  - key: b\n"
        "feedback: []\n"
    )


def test_what_the_reader_would_not_give_back_is_refused() -> None:
    for value in (1.5, Decimal("NaN"), 10**30, object()):
        with pytest.raises((TypeError, ValueError)):
            dump({"a": value})
