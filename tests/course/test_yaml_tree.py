"""YAML with a line for every value: a plain subset, read exactly."""

from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content.characters import FORBIDDEN
from course.content.yaml_tree import Unreadable, read_yaml

TEXT = """\
title: A
rules:
  shuffle: true

  tries: 2
list:
  - one
  - key: two
    more: |
      long
      text
  -
    key: three
"""


def test_every_key_and_item_has_its_line() -> None:
    lines = read_yaml(TEXT).lines
    assert lines[("title",)] == 1
    assert lines[("rules", "tries")] == 5
    assert lines[("list", 0)] == 7
    assert lines[("list", 1)] == 8
    assert lines[("list", 1, "more")] == 9
    assert lines[("list", 2, "key")] == 13


def test_lines_are_those_of_the_file_where_yaml_begins_below_its_top() -> None:
    assert read_yaml("a: 1\nb: 2\n", first_line=10).lines == {(): 10, ("a",): 10, ("b",): 11}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("7", 7),
        ("-7", -7),
        ("1.50", Decimal("1.50")),
        ("yes", "yes"),
        ("No", "No"),
        ("on", "on"),
        ("007", "007"),
        ("1:30", "1:30"),
        ("1_000", "1_000"),
        ("0x1f", "0x1f"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("2015-01-01", "2015-01-01"),
        ("'7'", "7"),
        ('"true"', "true"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_only_what_is_meant_as_a_number_or_a_truth_is_one(written: str, read: object) -> None:
    found = read_yaml(f"a: {written}\n").data["a"]
    assert (found, type(found)) == (read, type(read))


def test_keys_are_always_text() -> None:
    assert read_yaml("yes: 1\n7: 2\ntrue: 3\n").data == {"yes": 1, "7": 2, "true": 3}


def test_a_key_that_stands_twice_keeps_its_first_value() -> None:
    tree = read_yaml("a: 1\nb:\n  c: 1\n  c: {d: 2}\na: 3\n")
    assert tree.data == {"a": 1, "b": {"c": 1}}
    assert [(twice.path, twice.line, twice.first) for twice in tree.twice] == [
        (("b", "c"), 4, 3),
        (("a",), 5, 1),
    ]


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(30))
    with pytest.raises(Unreadable) as refused:
        read_yaml(bomb)
    assert refused.value.line == 1


plain = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).filter(
    lambda text: not FORBIDDEN.search(text)
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(values)
def test_what_yaml_writes_with_quotes_is_read_back_exactly(value: Any) -> None:
    text = yaml.safe_dump(value, default_style='"', allow_unicode=True, width=1000)
    # In this style only texts are without a tag; numbers, truths and nothing carry one, which is refused.
    if "!!" not in text:
        assert read_yaml(text).data == value


def outcome(text: str) -> tuple[int, str]:
    """The first line of what was read, or the line and the words of the refusal."""
    try:
        return read_yaml(text).lines[()], "."
    except Unreadable as refused:
        return refused.line, refused.message


@settings(deadline=None)
@given(st.text(max_size=200).filter(lambda text: not FORBIDDEN.search(text)))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    line, words = outcome(text)
    assert 1 <= line <= text.count("\n") + 2
    assert words.endswith(".")
