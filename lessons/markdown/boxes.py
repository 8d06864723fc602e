"""Boxes of every kind, from definitions to dialogues; a never followed by an always is a pair."""

from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from lessons.markdown.page import BOXES, LIST_BOXES
from lessons.markdown.tree import classes, pairs, previous_sibling, wrap


def default_title(kind: str) -> str:
    """The title of a box whose author gave none: its meaning must stand in words, not in color alone."""
    titles = {
        "definition": _("Definition"),
        "never": _("Never"),
        "always": _("Always"),
        "example": _("Example"),
        "takeaways": _("Key takeaways"),
        "dialogue": _("A conversation"),
        "content-note": _("Before you read"),
    }
    return titles.get(kind, _("Note"))


def shape_boxes(root: Element, id_prefix: str) -> None:
    """Turn python-markdown's admonitions into ``<aside class="box box-never" role="note">``, named by title."""
    boxes = [(parent, div) for parent, div in pairs(root, "div") if "admonition" in classes(div)]
    for number, (_parent, div) in enumerate(boxes, start=1):
        shape_box(div, f"{id_prefix}box-{number}")
    for parent, aside in boxes:
        before = previous_sibling(parent, aside)
        if "box-always" in classes(aside) and before is not None and "box-never" in classes(before):
            pair = Element("div", {"class": "pair"})
            wrap(parent, before, pair)
            parent.remove(aside)
            pair.tail, aside.tail = aside.tail, None
            pair.append(aside)


def shape_box(div: Element, title_id: str) -> None:
    kind = next((name for name in classes(div) if name in BOXES), "")
    title = next((child for child in div if "admonition-title" in classes(child)), None)
    if title is None:
        title = Element("p")
        title.text = default_title(kind)
        div.insert(0, title)
    title.attrib = {"class": "box-title", "id": title_id}
    div.tag = "aside"
    div.attrib = {"class": f"box box-{kind}" if kind else "box", "role": "note", "aria-labelledby": title_id}
    if kind in LIST_BOXES:
        for child in div:
            if child.tag in {"ul", "ol"}:
                child.set("class", "marks")
