"""What the check says of whole pieces of content: clarity, stated times, places. It never raises."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.checking.findings import Finding, Measured, Severity, Thing, one_line, texts_of
from lessons.language import lexicon
from lessons.language.check import check
from lessons.markdown import render
from lessons.reading_time import estimate

MEASURED = Measured(words=860, speed=175, reading=5, low=10, high=12)
LONG = "We " + "walk and talk and sit and wait and hope and " * 3 + "rest."


def found(payload: Any, **options: Any) -> list[Finding]:
    payload = payload if isinstance(payload, dict) else {"source": payload}
    return check(Thing(kind="topic", address="roles", title="Roles", payload=payload, **options))


def told(payload: Any, **options: Any) -> list[tuple[str, int, str]]:
    return [(each.rule, each.line, each.words) for each in found(payload, **options)]


def timed(source: str) -> list[str]:
    return [each.words for each in found(source, measure=lambda: MEASURED) if each.rule == "stated-time"]


def test_a_long_sentence_is_named_whole_with_its_line() -> None:
    [(rule, line, words)] = told(f"## A day\n\nShort one.\n{LONG}\n\nShort again.\n")
    assert (rule, line, words) == ("long-sentence", 4, LONG)


@pytest.mark.parametrize(
    "source",
    [
        "- " + "\n- ".join(["one two three four five"] * 10),
        "| A | B |\n| --- | --- |\n" + "| five words are in here | and five more in here |\n" * 6,
        "We sit with Dr. Vo. " * 12,
        "“We sit.” " * 30,
    ],
)
def test_items_cells_and_short_sentences_do_not_add_up(source: str) -> None:
    assert found(source) == []


def test_a_hard_section_is_named_by_its_heading() -> None:
    hard = (
        "Organizational interdependence necessitates considerable administrative accommodation everywhere. "
        * 12
    )
    [(rule, line, words)] = told(f"## Easy\n\n{'We sit and talk. ' * 20}\n\n## Hard part\n\n{hard}\n")
    assert (rule, line, words) == ("reading-grade", 5, "Hard part")


def test_the_grade_and_the_lexicon_are_for_english_alone() -> None:
    assert found("Un junkie y un addict.", language="es") == []


@pytest.mark.parametrize(
    "source",
    [
        "The Wellness Recovery Action Plan (WRAP) helps. A WRAP is yours.",
        "A WRAP helps.\n\n*[WRAP]: Wellness Recovery Action Plan\n",
        "A WRAP (a plan to stay well) helps.",
        "They sat in the ER until 3 PM in the US.",
        "This IS a rule, and you should NEVER break it.",
    ],
)
def test_an_abbreviation_that_is_explained_or_known_is_fine(source: str) -> None:
    assert found(source) == []


def test_an_abbreviation_that_nobody_explains_is_named_once() -> None:
    assert told("We use a WRAP here.\n\nA WRAP is yours, and so are all WRAPs.") == [
        ("abbreviation", 1, "WRAP")
    ]
    assert found({"source": "A WRAP helps.", "objectives": ["Know the Wellness Plan (WRAP)"]}) == []
    thing = Thing(kind="topic", address="a", title="", payload={"source": "A WRAP helps."})
    assert check(thing, defined=["WRAP"]) == []


def test_a_source_explains_the_letters_in_its_publisher() -> None:
    source = {"title": "A guide", "publisher": "A National Bureau (ANB)", "year": 2015, "url": "", "key": "a"}
    assert found({"source": "The ANB says so.[^a]", "references": [source]}) == []


@pytest.mark.parametrize(
    "words", ["here", "Click here", "**this link**", "Read more", "https://example.org", "here."]
)
def test_a_link_that_says_nothing_is_found(words: str) -> None:
    [each] = found(f"See [{words}](https://example.org) for it.")
    assert each.rule == "link-words"


def test_a_link_that_says_where_it_leads_is_fine() -> None:
    assert found("See [the guide](https://example.org/here) and ![here](images/a.svg).") == []
    assert told("Now click here to go on.") == [("link-words", 1, "click here")]


def test_a_source_needs_an_address_or_a_publisher() -> None:
    source = {"key": "a", "title": "A guide to addicts", "publisher": " ", "year": 2015, "url": ""}
    [each] = found({"source": "Text.", "references": [source]})
    assert (each.rule, each.path, each.words) == ("source", ("references", 0), "A guide to addicts")
    assert found({"source": "Text.", "references": [{**source, "url": "https://example.org"}]}) == []
    assert found({"source": "Text.", "references": [{**source, "publisher": "A Press"}]}) == []


@pytest.mark.parametrize(
    "said",
    [
        "Time Estimate: ~10 minutes",
        "Reading Time: ~6 minutes",
        "1,050 words / 175 wpm",
        "This topic takes about 9 minutes",
        "About 10 minutes",
        "6 minutes to read",
        "Activity: write for 3-4 minutes",
    ],
)
def test_a_stated_time_that_differs_is_found(said: str) -> None:
    assert timed(f"## A day\n\n{said}\n") == [said]


@pytest.mark.parametrize(
    "said",
    [
        "Time estimate: 10–12 minutes",
        "Reading time: 5 minutes",
        "860 words / 175 wpm",
        "Activity: write for 5 to 7 minutes",
        "He waits about 10 minutes at the door.",
        "Spend the last ten minutes of the day putting things away.",
    ],
)
def test_a_time_that_is_right_or_about_something_else_is_fine(said: str) -> None:
    assert timed(f"## A day\n\n{said}\n") == []


SEED = """\
Lesson: Foundations of Peer Support
Time Estimate: ~10 minutes

  • Reading Time: ~6 minutes (1,050 words / 175 wpm)
  • Activity: Scenario-based reflection (5-7 minutes)

