"""A place in the lines of a text, and what can be asked there."""

from __future__ import annotations

import re
from dataclasses import replace

from lessons.pasting.inline import mend, plain
from lessons.pasting.lines import Line, next_of, read_lines
from lessons.pasting.shapes import Left, Pasted, Why
from lessons.pasting.text import escape

EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")


class Walk:
    """The lines of a text and the place in them; what is read goes ``into`` the parts of a topic."""

    def __init__(self, text: str, into: Pasted, *, markdown: bool) -> None:
        self.lines = read_lines(text, markdown=markdown)
        self.into, self.markdown = into, markdown
        self.place = self.seen = 0
        self.into.signs += dict.fromkeys(line.sign for line in self.lines if EMOJI.search(line.sign))

    def inline(self, text: str) -> str:
        return mend(text, self.into.left) if self.markdown else escape(" ".join(text.split()))

    def plain(self, text: str) -> str:
        return " ".join((plain(text) if self.markdown else text).split())

    def leave(self, text: str, why: Why) -> None:
        if words_of := self.plain(text):
            self.into.left.append(Left(words_of, why))

    @property
    def line(self) -> Line:
        return self.lines[self.place]

    def follows(self) -> Line:
        return next_of(self.lines, self.place + 1)

    def items(self, start: int) -> tuple[list[Line], int]:
        """The list that begins at the next line that is not blank, and where it ends."""
        found: list[Line] = []
        place = start
        while place < len(self.lines):
            line = self.lines[place]
            if line.in_list:
                found.append(line)
            elif line.kind == "plain" and found and self.lines[place - 1].kind != "blank" and _goes_on(line):
                found[-1] = replace(found[-1], text=f"{found[-1].text} {line.text}")
            elif line.kind != "blank" or not next_of(self.lines, place).in_list:
                break
            place += 1
        return found, place


def _goes_on(line: Line) -> bool:
    """Whether a line below an item belongs to it: indented, or in the middle of a sentence."""
    return line.indent >= 2 or line.text[:1].islower()
