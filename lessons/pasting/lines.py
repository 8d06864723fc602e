"""Every line of a text for what it is: a heading, an item of a list, a row of a table, or just words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lessons.pasting.tables import FEWEST_LINES, is_run_together

SIGN = r"[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d\u20e3]"
SIGNED = re.compile(rf"^(?P<sign>{SIGN}+|[–—](?=[ \t]))[ \t]*(?P<text>.*)$")
BULLET = re.compile(
    r"^(?:[-*+](?=[ \t])|[•◦▪‣●○■□·➤►▶➔⁃∙](?![•◦▪‣●○■□·])|o(?=\t|[ ]{2}))[ \t]*(?P<text>\S.*)$"
)
NUMBER = re.compile(r"^(?P<number>\d{1,2})[.)][ \t]+(?P<text>\S.*)$")
HASHES = re.compile(r"^(?P<marks>#{1,6})[ \t]+(?P<text>.*?)[ \t#]*$")
BOLD = re.compile(r"^(?:\*\*(?P<stars>[^*]+)\*\*|__(?P<bars>[^_]+)__)$")
CHECKS = frozenset("✔✓☑✅")
AGAINST = frozenset("❌✗✘✖🚫⛔")
"""Signs that turn a meaning around: in a list they stay, or "Give advice" would be asked for."""

LONGEST_HEADING = 90
MOST_HEADING_WORDS = 14


@dataclass(frozen=True)
class Line:
    """``kind`` is blank, heading, bullet, number, plain, row, tabs or verbatim; ``raw`` is the line as it stood."""

    kind: str
    text: str
    raw: str = ""
    indent: int = 0
    level: int = 2
    sign: str = ""
    number: int = 0

    @property
    def in_list(self) -> bool:
        return self.kind in {"bullet", "number"}


BLANK = Line("blank", "")


def read_lines(text: str, *, markdown: bool) -> list[Line]:
    raws = [line.rstrip() for line in text.split("\n")]
    found = _read_verbatim(raws) if markdown else [_read(raw) for raw in raws]
    found = _mark_rows(found)
    found = [_settle_sign(found, place) for place in range(len(found))]
    if not any(line.kind == "heading" and line.raw.lstrip().startswith("#") for line in found):
        found = [_settle_heading(found, place) for place in range(len(found))]
    return found


def _read(raw: str) -> Line:
    text = raw.strip()
    indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
    if not text:
        return BLANK
    if match := BULLET.match(text):
        sign = text[0] if text[0] not in "-*+o" else ""
        return Line("bullet", match["text"], raw, indent, sign=sign)
    if match := NUMBER.match(text):
        return Line("number", match["text"], raw, indent, number=int(match["number"]))
    if match := SIGNED.match(text):
        return Line("signed", match["text"].strip(), raw, indent, sign=match["sign"])
    return Line("plain", text, raw, indent)


def _read_verbatim(raws: Sequence[str]) -> list[Line]:
    """The lines of Markdown: code, boxes, tables and quotations stay as they are, each as one."""
    found: list[Line] = []
    place = 0
    while place < len(raws):
        raw, start = raws[place], place
        text = raw.strip()
        if fence := re.match(r"(`{3,}|~{3,})", text):
            ends = (n for n in range(place + 1, len(raws)) if raws[n].strip() == fence[1])
            place = next(ends, len(raws) - 1) + 1
        elif raw.startswith("!!!"):
            place += 1
            while place < len(raws) and (not raws[place].strip() or raws[place].startswith("    ")):
                place += 1
        elif text.startswith(">") or text.startswith("|"):
            while place < len(raws) and raws[place].strip().startswith(text[0]):
                place += 1
        else:
            place += 1
            found.append(_read_markdown(raw, raws[place] if place < len(raws) else "", found))
            continue
        block = "\n".join(raws[start:place]).strip("\n")
        found += [Line("verbatim", block, block), BLANK]
    return [line for line in found if line.kind != "underline"]


def _read_markdown(raw: str, after: str, before: Sequence[Line]) -> Line:
    if match := HASHES.match(raw.strip()):
        line = _read(match["text"])
        return Line("heading", line.text, raw, level=len(match["marks"]), sign=line.sign)
    if before and before[-1].kind == "heading" and re.fullmatch(r"=+|-{2,}", raw.strip()):
        return Line("underline", "", raw)
    if raw.strip() and re.fullmatch(r"={2,}|-{3,}", after.strip()) and _read(raw).kind == "plain":
        return Line("heading", raw.strip(), f"# {raw}", level=1 if after.strip()[0] == "=" else 2)
    if match := BOLD.match(raw.strip()):
        bold = (match["stars"] or match["bars"]).strip()
        return Line("bold" if looks_like_heading(bold) else "plain", raw.strip(), raw)
    return _read(raw)


def _mark_rows(lines: list[Line]) -> list[Line]:
    """Mark rows of tables: lines with tabs inside, and three or more run-together lines right below one another."""
    found, place = list(lines), 0
    while place < len(found):
        for kind, fewest, fits in (("tabs", 2, _has_tabs), ("row", FEWEST_LINES, is_run_together)):
            end = place
            while end < len(found) and found[end].kind == "plain" and fits(found[end].text):
                end += 1
            if end - place >= fewest:
                found[place:end] = [replace(line, kind=kind) for line in found[place:end]]
                place = end - 1
                break
        place += 1
    return found


def _has_tabs(text: str) -> bool:
    return "\t" in text


def _settle_sign(lines: Sequence[Line], place: int) -> Line:
    """A line with a sign in front: an item where its neighbor has the same, a heading where it reads like one."""
    line = lines[place]
    if line.kind != "signed":
        return line
    near = [lines[n] for n in (place - 1, place + 1) if 0 <= n < len(lines)]
    is_check, dashed = line.sign[0] in CHECKS, line.sign in "–—"
    leads = line.text.endswith(":") and next_of(lines, place + 1).kind in {"bullet", "number", "signed"}
    if any(each.kind == "signed" and each.sign == line.sign for each in near) or (is_check and not leads):
        text = f"{line.sign} {line.text}" if line.sign[0] in AGAINST else line.text
        return replace(line, kind="bullet", text=text or line.sign, sign="" if dashed else line.sign)
    if dashed:
        return replace(line, kind="plain", text=line.raw.strip(), sign="")
    if not line.text:
        return replace(BLANK, sign=line.sign)
    return replace(line, kind="heading" if looks_like_heading(line.text.rstrip(":")) else "plain")


def _settle_heading(lines: Sequence[Line], place: int) -> Line:
    """A short line that stands alone above a longer text or a list; only where nothing is marked as a heading."""
    line = lines[place]
    if line.kind == "bold":
        text = line.text.strip("*_").strip()
        return replace(line, kind="heading", text=text)
    if line.kind != "plain" or not looks_like_heading(line.text) or line.text.startswith("Table:"):
        return line
    above = lines[place - 1].kind if place else "blank"
    below = lines[place + 1] if place + 1 < len(lines) else BLANK
    follows = next_of(lines, place + 1)
    stands_out = below.kind == "blank" or below.in_list or len(below.text) > LONGEST_HEADING
    if above != "blank" or not stands_out or follows.kind == "blank":
        return line
    return replace(line, kind="heading")


def looks_like_heading(text: str) -> bool:
    """Short, begins large, and does not end like a sentence or a quotation."""
    if not text or len(text) > LONGEST_HEADING or len(text.split()) > MOST_HEADING_WORDS:
        return False
    first = next((character for character in text if character.isalnum()), "")
    return (first.isupper() or first.isdigit()) and text[0] not in "“\"'‘(>|" and text[-1] not in ".,;:!…”\"'"


def next_of(lines: Sequence[Line], place: int) -> Line:
    """The next line that is not blank, from ``place`` on; a blank one at the end."""
    found = (lines[n] for n in range(place, len(lines)) if lines[n].kind != "blank")
    return next(found, BLANK)
