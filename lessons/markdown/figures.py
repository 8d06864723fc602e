"""Quotations and images: each a figure, with who said it or what it shows below."""

import re
from collections.abc import Mapping
from xml.etree.ElementTree import Element, SubElement

from lessons.markdown.pictures import Picture, set_picture
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


def shape_images(root: Element, image_base: str, images: Mapping[str, Picture] | None) -> None:
    """Show images in their sizes; one alone in its paragraph becomes a figure if it has a title or a credit."""
    for paragraph in list(root.iter("p")):
        image = paragraph[0] if len(paragraph) == 1 else None
        if (
            image is None
            or image.tag != "img"
            or (paragraph.text or "").strip()
            or (image.tail or "").strip()
        ):
            continue
        caption, credit = image.get("title", ""), credit_of(image, images or {})
        if caption or credit:
            paragraph.tag = "figure"
            below = SubElement(paragraph, "figcaption")
            below.text = f"{caption} " if caption and credit else caption
            if credit:
                SubElement(below, "small").text = credit
    for parent, image in pairs(root, "img"):
        place_image(parent, image, image_base, images)


def credit_of(image: Element, images: Mapping[str, Picture]) -> str:
    match = IMAGE.fullmatch(image.get("src", ""))
    picture = images.get(match["name"]) if match else None
    return picture.credit if picture else ""


def place_image(
    parent: Element, image: Element, image_base: str, images: Mapping[str, Picture] | None
) -> None:
    """Only the course's own images are shown; in the place of any other stand the words of its alt text."""
    match = IMAGE.fullmatch(image.get("src", ""))
    alt = "" if image.get("class") == "decorative" else image.get("alt", "")
    picture = images.get(match["name"]) if match and images is not None else None
    if picture is not None:
        image.set("alt", alt)
        set_picture(parent, image, picture)
    elif match is not None and images is None:
        image.attrib = {"src": image_base + match["name"], "alt": alt, "loading": "lazy"}
    else:
        alt = image.get("alt", "")
        make_plain(image)
        image.text = alt
