"""A talk between people: who says what, and which lines to try or to avoid.

    !!! dialogue "At the bus stop"
        Maya: I am done with all of it.
        You: - You will feel better tomorrow.
        You: + That sounds heavy. I have time.
        (She sits down.)

A line that is indented further belongs to the one above it.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _
from markdown.util import AtomicString

from lessons.markdown.tree import classes, pairs

TURN = re.compile(r"(?P<who>[^\s:*_`()\[\]+-][^:*_`()\[\]\n]{0,39}?):[ ]+(?P<sign>[+-][ ]+)?(?P<words>\S.*)")
ASIDE = re.compile(r"\(.+\)")
MANNERS = {"+": "say", "-": "avoid"}


class Turn(NamedTuple):
    """One line of a talk. Without ``who`` it tells what happens; ``manner`` is "say", "avoid" or ""."""

    who: str
    manner: str
    words: str


def cue(manner: str) -> str:
    """The word before a line to say or to avoid: its meaning never hangs on color alone."""
    return {"say": _("Try"), "avoid": _("Avoid")}[manner]


def read_turns(lines: Sequence[str]) -> list[tuple[int, Turn | None]]:
    """Each line that begins a turn, by its number from 0, with the turn; None for a line that cannot be one."""
    turns: list[tuple[int, Turn | None]] = []
    for number, line in enumerate(lines):
        text = line.strip()
        if not text:
            continue
        last = turns[-1][1] if turns else None
        match = None if line.startswith(" ") else TURN.fullmatch(text)
        if match is not None:
            manner = MANNERS.get((match["sign"] or "").strip(), "")
            turns.append((number, Turn(match["who"].strip(), manner, match["words"])))
        elif line.startswith(" ") and last is not None:
            turns[-1] = (turns[-1][0], last._replace(words=f"{last.words} {text}"))
        elif ASIDE.fullmatch(text):
            turns.append((number, Turn("", "", text)))
        else:
            turns.append((number, None))
    return turns


def shape_dialogues(root: Element) -> None:
    """Make a list of turns of what stands in each dialogue; runs while paragraphs still hold raw Markdown."""
    for _parent, box in pairs(root, "div"):
        if not {"admonition", "dialogue"} <= set(classes(box)):
            continue
        paragraphs = [child for child in box if child.tag == "p" and "admonition-title" not in classes(child)]
        if not paragraphs:
            continue
        lines = "\n".join(paragraph.text or "" for paragraph in paragraphs).split("\n")
        listing = Element("ol", {"class": "turns"})
        box.insert(list(box).index(paragraphs[0]), listing)
        for paragraph in paragraphs:
            box.remove(paragraph)
        for number, turn in read_turns(lines):
            add_turn(listing, turn or Turn("", "", lines[number].strip()))


def add_turn(listing: Element, turn: Turn) -> None:
    item = SubElement(listing, "li")
    if not turn.who:
        item.text = turn.words
        return
    if turn.manner:
        item.set("class", turn.manner)
    speaker = SubElement(item, "strong", {"class": "speaker"})
    speaker.text = AtomicString(turn.who)
    if turn.manner:
        speaker.tail = " "
        speaker = SubElement(item, "span", {"class": "cue"})
        speaker.text = AtomicString(cue(turn.manner))
    speaker.tail = f" {turn.words}"
