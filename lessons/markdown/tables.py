"""Comparison tables: caption, row and column headers, a label on every cell for small screens."""

import re
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from lessons.markdown.tree import move_content, pairs, previous_sibling, text_of, wrap

CAPTION = re.compile(r"\s*Table:\s*")
"""How the line above a table begins that is its caption."""


def shape_tables(root: Element, id_prefix: str) -> None:
    """Give every table its caption and headers, inside a region that the keyboard can scroll.

    The ARIA roles say again what the elements mean, since browsers forget it when CSS lays rows out as cards.
    """
    for number, (parent, table) in enumerate(pairs(root, "table"), start=1):
        region = Element("div", {"class": "table-wrap", "role": "region", "tabindex": "0"})
        caption = take_caption(parent, table)
        wrap(parent, table, region)
        table.attrib = {"class": "compare", "role": "table"}
        shape_rows(table)
        if caption is None:
            region.set("aria-label", _("Table"))
        else:
            caption.set("id", f"{id_prefix}table-{number}")
            region.set("aria-labelledby", f"{id_prefix}table-{number}")
            table.insert(0, caption)


def take_caption(parent: Element, table: Element) -> Element | None:
    """Make a caption of the paragraph "Table: …" right before the table."""
    before = previous_sibling(parent, table)
    if before is None or before.tag != "p" or not (match := CAPTION.match(before.text or "")):
        return None
    caption = Element("caption")
    move_content(before, caption)
    caption.text = (before.text or "")[match.end() :]
    parent.remove(before)
    return caption


def shape_rows(table: Element) -> None:
    titles = [text_of(cell) for cell in table.iter("th")]
    for group in table:
        group.set("role", "rowgroup")
        for row in group:
            row.set("role", "row")
            for column, cell in enumerate(row):
                shape_cell(cell, column, titles)


def shape_cell(cell: Element, column: int, titles: list[str]) -> None:
    align = cell.get("align", "")
    if cell.tag == "th":
        cell.attrib = {"scope": "col", "role": "columnheader"}
    elif column == 0:
        cell.tag = "th"
        cell.attrib = {"scope": "row", "role": "rowheader"}
    else:
        cell.attrib = {"role": "cell", "data-label": titles[column] if column < len(titles) else ""}
    if align in {"right", "center"}:
        cell.set("class", f"align-{align}")
