"""How a page begins, for a list of pages. Pure."""

import re

from lessons.visible_text import visible_text

PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)


def first_words(html: str) -> str:
    """The visible text of the first plain paragraph; "" where there is none."""
    found = PARAGRAPH.search(html)
    return " ".join(visible_text(found[0]).split()) if found else ""
