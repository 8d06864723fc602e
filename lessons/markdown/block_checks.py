"""Checks of headings, boxes, tables and lists. Each takes masked source and yields findings."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from lessons.markdown.page import BOXES, LIST_BOXES
from lessons.markdown.source import Finding

HEADING = re.compile(r"(?P<before>[ >]*(?:(?:[-*+]|\d+\.)[ ]+)?)(?P<marks>#{1,6})(?P<words>[^\n]*)")
BOX = re.compile(r'(?P<indent> *)!!! ?(?P<kind>[\w-]+(?: +[\w-]+)*)(?: +"(?P<title>.*?)")? *')
LIST_ITEM = re.compile(r" *(?:[-*+]|\d+\.) +\S")
TABLE_RULE = re.compile(r"[ >]*\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*")
CAPTION = re.compile(r"[ >]*Table:[ ]*\S")


class Line(NamedTuple):
    """A line of the source and where it begins."""

    start: int
    text: str


def split_lines(masked: str) -> list[Line]:
    lines, start = [], 0
    for text in masked.split("\n"):
        lines.append(Line(start, text))
        start += len(text) + 1
    return lines


def indent_of(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def check_headings(masked: str) -> Iterator[Finding]:
    """Headings from the second level on, none skipped, none empty, none inside something else."""
    level = 1
    for line in split_lines(masked):
        match = HEADING.match(line.text)
        if match is None:
            continue
        here = len(match["marks"])
        if match["before"]:
            yield Finding(line.start, _("A heading cannot stand inside a box, a list or a quotation."))
            continue
        if not match["words"].strip("# "):
            yield Finding(line.start, _("This heading has no words."))
        if here == 1:
            yield Finding(line.start, _("A heading begins with ## here: # is the title of the topic."))
        elif here > level + 1:
            message = _("This heading skips a level: after %(above)s comes %(next)s, not %(here)s.")
            names = {"above": "#" * level if level > 1 else _("the title"), "next": "#" * (level + 1)}
            yield Finding(line.start, message % {**names, "here": "#" * here})
        level = max(here, 2)


def required_word(kind: str) -> str:
    """The word, in the active language, that a box of this kind must have in its title; "" for none."""
    return {"never": _("never"), "always": _("always")}.get(kind, "")


def check_boxes(masked: str) -> Iterator[Finding]:
    """Boxes of known kinds, titled, with the word that gives their meaning and the list that they hold."""
    lines = split_lines(masked)
    for index, line in enumerate(lines):
        if not line.text.lstrip(" >").startswith("!!!"):
            continue
        match = BOX.fullmatch(line.text)
        if match is None or match["title"] is None:
            message = _('A box begins with !!! kind "Title", in straight quotation marks, alone on its line.')
        elif match["kind"].lower() not in BOXES:
            message = _("There is no box “%(kind)s”; there are: %(kinds)s.")
            message = message % {"kind": match["kind"], "kinds": ", ".join(BOXES)}
        else:
            body = box_body(lines[index + 1 :], len(match["indent"]) + 4)
            yield from check_box(line, match["kind"].lower(), match["title"], body)
            continue
        yield Finding(line.start, message)


def box_body(following: list[Line], indent: int) -> list[str]:
    """The lines inside a box, without their indentation: all up to the first that is not blank and not indented."""
    body = []
    for line in following:
        if line.text.strip() and indent_of(line.text) < indent:
            break
        body.append(line.text[indent:])
    return body


def check_box(line: Line, kind: str, title: str, body: list[str]) -> Iterator[Finding]:
    word = required_word(kind)
    if not title.strip():
        yield Finding(line.start, _("This box has no title."))
    elif word and not re.search(rf"\b(?:{kind}|{re.escape(word)})\b", title, re.IGNORECASE):
        message = _("The title of a box “%(kind)s” must have the word “%(word)s” in it.")
        yield Finding(line.start, message % {"kind": kind, "word": word})
    if not any(text.strip() for text in body):
        yield Finding(line.start, _("This box is empty: what belongs in it is indented by four spaces."))
    elif kind in LIST_BOXES and not any(LIST_ITEM.match(text) and indent_of(text) < 4 for text in body):
        message = _("A box “%(kind)s” holds a list: each item begins with - and is indented by four spaces.")
        yield Finding(line.start, message % {"kind": kind})


def check_tables(masked: str) -> Iterator[Finding]:
    """Tables with a caption, a full header row, and as many cells in every row as there are headers."""
    lines = [Line(-1, ""), *split_lines(masked), Line(-1, "")]
    for index, line in enumerate(lines):
        if "|" not in line.text or is_rule(line.text):
            continue
        first = "|" not in lines[index - 1].text
        if first and is_rule(lines[index + 1].text):
            yield from check_table(lines, index)
        elif first and line.text.lstrip(" >").startswith("|"):
            yield Finding(
                line.start, _("This table has no header row: write | --- | --- | below the first row.")
            )


def is_rule(text: str) -> bool:
    return "|" in text and "-" in text and TABLE_RULE.fullmatch(text) is not None


def check_table(lines: list[Line], header: int) -> Iterator[Finding]:
    titles = cells_of(lines[header].text)
    above = header - 1
    while above > 0 and not lines[above].text.strip():
        above -= 1
    if above == header - 1 and lines[above].text.strip():
        yield Finding(lines[header].start, _("Leave a blank line above the table."))
    elif not CAPTION.match(lines[above].text):
        message = _("This table has no caption: write Table: and what it shows, then a blank line, above it.")
        yield Finding(lines[header].start, message)
    if not all(titles):
        yield Finding(
            lines[header].start, _("A cell of the header row is empty: every column needs a title.")
        )
    for row in lines[header + 1 :]:
        if "|" not in row.text:
            break
        count = len(cells_of(row.text))
        if count != len(titles):
            message = _("This row has %(count)d cells; the header row has %(titles)d.")
            yield Finding(row.start, message % {"count": count, "titles": len(titles)})


def cells_of(text: str) -> list[str]:
    inner = re.sub(r"(?<!\\)\|$", "", text.strip(" >").removeprefix("|").rstrip())
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", inner)]


def check_lists(masked: str) -> Iterator[Finding]:
    """Lists that Markdown would read as part of the paragraph above them."""
    inside = ""
    for line in split_lines(masked):
        text = line.text.strip(" ")
        if not text or text.startswith(("#", "!!!", ">", "|")):
            inside = ""
        elif LIST_ITEM.match(line.text):
            if inside == "paragraph" and not text[0].isdigit():
                yield Finding(
                    line.start, _("Leave a blank line above the list, or it is shown as running text.")
                )
            inside = "list"
        else:
            inside = inside or "paragraph"