"""
"""How the source document of the second topic states its time, above some 720 words."""


def test_the_times_that_the_source_document_states_are_found() -> None:
    """It says 10 minutes, 6 of them reading, and 1,050 words. Worked out, each is something else."""
    source = SEED + "We sit and talk. " * 175
    words = render(source).words
    time_ = estimate(words, words_per_minute=175, activities=[(5, 7)])
    measured = Measured(words=words, speed=175, reading=time_.reading_minutes, low=time_.low, high=time_.high)
    said = [each.words for each in found(source, measure=lambda: measured) if each.rule == "stated-time"]
    assert said == ["Time Estimate: ~10 minutes", "Reading Time: ~6 minutes", "1,050 words / 175 wpm"]


def test_what_a_text_takes_is_worked_out_only_when_it_says_a_time() -> None:
    def never() -> Measured:
        raise AssertionError("asked for nothing")

    assert found("We sit and talk.", measure=never) == []


def test_every_text_is_read_however_deep_but_no_key_address_or_title_of_others() -> None:
    payload = {
        "situation": "An addict.",
        "nodes": [{"key": "addict", "text": "A junkie.", "choices": [{"to": "addict", "says": "A wino."}]}],
        "accepted": ["addict"],
        "reference": {"title": "The Addict", "publisher": "Addict Press"},
        "points": 1,
    }
    assert [(each.path, each.rule) for each in found(payload)] == [
        (("situation",), "addict"),
        (("nodes", 0, "text"), "junkie"),
        (("nodes", 0, "choices", 0, "says"), "drunk"),
    ]


PIECES = [sentence for row in lexicon.rows() for sentence in row.must]
SIGNS = [
    "“",
    "”",
    '"',
    "'",
    "’",
    "\n",
    "\n\n",
    "\r\n",
    "> ",
    "- ",
    "## ",
    "|",
    "*",
    "`",
    "```",
    "~~~",
    "<!--",
    "-->",
    "\0",
]
SIGNS += [
    '!!! dialogue "A"\n',
    "    You: - ",
    "[",
    "](",
    ")",
    "<q>",
    "</q>",
    "[^a]",
    "10 minutes",
    "Time: ",
    "ABC",
    LONG,
]
text = st.lists(
    st.one_of(st.sampled_from(PIECES), st.sampled_from(SIGNS), st.text(max_size=8)), max_size=30
).map("".join)
value = st.recursive(
    st.one_of(text, st.none(), st.integers(), st.booleans()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["text", "key", "why", "references"]), inner),
    ),
    max_leaves=5,
)
payloads = st.dictionaries(
    st.sampled_from(["source", "title", "body", "references", "reference", "url"]), value
)


@given(payload=payloads)
@settings(max_examples=60)
def test_it_never_raises_and_every_place_is_right(payload: dict[str, Any]) -> None:
    texts = dict(texts_of(payload))
    for each in found(payload, measure=lambda: MEASURED):
        if each.rule == "source":
            continue
        whole = texts[each.path]
        assert 0 <= each.start < each.end <= len(whole)
        assert each.line == whole.count("\n", 0, each.start) + 1
        assert each.words in (
            one_line(whole[each.start : each.end]),
            one_line(whole[each.start : each.end].replace("*", "")),
        )
        assert each.severity in Severity


@given(before=text, row=st.sampled_from([row for row in lexicon.rows() if row.key == "junkie"]))
@settings(max_examples=30)
def test_what_stands_before_a_paragraph_hides_nothing_in_it(before: str, row: lexicon.Row) -> None:
    """A quotation or a tag left open ends with its paragraph; only comments and fences run on."""
    if any(sign in before for sign in ("<!--", "```", "~~~", "dialogue")):
        return
    found_in_it = [each for each in found(f"{before}\n\nNobody trusts a junkie.\n") if each.rule == row.key]
    assert found_in_it
    assert found_in_it[-1].words == "junkie"


@pytest.mark.parametrize(
    "piece", ["addict ", "“a ", "'a ", "` `` ", "[a](", "Ab of the ", "|a", "dots a. ", "<a "]
)
def test_a_long_text_takes_time_in_line_with_its_length(piece: str) -> None:
    def seconds(length: int) -> float:
        """The least of a few tries: the machine may be busy with something else in any of them."""
        source, took = (piece * (length // len(piece) + 1))[:length], []
        for _try in range(4):
            began = time.process_time()
            found(source)
            took.append(time.process_time() - began)
        return min(took)

    seconds(1_000)  # patterns are made once
    assert seconds(80_000) < 12 * max(seconds(20_000), 0.02)
