"""Quotations and images: each a figure, with who said it or what it shows below."""

import re
from xml.etree.ElementTree import Element, SubElement

from lessons.markdown.tree import make_plain, pairs, wrap

SPEAKER = re.compile(r"(?:\A|\n)[ \t]*--[ \t]+(?P<who>[^\n]+)\s*\Z")
"""The last line of a quotation when it says whose words they are: ``-- a peer specialist``."""

IMAGE = re.compile(r"images/(?P<name>[A-Za-z0-9][\w.-]*)")
"""The only images there are: files in the lesson's own folder ``images``."""


def shape_quotes(root: Element) -> None:
    """Put every quotation into ``<figure class="quote">``; runs while paragraphs still hold raw Markdown."""
    for parent, quote in pairs(root, "blockquote"):
        figure = Element("figure", {"class": "quote"})
        wrap(parent, quote, figure)
        last = quote[-1] if len(quote) else None
        match = SPEAKER.search(last.text or "") if last is not None and last.tag == "p" else None
        if last is None or match is None:
            continue
        SubElement(figure, "figcaption").text = match["who"].strip()
        last.text = (last.text or "")[: match.start()]
        if not last.text.strip():
            quote.remove(last)


def shape_images(root: Element, image_base: str) -> None:
    """Point images at ``image_base``; one alone in its paragraph becomes a figure if it has a title."""
    for paragraph in list(root.iter("p")):
        image = paragraph[0] if len(paragraph) == 1 else None
        if (
            image is None
            or image.tag != "img"
            or (paragraph.text or "").strip()
            or (image.tail or "").strip()
        ):
            continue
        if caption := image.get("title"):
            paragraph.tag = "figure"
            SubElement(paragraph, "figcaption").text = caption
    for image in list(root.iter("img")):
        place_image(image, image_base)


def place_image(image: Element, image_base: str) -> None:
    """Only the lesson's own images are shown; in the place of any other stand the words of its alt text."""
    match = IMAGE.fullmatch(image.get("src", ""))
    alt = image.get("alt", "")
    if match is None:
        make_plain(image)
        image.text = alt
    else:
        alt = "" if image.get("class") == "decorative" else alt
        image.attrib = {"src": image_base + match["name"], "alt": alt, "loading": "lazy"}
