"""Sources: ``[^key]`` in the text becomes a numbered marker, and the list of sources follows the text.

Not python-markdown's footnotes: sources come as data, are numbered in the order in which a reader meets them,
and link back by names that a screen reader can say.
"""

import re
from collections.abc import Collection, Sequence
from xml.etree.ElementTree import Element, SubElement

from django.utils.translation import gettext as _
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

from lessons.markdown.links import mark_external
from lessons.markdown.page import Reference

CITATION = r"\[\^(?P<key>[^\]\n]*)\]"


class CitationMarkers(InlineProcessor):
    """Puts an empty ``<sup>`` where a known source is cited; numbers come when the whole text is there."""

    def __init__(self, md: Markdown, keys: Collection[str]) -> None:
        super().__init__(CITATION, md)
        self.keys = keys

    def handleMatch(  # type: ignore[override]  # noqa: N802  (the name is python-markdown's)
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        if m["key"] not in self.keys:
            return None, None, None
        return Element("sup", {"class": "cite", "data-key": m["key"]}), m.start(), m.end()


def number_citations(root: Element, references: Sequence[Reference], id_prefix: str) -> None:
    """Number the markers in reading order and append the list of the sources that are cited."""
    cited: dict[str, int] = {}
    for sup in [sup for sup in root.iter("sup") if sup.get("data-key")]:
        key = sup.attrib.pop("data-key")
        cited[key] = cited.get(key, 0) + 1
        fill_marker(sup, list(cited).index(key) + 1, cited[key], id_prefix)
    if cited:
        by_key = {reference.key: reference for reference in references}
        append_sources(root, [(by_key[key], times) for key, times in cited.items()], id_prefix)


def fill_marker(sup: Element, number: int, occurrence: int, id_prefix: str) -> None:
    link = SubElement(sup, "a")
    link.text = str(number)
    link.attrib = {
        "id": f"{id_prefix}cite-{number}-{occurrence}",
        "href": f"#{id_prefix}source-{number}",
        "role": "doc-noteref",
        "aria-label": _("Source %(number)d") % {"number": number},
    }


def append_sources(root: Element, cited: list[tuple[Reference, int]], id_prefix: str) -> None:
    section = SubElement(root, "section", {"class": "references", "aria-labelledby": f"{id_prefix}sources"})
    SubElement(section, "h2", {"id": f"{id_prefix}sources"}).text = _("Sources")
    listing = SubElement(section, "ol")
    for number, (reference, times) in enumerate(cited, start=1):
        item = SubElement(listing, "li", {"id": f"{id_prefix}source-{number}"})
        fill_source(item, reference)
        for occurrence in range(1, times + 1):
            SubElement(item, "a", back_link(number, occurrence, times, id_prefix)).text = "↩"


def fill_source(item: Element, reference: Reference) -> None:
    """Write "Title. Publisher, year." with the title as the link, if there is one."""
    stop = "" if reference.title.endswith((".", "?", "!")) else "."
    details = f"{stop} {reference.publisher}, {reference.year}. "
    if reference.url.startswith("https://"):
        link = SubElement(item, "a")
        link.text = reference.title
        mark_external(link, reference.url)
        link.tail = details
    else:
        item.text = reference.title + details


def back_link(number: int, occurrence: int, times: int, id_prefix: str) -> dict[str, str]:
    label = _("Back to where source %(number)d is cited") % {"number": number}
    if times > 1:
        label = _("Back to where source %(number)d is cited, place %(place)d of %(places)d") % {
            "number": number,
            "place": occurrence,
            "places": times,
        }
    href = f"#{id_prefix}cite-{number}-{occurrence}"
    return {"class": "back", "href": href, "role": "doc-backlink", "aria-label": label}
