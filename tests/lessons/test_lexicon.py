"""Every row of the lexicon finds what it must and leaves alone what it must not; the sentences stand in the data."""

import re

import pytest

from course.checking.findings import Text
from lessons.language import lexicon, prose, words

ROWS = lexicon.rows()
CASES = [(row, sentence) for row in ROWS for sentence in row.must]
CALM = [(row, sentence) for row in ROWS for sentence in row.must_not]


def rules(sentence: str) -> list[str]:
    return [found.rule for found in words.find(Text(("source",), sentence), prose.read(sentence))]


@pytest.mark.parametrize(("row", "sentence"), CASES, ids=lambda value: getattr(value, "key", str(value)))
def test_it_finds_what_it_must(row: lexicon.Row, sentence: str) -> None:
    assert rules(sentence) == [row.key]


@pytest.mark.parametrize(("row", "sentence"), CALM, ids=lambda value: getattr(value, "key", str(value)))
def test_it_leaves_alone_what_it_must(row: lexicon.Row, sentence: str) -> None:
    assert rules(sentence) == []


def test_every_row_is_there_once() -> None:
    assert [row.number for row in ROWS] == list(range(1, 71))
    assert len({row.key for row in ROWS}) == 70


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_each_row_explains_itself(row: lexicon.Row) -> None:
    assert row.instead
    assert row.must
    assert row.must_not
    assert re.fullmatch(r"[A-Z].+\.", row.reason)
    assert set(row.sources) <= set(lexicon.names().sources)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_the_short_cut_hides_no_match(row: lexicon.Row) -> None:
    """A row is only searched for where a text holds one of its short parts."""
    for sentence in row.must:
        assert any(part in sentence.lower() for part in row.about)


@pytest.mark.parametrize(
    "sentence",
    [
        "Addiction is a health condition, and addictions differ.",
        "She is committed to treatment.",
        "Hand out a clean syringe and clean syringes.",
        "The van brings clean syringes.",
    ],
)
def test_words_that_only_look_alike_are_never_found(sentence: str) -> None:
    assert rules(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "“He is an addict,” the clerk said.",
        'The form said "addict" in red.',
        "The clerk wrote ‘addict’ on the card.",
        "The clerk wrote 'addict' on the card.",
        "> An addict came in.\n> -- A clerk",
        "They say <q>addict</q> there.",
        "Write `addict` in the field.",
        "See [the guide](https://example.org/addict).",
        "<!-- an addict -->",
        "```\naddict\n```",
        '!!! dialogue "At the desk"\n    Clerk: Another addict.\n        An addict again.\n',
        '!!! dialogue "At the desk"\n    You: - You are an addict.\n',
        "The National Institute on Drug\nAbuse has a guide.",
        "The Rehabilitation of Addicts and Alcoholics Act of 1967 is old.",
    ],
)
def test_what_others_say_and_what_is_no_prose_is_left_alone(sentence: str) -> None:
    assert rules(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "An *addict* came in.",
        "It was “late” when an addict came in.",
        "An addict's “story” is told.",
        '!!! example "An addict comes in"\n    He sat down.',
        "| Who | What |\n| --- | --- |\n| An addict | sits |",
        "[An addict](https://example.org) came in.",
        '!!! dialogue "At the desk"\n    You: + The addict is here.\n',
        "“Unclosed.\n\nAn addict came in.”",
        "> A quotation.\n\nAn addict came in.",
    ],
)
def test_the_authors_own_voice_is_heard_everywhere_else(sentence: str) -> None:
    assert rules(sentence) == ["addict"]


def test_a_phrase_is_found_across_a_line_end() -> None:
    [found] = words.find(Text(("source",), "He has a\ndrug\nhabit."), prose.read("He has a\ndrug\nhabit."))
    assert (found.rule, found.line, found.words) == ("drug-habit", 2, "drug habit")


def test_of_findings_that_overlap_the_longest_stays() -> None:
    assert rules("A former drug addict leads the group.") == ["former-addict"]
    assert rules("My client came.") == ["my-client"]
