"""Lines as our Markdown: lists, boxes, tables, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lessons.pasting.lines import Line
from lessons.pasting.shapes import Table

Inline = Callable[[str], str]
"""Plain words as Markdown, or Markdown of elsewhere as ours."""

DEEPEST = 3
WRAPPED_FROM, WRAPPED_TO = 40, 100


def write_list(items: Sequence[Line], inline: Inline) -> str:
    """Nested by indentation. Items of another kind on the outermost level begin a list of their own."""
    written: list[str] = []
    indents: list[int] = []
    number, before = 0, ""
    for item in items:
        while indents and item.indent < indents[-1]:
            indents.pop()
        if not indents or item.indent > indents[-1] + 1:
            indents.append(item.indent)
        depth = min(len(indents) - 1, DEEPEST)
        if depth == 0:
            if before and before != item.kind:
                written.append("")
            number = number + 1 if before == item.kind == "number" else item.number
            before = item.kind
        mark = f"{number if depth == 0 else 1}." if item.kind == "number" else "-"
        written.append(f"{'    ' * depth}{mark} {inline(item.text)}")
    return "\n".join(written)


def write_box(kind: str, title: str, body: str) -> str:
    indented = "\n".join(f"    {line}" if line else "" for line in body.split("\n"))
    return f'!!! {kind} "{straighten(title)}"\n{indented}'


def straighten(title: str) -> str:
    """Without the quotation marks that would end a title."""
    return re.sub(r'"([^"]*)"', r"“\1”", title).replace('"', "”")


def write_table(table: Table, inline: Inline) -> str:
    rows = [[inline(cell) for cell in row] for row in table.rows]
    head, *body = [f"| {' | '.join(row)} |" for row in rows]
    rule = f"|{' --- |' * table.columns}"
    return "\n".join([f"Table: {inline(table.caption)}", "", head, rule, *body])


def write_quote(said: str, who: str, inline: Inline) -> str:
    return f"> {inline(said)}" + (f"\n> -- {inline(who)}" if who else "")


def split_paragraphs(texts: Sequence[str]) -> list[list[str]]:
    """Lines right below one another: one paragraph where they were wrapped at a margin, else each its own."""
    *full, last = texts
    wrapped = (
        full and all(WRAPPED_FROM <= len(text) <= WRAPPED_TO for text in full) and len(last) <= WRAPPED_TO
    )
    return [list(texts)] if wrapped else [[text] for text in texts]
