"""What stands on the clipboard as Markdown: tables of Word, of spreadsheets and of web pages. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from html.parser import HTMLParser

from django.utils.translation import gettext as _

from lessons.editor.tables import MOST_COLUMNS, MOST_ROWS, Table, even, to_markdown

MOST_CHARACTERS = 1_000_000
"""Of the HTML that is read. Word writes much of it for a small table."""

_BLOCKS = {
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "section",
    "article",
    "blockquote",
    "pre",
    "dd",
    "dt",
    "dl",
    "hr",
} | {f"h{level}" for level in range(1, 7)}
_UNSEEN = {"style", "script", "head", "title", "template"}
_SIGNS = re.compile(r"[`*\[\]]|(?<!\w)_|_(?!\w)")
_HTML = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")


class TooBig(Exception):
    """Carries a sentence for the author."""


def from_html(html: str) -> str:
    """Markdown of pasted HTML: its tables as tables, what stands around them as paragraphs; "" without a table.

    A table of one column or one row is how many programs lay out a page: it becomes paragraphs. Raises TooBig.
    """
    if len(html) > MOST_CHARACTERS:
        raise TooBig(_("This is too much to be pasted at once. Paste a part of it."))
    reader = _Reader()
    reader.feed(html.replace("\x00", ""))
    reader.close()
    if not any(isinstance(block, Table) for block in reader.blocks):
        return ""
    return "\n\n".join(block if isinstance(block, str) else markdown_of(block) for block in reader.blocks)


def from_text(text: str) -> str:
    """Markdown of lines with tabs, or of CSV with commas or semicolons; "" when it is no table. Raises TooBig."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    for sign in "\t;,":
        rows = _rows(lines, sign)
        if is_table(rows) and (sign == "\t" or _is_even(rows)):
            return markdown_of(Table([[plain(cell) for cell in row] for row in rows]))
    return ""


def _rows(text: str, sign: str) -> list[list[str]]:
    try:
        return [row for row in csv.reader(text.split("\n"), delimiter=sign, strict=False) if any(row)]
    except csv.Error:
        return []


def _is_even(rows: Sequence[Sequence[str]]) -> bool:
    """Whether each row has as many cells as the first: commas in running text do not make a table."""
    return len(rows) > 2 and len({len(row) for row in rows}) == 1


def is_table(rows: Sequence[Sequence[str]]) -> bool:
    return len(rows) > 1 and min(len(row) for row in rows[:2]) > 1


def markdown_of(table: Table) -> str:
    """With a caption to be filled in where there is none. Raises TooBig."""
    rows = even(table.rows)
    if len(rows) > MOST_ROWS or (rows and len(rows[0]) > MOST_COLUMNS):
        words = _("A table can have %(columns)d columns and %(rows)d rows. Paste a part of it.")
        raise TooBig(words % {"columns": MOST_COLUMNS, "rows": MOST_ROWS})
    return to_markdown(Table(rows, table.caption or _("what this table shows")))


def plain(text: str) -> str:
    """The text as Markdown that shows just this."""
    # A backslash cannot be told from a sign at the end of a cell, unless it is written like this.
    text = _ENTITY.sub("&amp;", text).replace("\\", "&#92;")
    return _HTML.sub("&lt;", _SIGNS.sub(lambda sign: f"\\{sign[0]}", text))


class _Reader(HTMLParser):
    """Collects paragraphs and tables in the order of the page. A table inside a cell is read as the cell's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str | Table] = []
        self.text: list[str] = []
        self.rows: list[list[str]] = []
        self.caption = ""
        self.depth = 0
        self.unseen = False
        self.width = 0  # how many columns the open cell spans; 0 while none is open
        self.below: dict[int, int] = {}  # how many rows a cell reaches down yet, by its column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN or tag == "body":
            self.unseen = tag != "body"
        elif tag == "table":
            self.start_table()
        elif tag == "tr" and self.depth == 1:
            self.start_row()
        elif tag in ("td", "th") and self.depth == 1:
            self.start_cell(dict(attrs))
        elif tag == "br" or tag in _BLOCKS:
            self.end_line(whole=tag != "br")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = False
        elif tag in ("td", "th", "tr") and self.depth == 1:
            self.end_cell()
        elif tag == "caption" and self.depth == 1:
            self.caption = self.take().replace("\n", " ")
        elif tag == "table" and self.depth:
            self.end_table()
        elif tag in _BLOCKS:
            self.end_line(whole=True)

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.text.append(re.sub(r"\s+", " ", data))

    def close(self) -> None:
        super().close()
        while self.depth:
            self.end_table()
        self.end_paragraph()

    def take(self) -> str:
        """What was read since, as Markdown, a line for each line."""
        lines = [" ".join(line.split()) for line in "".join(self.text).split("\n")]
        self.text = []
        return "\n".join(plain(line) for line in lines if line)

    def end_line(self, *, whole: bool) -> None:
        """``whole``: a paragraph ends, and not only a line of it."""
        if self.depth or not whole:
            self.text.append("\n")
        else:
            self.end_paragraph()

    def end_paragraph(self) -> None:
        if text := self.take():
            self.blocks.append(text)

    def start_table(self) -> None:
        self.depth += 1
        if self.depth == 1:
            self.end_paragraph()
            self.rows, self.caption, self.below = [], "", {}

    def start_row(self) -> None:
        self.end_cell()
        if self.rows:
            last = len(self.rows[-1])
            self.below = {
                at: left - (at >= last) for at, left in self.below.items() if left - (at >= last) > 0
            }
        self.rows.append([])

    def start_cell(self, attrs: dict[str, str | None]) -> None:
        self.end_cell()
        self.end_paragraph()
        if not self.rows:
            self.start_row()
        row = self.rows[-1]
        while self.below.get(len(row), 0):
            self.below[len(row)] -= 1
            row.append("")
        self.width = _span(attrs.get("colspan"))
        down = _span(attrs.get("rowspan")) - 1
        self.below |= {at: down for at in range(len(row), len(row) + self.width) if down}

    def end_cell(self) -> None:
        if self.width:
            self.rows[-1] += [self.take(), *[""] * (self.width - 1)]
            self.width = 0

    def end_table(self) -> None:
        self.depth -= 1
        if self.depth:
            self.text.append("\n")
            return
        self.end_cell()
        if is_table(rows := even(self.rows)):
            self.blocks.append(Table(rows, self.caption))
        else:
            self.blocks += [part for part in (self.caption, *(cell for row in rows for cell in row)) if part]


def _span(told: str | None) -> int:
    """How many columns or rows a cell takes up."""
    return max(1, min(int(told), MOST_ROWS)) if told and re.fullmatch("[0-9]{1,4}", told) else 1
