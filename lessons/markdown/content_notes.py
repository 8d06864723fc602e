"""A note before a hard subject says what is coming, and how to pass over it."""

from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _

from lessons.markdown.tree import classes, text_of

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def shape_content_notes(root: Element) -> None:
    """End each content note with a link to where the part that it stands in is over."""
    level = HEADINGS[1]
    open_notes: list[tuple[str, Element]] = []
    for element in list(root.iter()):
        if element.tag in HEADINGS:
            level = element.tag
            for note in [note for note in open_notes if level <= note[0]]:
                open_notes.remove(note)
                add_way_past(note[1], element)
        elif element.tag == "aside" and "box-content-note" in classes(element):
            open_notes.append((level, element))


def add_way_past(note: Element, heading: Element) -> None:
    line = SubElement(note, "p", {"class": "skip-part"})
    link = SubElement(line, "a", {"href": f"#{heading.get('id', '')}"})
    link.text = _("Skip this part: go to “%(title)s”") % {"title": text_of(heading)}
