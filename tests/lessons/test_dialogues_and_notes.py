"""A dialogue says who says what, in words and signs; a content note offers a way past what is hard."""

import re
from xml.etree.ElementTree import Element, fromstring

import pytest

from lessons.markdown import lint, render

TALK = """\
!!! dialogue "At the bus stop"
    Maya: I am done
      with: *all* of it.
    You: - You will be fine.
    You: + That sounds heavy. I have time.

    (She sits down.)
"""
NOTE = '!!! content-note "Before you read"\n    This part is about loss.\n'


def tree(source: str) -> Element:
    return fromstring(f"<body>{render(source).html}</body>")


def said(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def messages(source: str) -> list[tuple[int, str]]:
    return [(each.line, each.message) for each in lint(source, references=[], known_steps=())]


def test_a_dialogue_is_a_list_of_turns_named_by_its_title() -> None:
    aside = tree(TALK).find("aside")
    assert aside is not None
    assert aside.get("class") == "box box-dialogue"
    assert said(aside[0]) == "At the bus stop"
    assert [said(turn) for turn in aside.findall("ol/li")] == [
        "Maya I am done with: all of it.",
        "You Avoid You will be fine.",
        "You Try That sounds heavy. I have time.",
        "(She sits down.)",
    ]


def test_lines_to_say_and_to_avoid_differ_by_word_and_by_class() -> None:
    turns = tree(TALK).findall("aside/ol/li")
    assert [turn.get("class") for turn in turns] == [None, "avoid", "say", None]
    assert [said(cue) for turn in turns for cue in turn.findall("span[@class='cue']")] == ["Avoid", "Try"]


def test_what_is_said_may_hold_emphasis_and_the_speaker_may_not() -> None:
    turn = tree(TALK).find("aside/ol/li")
    assert turn is not None
    assert [child.tag for child in turn] == ["strong", "em"]
    assert tree('!!! dialogue "T"\n    *Al*: Hello.\n').find(".//strong") is None


def test_every_word_of_a_dialogue_counts() -> None:
    # The title, then line by line, with speakers and cues.
    assert render(TALK).words == 4 + 8 + 6 + 8 + 3


@pytest.mark.parametrize("line", ["and she cries", "- Maya: Hello.", "https://example.org"])
def test_a_line_that_nobody_speaks_is_named_by_its_number(line: str) -> None:
    ((number, message),) = [
        each
        for each in messages(f'!!! dialogue "T"\n    Al: Hello.\n    {line}\n')
        if "dialogue is written" in each[1]
    ]
    assert (number, message[:41]) == (3, "A line of a dialogue is written Name: wor")


def test_a_dialogue_in_which_nobody_speaks_is_refused() -> None:
    assert messages('!!! dialogue "T"\n    (Silence.)\n') == [(1, "Nobody speaks in this dialogue.")]


def test_a_line_that_fits_nothing_is_still_shown() -> None:
    assert "and she cries" in render('!!! dialogue "T"\n    Al: Hello.\n    and she cries\n').text


def test_a_content_note_leads_past_the_part_it_stands_in() -> None:
    source = f"## Grief\n\n{NOTE}\nHard.\n\n### Deeper\n\nHarder.\n\n## After *it*\n\nEasy.\n"
    assert messages(source) == []
    link = tree(source).find("aside/p[@class='skip-part']/a")
    assert link is not None
    assert link.get("href") == "#s-after-it"
    assert said(link) == "Skip this part: go to “After it”"


def test_a_note_in_a_smaller_part_leads_to_the_next_of_that_size() -> None:
    source = f"## Grief\n\n### One\n\n{NOTE}\n#### Deeper\n\nHarder.\n\n### Two\n\nEasy.\n"
    assert messages(source) == []
    (link,) = tree(source).findall("aside/p/a")
    assert link.get("href") == "#s-two"


def test_a_note_with_nothing_to_skip_to_is_refused_and_shown_without_a_link() -> None:
    source = f"## Grief\n\n{NOTE}\nHard.\n\n### Deeper\n\nHarder.\n"
    assert [line for line, _message in messages(source)] == [3]
    assert tree(source).findall("aside/p/a") == []


def test_two_notes_each_lead_past_their_own_part() -> None:
    source = f"## One\n\n{NOTE}\n## Two\n\n{NOTE}\n## Three\n\nEasy.\n"
    assert re.findall(r'class="skip-part"><a href="([^"]+)"', render(source).html) == ["#s-two", "#s-three"]
