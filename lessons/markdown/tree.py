"""Small moves on an element tree, whose text hangs half in elements and half in the tails behind them."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element


def pairs(root: Element, *tags: str) -> Iterator[tuple[Element, Element]]:
    """Yield (parent, child) for every element with one of the tags; the tree may be changed meanwhile."""
    yield from [(parent, child) for parent in root.iter() for child in parent if child.tag in tags]


def classes(element: Element) -> list[str]:
    return element.get("class", "").split()


def text_of(element: Element) -> str:
    """All text inside, on one line."""
    return " ".join("".join(element.itertext()).split())


def previous_sibling(parent: Element, child: Element) -> Element | None:
    """The element just before ``child``, if only white space stands between them."""
    index = list(parent).index(child)
    if index == 0 or (parent[index - 1].tail or "").strip():
        return None
    return parent[index - 1]


def wrap(parent: Element, child: Element, wrapper: Element) -> None:
    """Put ``wrapper`` where ``child`` is and ``child`` inside it; text behind the child stays behind both."""
    parent[list(parent).index(child)] = wrapper
    wrapper.tail, child.tail = child.tail, None
    wrapper.append(child)


def move_content(origin: Element, target: Element) -> None:
    """Move text and children of ``origin`` to the end of the empty element ``target``."""
    target.text = origin.text
    target.extend(list(origin))


def make_plain(element: Element) -> None:
    """Keep what is inside and nothing else: the element says nothing any more."""
    element.tag = "span"
    element.attrib.clear()
