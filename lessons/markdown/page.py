"""What a text brings along when it is rendered, and what comes back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lessons.markdown.materials import Materials
from lessons.markdown.pictures import Picture

BOXES = ("definition", "never", "always", "example", "takeaways", "dialogue", "content-note")
"""The kinds of box an author can write, as ``!!! kind "Title"``."""

LIST_BOXES = ("never", "always", "takeaways")
"""The kinds of box that hold a list."""


MOST_CHARACTERS = 200_000
"""How long a text may be: beyond this (a short novel) it is a mistake, and slow to render."""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A source that the text cites as ``[^key]``; ``url`` is https or empty."""

    key: str
    title: str
    publisher: str
    year: int
    url: str = ""


class Section(NamedTuple):
    """A heading of the second level and the words a reader sees up to the next one, its own included.

    What stands before the first such heading has the heading "".
    """

    heading: str
    words: int


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """Finished, sanitized HTML and what a reader sees in it: words, text (a line for each block), sections."""

    html: str
    words: int
    text: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, kw_only=True)
class Page:
    """What the constructs need to know of the page around them."""

    references: Sequence[Reference]
    resolve: Callable[[str], str | None]
    image_base: str
    images: Mapping[str, Picture] | None
    id_prefix: str
    materials: Materials
