"""Words of the glossary: each is linked where a topic first says it, and read as usual everywhere else."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from lessons.markdown.materials import Term
from lessons.markdown.tree import classes

LEFT_ALONE = frozenset(
    {
        "a",
        "abbr",
        "caption",
        "code",
        "dt",
        "figcaption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "pre",
        "sup",
        "th",
    }
)
"""Headings, links, code, names and numbers: a link there would be in the way."""

LEFT_ALONE_CLASSES = frozenset({"box-title", "contacts", "cue", "origin", "speaker", "visually-hidden"})


def link_terms(root: Element, terms: Iterable[Term], address: str) -> None:
    """Link each term to its place on the page at ``address``, once, where a reader first meets it.

    Whole words, in any case; where two terms fit, the longer one.
    """
    linker = TermLinker(terms, address)
    if linker.keys:
        linker.walk(root)


class TermLinker:
    """``open`` holds the keys of the terms that were not met yet."""

    def __init__(self, terms: Iterable[Term], address: str) -> None:
        self.address = address
        self.keys = {fold(name): term.key for term in terms for name in term.names}
        self.open = set(self.keys.values())
        longest_first = sorted(self.keys, key=len, reverse=True)
        names = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)
        # Python-markdown marks what it put aside with \x02 and \x03; a hyphen makes another word.
        self.pattern = re.compile(rf"(?<![\w\x02-])(?:{names})(?![\w\x03]|-\w)", re.IGNORECASE)

    def walk(self, element: Element) -> None:
        """Link in reading order: the element's text, then each child and the text behind it."""
        if element.tag in LEFT_ALONE or not LEFT_ALONE_CLASSES.isdisjoint(classes(element)):
            return
        children = list(element)
        element.text, links = self.cut(element.text)
        element[:0] = links
        for child in children:
            self.walk(child)
            child.tail, links = self.cut(child.tail)
            place = list(element).index(child) + 1
            element[place:place] = links

    def cut(self, text: str | None) -> tuple[str | None, list[Element]]:
        """The text before the first new term, and the terms as links with what follows each."""
        if not text or not self.open:
            return text, []
        links: list[Element] = []
        before, end = text, 0
        for match in self.pattern.finditer(text):
            key = self.keys.get(fold(match[0]))
            if key not in self.open:
                continue
            self.open.discard(key)
            if links:
                links[-1].tail = text[end : match.start()]
            else:
                before = text[: match.start()]
            link = Element("a", {"class": "term", "href": f"{self.address}#term-{key}"})
            link.text, end = match[0], match.end()
            links.append(link)
        if links:
            links[-1].tail = text[end:]
        return before, links


def fold(name: str) -> str:
    """A name as it is compared: in small letters, its words apart by one space."""
    return " ".join(name.casefold().split())
