"""A topic links each term of the glossary once, where a reader first meets it, and leaves everything else alone."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.markdown import Materials, Reference, render
from lessons.markdown.materials import Term
from tests.lessons.test_markdown_safety import SOUP

TERMS = (
    Term(key="recovery", names=("Recovery",)),
    Term(key="plan", names=("recovery plan", "recovery plans")),
    Term(key="warmline", names=("warmline", "warm line")),
    Term(key="odd", names=("C++ (a.b)", "amp")),
)
MATERIALS = Materials(glossary="/g/", terms=TERMS)
SOURCE = Reference(key="a", title="Recovery", publisher="Recovery Press", year=2020)
LINK = re.compile(r'<a class="term" href="/g/#term-([\w-]+)">([^<]*)</a>')


def links(source: str) -> list[tuple[str, str]]:
    return LINK.findall(render(source, references=[SOURCE], materials=MATERIALS).html)


def test_the_first_use_is_linked_in_any_case_and_no_other() -> None:
    assert links("RECOVERY is near. Recovery is *recovery*.") == [("recovery", "RECOVERY")]


def test_where_two_terms_fit_the_longer_one_is_linked() -> None:
    assert links("Your recovery plan, and your recovery.") == [
        ("plan", "recovery plan"),
        ("recovery", "recovery"),
    ]


def test_a_term_may_be_wrapped_over_two_lines() -> None:
    assert links("Call a warm\nline today.") == [("warmline", "warm\nline")]


@pytest.mark.parametrize("text", ["recoverys", "pre-recovery", "recovery-led", "xrecovery", "re covery"])
def test_a_part_of_another_word_is_left_alone(text: str) -> None:
    assert links(text) == []


def test_a_term_of_signs_is_found_too() -> None:
    assert links("We learn C++ (a.b) here.") == [("odd", "C++ (a.b)")]


@pytest.mark.parametrize(
    "source",
    [
        "## Recovery",
        "[recovery](https://example.org)",
        "`recovery`",
        "> Words.\n> -- Recovery",
        '!!! example "Recovery"\n    Words.',
        '!!! dialogue "T"\n    Recovery: Words.',
        "Table: Recovery\n\n| Recovery | B |\n| --- | --- |\n| Recovery | 2 |",
        "Words.[^a]",
        "Recovery\n:   Words.",
        "R & D &amp; &lt;",
    ],
    ids=[
        *("heading", "link", "code", "speaker of a quotation", "title of a box", "speaker in a dialogue"),
        *("heads of a table", "sources", "defined here", "signs"),
    ],
)
def test_names_and_links_are_left_alone(source: str) -> None:
    assert links(source) == []


def test_what_is_said_in_boxes_lists_and_tables_is_linked() -> None:
    assert links('!!! dialogue "T"\n    Al: My recovery.\n') == [("recovery", "recovery")]
    assert links("| A | B |\n| --- | --- |\n| 1 | A warmline |\n") == [("warmline", "warmline")]


def test_links_change_no_word_that_a_reader_sees() -> None:
    text = "My recovery plan & a *warm line*: recovery. `x` C++ (a.b), then **recovery** again."
    assert render(text, materials=MATERIALS).text == render(text).text


@settings(max_examples=150, deadline=None)
@given(st.lists(SOUP | st.sampled_from(["recovery", " recovery plan", "Warm line", "amp"]), max_size=6))
def test_whatever_is_written_each_term_is_linked_once_at_most_and_no_word_is_lost(pieces: list[str]) -> None:
    source = " ".join(pieces)
    shown = render(source, materials=MATERIALS)
    keys = [key for key, _words in LINK.findall(shown.html)]
    assert len(keys) == len(set(keys))
    assert shown.text == render(source).text
