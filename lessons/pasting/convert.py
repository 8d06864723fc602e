"""The text, line by line, into the parts of a topic."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from lessons import mojibake
from lessons.pasting import tables, words, writing
from lessons.pasting.front import take_front_matter
from lessons.pasting.head import Head
from lessons.pasting.html import to_markdown
from lessons.pasting.shapes import Pasted, Table
from lessons.pasting.tables import Cuts
from lessons.pasting.text import escape, scrub

LONGEST_LABEL = 100


def convert(
    text: str, *, kind: str, repaired: bool = True, cut: Mapping[int, Cuts | int | None] | None = None
) -> Pasted:
    """The parts of a topic. Never raises.

    ``kind`` is text, html or markdown. ``repaired`` undoes misread characters. ``cut`` says of a table, by its number
    in the text, where its cuts are, or how many columns it has, or None: it is no table.
    """
    pasted = Pasted()
    text = scrub(mojibake.repair(text) if repaired else text)
    if kind == "html":
        text, left = to_markdown(text)
        pasted.left += left
    elif kind == "markdown":
        text = take_front_matter(text, pasted)
    Reader(text, pasted, markdown=kind != "text", cut=cut or {}).read()
    return pasted


class Reader(Head):
    """Walks the lines once. Each ``take_…`` tries one shape at the current line and says whether it was that."""

    def __init__(
        self, text: str, into: Pasted, *, markdown: bool, cut: Mapping[int, Cuts | int | None]
    ) -> None:
        super().__init__(text, into, markdown=markdown)
        self.cut, self.found_tables = cut, 0
        self.blocks: list[str] = []
        self.above, self.level = "", 1
        headings = [line for line in self.lines if line.kind == "heading"]
        self.shift = int(any(line.level == 1 for line in headings[1:]))

    def read(self) -> None:
        takers = (
            self.take_title,
            self.take_facts,
            self.take_click,
            self.take_objectives,
            self.take_references,
        )
        shapes = (self.take_box, self.take_heading, self.take_list, self.take_table, self.take_verbatim)
        while self.place < len(self.lines):
            if self.lines[self.place].kind == "blank":
                self.place += 1
                continue
            self.seen += 1
            any(take() for take in (*takers, *shapes, self.take_quote, self.take_paragraphs))
        self.into.source = "\n\n".join(block for block in self.blocks if block.strip())

    def take_box(self) -> bool:
        title = self.plain(self.line.text).rstrip(":").strip()
        kind = _kind_of_box(title) if self.line.kind in {"heading", "plain"} else ""
        items, end = self.items(self.place + 1) if kind else ([], 0)
        if match := words.EXAMPLE.match(self.line.text) if self.line.kind == "plain" else None:
            self.blocks.append(writing.write_box("example", _("Example"), self.inline(match["text"])))
            self.place += 1
            return True
        if not items or (self.line.kind == "plain" and not self.line.text.endswith(":")):
            return False
        safe = title if self.markdown else escape(title)
        self.blocks.append(writing.write_box(kind, safe, writing.write_list(items, self.inline)))
        self.place = end
        return True

    def take_heading(self) -> bool:
        if self.line.kind != "heading":
            return False
        self.above = self.plain(self.line.text)
        self.level = max(2, min(self.line.level + self.shift, self.level + 1, 6))
        if self.above:
            self.blocks.append(f"{'#' * self.level} {self.inline(self.line.text)}")
        self.place += 1
        return True

    def take_list(self) -> bool:
        items, end = self.items(self.place) if self.line.in_list else ([], 0)
        if items:
            self.blocks.append(writing.write_list(items, self.inline))
            self.place = end
        return bool(items)

    def take_table(self) -> bool:
        kind, end = self.line.kind, self.place
        if kind not in {"row", "tabs"}:
            return False
        while end < len(self.lines) and self.lines[end].kind == kind:
            end += 1
        rows = tuple(line.text for line in self.lines[self.place : end])
        number, self.place = self.found_tables, end
        self.found_tables += 1
        choice = self.cut.get(number, 0 if kind == "row" else tables.cut_at_tabs(rows))
        sure = kind == "tabs"
        if isinstance(choice, int):
            choice = tables.guess_cuts(rows, choice or tables.guess_columns(rows))
        table = Table(rows, choice or ((),) * len(rows), self.above or self.into.title, sure)
        self.into.tables.append(table)
        if choice is None:
            self.blocks += [self.inline(row.replace("\t", " ")) for row in rows]
        else:
            self.blocks.append(writing.write_table(table, self.inline))
        return True

    def take_verbatim(self) -> bool:
        if self.line.kind != "verbatim":
            return False
        before = self.blocks[-1] if self.blocks else ""
        if self.line.text.startswith("|") and not before.startswith("Table:"):
            self.blocks.append(f"Table: {self.above or self.into.title}")
        self.blocks.append(self.line.text if self.line.text[0] in "`~" else self.inline_lines(self.line.text))
        self.place += 1
        return True

    def inline_lines(self, text: str) -> str:
        """Mended line by line, indentation kept."""
        lines = (line[: len(line) - len(line.lstrip())] + self.inline(line) for line in text.split("\n"))
        return "\n".join(lines)

    def take_quote(self) -> bool:
        match = words.QUOTE.match(self.line.text) if self.line.kind == "plain" else None
        if match is None or len(match["said"].split()) < 3:
            return False
        self.place += 1
        who = match["who"] or ""
        if not who and self.place < len(self.lines) and self.line.kind == "plain":
            speaker = words.SPEAKER.match(self.line.text)
            who = speaker["who"] if speaker else ""
            self.place += bool(speaker)
        self.blocks.append(writing.write_quote(match["said"].strip(), who, self.inline))
        return True

    def take_paragraphs(self) -> bool:
        """The line, with those below it that were one paragraph with it."""
        end = self.place + 1
        while end < len(self.lines) and self.lines[end].kind == "plain" and self.line.kind == "plain":
            end += 1
        texts = [line.text for line in self.lines[self.place : end]]
        first = texts if self.markdown else writing.split_paragraphs(texts)[0]
        self.blocks.append("\n".join(self.inline(text) for text in first))
        self.place += len(first)
        return True


def _kind_of_box(title: str) -> str:
    never, always = words.NEVER.search(title), words.ALWAYS.search(title)
    if len(title) > LONGEST_LABEL or (never and always):
        return ""
    if words.TAKEAWAYS.search(title):
        return "takeaways"
    return "never" if never else "always" if always else ""
