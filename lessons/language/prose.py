"""What of a Markdown text is prose, and what of that is in the author's own voice. Every offset and line stays.

Left out are code, comments, addresses and signs. Not in the author's voice are quotations, lines that others speak in a
dialogue or that are shown as lines to avoid, official names, and titles of laws.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lessons.language.lexicon import official
from lessons.markdown.source import mask_comments
from lessons.reading_time import NOT_READ

WALL = "\0"
"""Stands where no phrase and no sentence runs on."""

CODE = re.compile(r"(?<!`)(`{1,3})(?!`)[^`\n]{1,400}\1(?!`)")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
BLANKED = re.compile(
    r"\]\([ ]?<?[^\s()<>]{0,1000}"  # where a link leads; its words stay
    r"|\[\^[^\]\n]{0,80}\]"  # citations
    r"|</?[a-zA-Z][^<>\n]{0,200}>"  # tags
    r"|\{:[^}\n]{0,200}\}"
)
BOX = re.compile(r"^(?P<mark>[ >]*!!! ?(?P<kind>[\w-]+)[^\"\n]{0,80})(?P<title>\"[^\n]*)?$", re.MULTILINE)
LINE_MARK = re.compile(r"^[ \t>]*(?:#{1,6}(?=[ \w])|[-+•✔✓](?=\s)|\d{1,3}[.)](?=\s))", re.MULTILINE)
TABLE = re.compile(r"^[^|\n]*\|[^\n]*$", re.MULTILINE)
QUOTE_LINE = re.compile(r"^[ \t]{0,12}>[^\n]*", re.MULTILINE)
WITHIN = r"(?:[^%s\n]|\n(?![ \t]*\n))"
QUOTES = re.compile(
    "“" + WITHIN % "“”" + "*”"
    r"|(?<!\w)‘" + WITHIN % "‘’" + r"*(?:’(?=\w)" + WITHIN % "‘’" + r"*)*’(?!\w)"
    r"|(?<![\w\"])\"(?=\S)" + WITHIN % '"' + r"{1,4000}\""
    r"|(?<![\w'])'(?=\w)[^'\n]{1,200}(?<![\s])'(?!\w)"
)
Q_TAG = re.compile(r"<q>[^<>]{0,2000}</q>")
LAW = re.compile(
    r"\b[A-Z][\w’'-]*(?:[ \n](?:of|and|the|for|in|on|to|with|[0-9]{1,4}|[A-Z][\w’'-]*)){0,14}?[ \n]"
    r"(?:Act|Code|Amendments|Regulations)\b"
)
TURN = re.compile(r"^[ ]+(?P<who>[^\s:*_`()\[\]+-][^:*_`()\[\]\n]{0,39}?):[ ]+(?P<sign>[+-])?[^\n]*$")
SELF = frozenset({"you", "me", "i", "peer", "peer specialist"})


class Prose(NamedTuple):
    """``all`` that a reader reads, and what of it is in the author's ``own`` voice; both as long as the source."""

    all: str
    own: str


def read(source: str) -> Prose:
    """Take a Markdown text apart. Never raises; linear in the length of the text."""
    text = mask_comments(_without_fences(source.replace("\r", " ")))
    text = CODE.sub(_wall, text)
    speech = _not_own(text)
    text = NOT_READ.sub(_blank, BLANKED.sub(_blank, text))
    text = BOX.sub(_title_alone, text)
    text = TABLE.sub(lambda row: row[0].replace("|", WALL), text)
    text = LINE_MARK.sub(_wall, text).replace("*", " ")
    own = list(text)
    for start, end in speech:
        own[start:end] = _walls(text[start:end])
    voice = LAW.sub(_wall, QUOTES.sub(_wall, "".join(own)))
    for first, name in official():
        if first in voice:
            voice = name.sub(_wall, voice)
    return Prose(text, voice)


def _not_own(text: str) -> Iterator[tuple[int, int]]:
    """Where others speak by the form of the lines: quotations, and lines of a dialogue."""
    for found in (*Q_TAG.finditer(text), *QUOTE_LINE.finditer(text)):
        yield found.span()
    if "!!! dialogue" not in text:
        return
    start, inside, spoken = 0, False, False
    for line in text.split("\n"):
        if line.lstrip().startswith("!!!"):
            inside, spoken = "dialogue" in line.split('"')[0], False
        elif line.strip() and not line.startswith(" "):
            inside = False
        elif inside and line.strip():
            turn = TURN.match(line)
            if turn is not None:
                spoken = turn["who"].strip().lower() not in SELF or turn["sign"] == "-"
            if spoken:
                yield start, start + len(line)
        start += len(line) + 1


def _without_fences(text: str) -> str:
    """Fenced code gone, line by line: a fence that is never closed runs to the end."""
    if "```" not in text and "~~~" not in text:
        return text
    lines, fence = text.split("\n"), ""
    for number, line in enumerate(lines):
        match = FENCE.match(line)
        if fence or match:
            lines[number] = " " * len(line)
        if match and not fence:
            fence = match[1]
        elif match and match[1].startswith(fence):
            fence = ""
    return "\n".join(lines)


def _title_alone(box: re.Match[str]) -> str:
    """A box's title is the author's, though it stands in quotation marks."""
    title = box["title"] or ""
    return WALL * len(box["mark"]) + title.replace('"', WALL)


def _wall(found: re.Match[str]) -> str:
    return _walls(found[0])


def _walls(text: str) -> str:
    return "".join("\n" if sign == "\n" else WALL for sign in text)


def _blank(found: re.Match[str]) -> str:
    return "".join("\n" if sign == "\n" else " " for sign in found[0])
