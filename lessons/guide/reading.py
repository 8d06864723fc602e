"""The guide's pages: read from ``pages/``, its examples shown as learners see them, with the text that makes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

from django.templatetags.static import static

from lessons.markdown import Reference, render
from lessons.markdown.materials import Block, Contact, Materials, Rule, Term
from lessons.markdown.pictures import Picture

PAGES = Path(__file__).parent / "pages"
IMAGE = "bench.jpg"
GLOSSARY = "glossary"
"""The name by which ``resolve`` knows where words are explained."""
ORDER = ("first-topic", "what-you-can-write", "scenarios", "questions")
EXAMPLE = re.compile(r"^```example\n(?P<source>.*?)\n```$", re.MULTILINE | re.DOTALL)
SOURCES = (
    Reference(key="competencies", title="Core Competencies for Peer Workers", publisher="SAMHSA", year=2015),
)

CHECKED = date(2026, 11, 1)
MATERIALS = Materials(
    terms=(Term(key="warmline", names=("warmline", "warmlines")),),
    state="Ohio",
    blocks={
        "training-hours": Block(
            title="Training hours",
            rule=Rule(
                text="You complete 40 hours of training, and then you pass an exam.",
                source_title="The name of the rule",
                source_publisher="The office that made it",
                source_url="",
                checked_on=CHECKED,
            ),
        )
    },
    contacts={
        "crisis": (
            Contact(
                name="988 Suicide & Crisis Lifeline",
                purpose="Somebody listens, day and night.",
                phone="988",
                text="988",
                url="https://988lifeline.org",
                checked_on=CHECKED,
            ),
        )
    },
)
"""What the examples name, so that they show something: made up, but for the number to call."""


@dataclass(frozen=True)
class Part:
    """A stretch of the page. ``source`` is what an author copies to get just this, "" for plain text of the page."""

    html: str
    source: str = ""

    @property
    def rows(self) -> int:
        return self.source.count("\n") + 1


@dataclass(frozen=True)
class GuidePage:
    slug: str
    title: str
    parts: tuple[Part, ...]


@cache
def texts() -> dict[str, tuple[str, str]]:
    """Title and text of each page by its slug, in the order in which they are meant to be read."""
    found = {}
    for slug in ORDER:
        head, _newline, body = (PAGES / f"{slug}.md").read_text(encoding="utf-8").partition("\n")
        found[slug] = (head.removeprefix("# "), body)
    return found


def read(slug: str, *, resolve: Callable[[str], str | None]) -> GuidePage | None:
    """One page, ``resolve`` giving the address of another by its slug; None for a page that there is not."""
    if slug not in texts():
        return None
    title, body = texts()[slug]
    parts, end = list[Part](), 0
    for match in EXAMPLE.finditer(body):
        parts.append(_part(body[end : match.start()], len(parts), resolve))
        parts.append(_part(match["source"], len(parts), resolve, copied=True))
        end = match.end()
    parts.append(_part(body[end:], len(parts), resolve))
    return GuidePage(slug, title, tuple(part for part in parts if part.html))


def _part(text: str, number: int, resolve: Callable[[str], str | None], *, copied: bool = False) -> Part:
    prefix = f"part-{number}-"
    if not copied:
        return Part(render(text, resolve=resolve, id_prefix=prefix).html)
    page = render(
        text,
        references=SOURCES,
        resolve=resolve,
        id_prefix=prefix,
        images={IMAGE: _bench()},
        materials=replace(MATERIALS, glossary=resolve(GLOSSARY) or ""),
    )
    return Part(page.html, text)


def _bench() -> Picture:
    address = static("img/guide-bench.webp")
    return Picture(src=address, srcset=f"{address} 640w", sizes="100vw", width=640, height=300)
