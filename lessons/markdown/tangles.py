"""What Markdown cannot be meant to be: unclosed and deeply nested signs, which also make rendering very slow."""

import re
from collections.abc import Iterator
from itertools import islice, repeat

from django.utils.translation import gettext as _

from lessons.markdown.sanitize import INLINE_HTML
from lessons.markdown.source import Finding

DEEPEST = 8
"""How deep quotations, lists and boxes, brackets or tags may be nested: beyond that no reader follows either."""

MOST_TERMS = 100
"""How many abbreviations and definitions together a text may have."""

GAP = re.compile(r"\n[ ]*(?=\n)")
SIGN = re.compile(
    rf"\\.|(?P<opens>\[|<(?P<tag>{'|'.join(INLINE_HTML)})>)|(?P<closes>\]|</(?:{'|'.join(INLINE_HTML)})>)"
)
NESTING = re.compile(r"^(?![ ]*$)(?:[ >]|(?:[-*+]|\d+\.)[ ])*", re.MULTILINE)
LEVEL = re.compile(r">|[-*+]|\d+\.|[ ]{4}")
TERM = re.compile(r"^[ >]*(?:\*\[|:[ ])", re.MULTILINE)


def find_tangles(masked: str) -> Iterator[Finding]:
    """Yield every tangle of masked source; one for each level of nesting that is too many."""
    for match in NESTING.finditer(masked):
        finding = Finding(match.start(), _("Quotations, lists and boxes are nested too deeply here."))
        yield from repeat(finding, max(0, len(LEVEL.findall(match[0])) - DEEPEST))
    for start, paragraph in split_paragraphs(masked):
        yield from find_unclosed_signs(paragraph, start)
        yield from find_unclosed_addresses(paragraph, start)
    for match in islice(TERM.finditer(masked), MOST_TERMS, None):
        message = _("There are more than %(most)d abbreviations and definitions.")
        yield Finding(match.start(), message % {"most": MOST_TERMS})


def split_paragraphs(masked: str) -> Iterator[tuple[int, str]]:
    """Yield what stands between blank lines, with its offset."""
    start = 0
    for gap in GAP.finditer(masked):
        yield start, masked[start : gap.start()]
        start = gap.end()
    yield start, masked[start:]


def find_unclosed_signs(paragraph: str, offset: int) -> Iterator[Finding]:
    open_at: dict[str, list[int]] = {}
    for match in SIGN.finditer(paragraph):
        if match["opens"]:
            places = open_at.setdefault(f"</{match['tag']}>" if match["tag"] else "]", [])
            places.append(match.start())
            if len(places) > DEEPEST:
                yield Finding(offset + match.start(), _("Brackets or tags are nested too deeply here."))
        elif match["closes"] and open_at.get(match["closes"]):
            open_at[match["closes"]].pop()
    for closing, places in open_at.items():
        opening = "[" if closing == "]" else closing.replace("/", "")
        message = _(
            "%(opening)s is not closed with %(closing)s; close it, or write \\%(opening)s for the sign itself."
        )
        for place in places:
            yield Finding(offset + place, message % {"opening": opening, "closing": closing})


def find_unclosed_addresses(paragraph: str, offset: int) -> Iterator[Finding]:
    start = paragraph.find("](")
    while start != -1:
        following = paragraph.find("](", start + 2)
        if ")" not in paragraph[start : following if following != -1 else None]:
            yield Finding(offset + start, _("The address of this link or image is not closed with )."))
        start = following
