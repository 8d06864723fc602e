"""An image in all its sizes, for the browser to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement


@dataclass(frozen=True, kw_only=True)
class Picture:
    """``src`` is of the type that was given, ``srcset`` of WebP in several widths; sides in pixels."""

    src: str
    srcset: str
    sizes: str
    width: int
    height: int
    credit: str = ""


def set_picture(parent: Element, image: Element, picture: Picture) -> None:
    """Make of an ``<img>`` a ``<picture>`` that keeps its room while it loads, and loads when it comes near."""
    image.attrib = {
        "src": picture.src,
        "alt": image.get("alt", ""),
        "width": str(picture.width),
        "height": str(picture.height),
        "loading": "lazy",
    }
    outer = Element("picture")
    outer.tail, image.tail = image.tail, None
    parent[list(parent).index(image)] = outer
    SubElement(outer, "source", {"type": "image/webp", "srcset": picture.srcset, "sizes": picture.sizes})
    outer.append(image)
