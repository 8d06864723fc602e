"""A line of a list of references as a source: title, publisher, year, address, as far as it says them."""

from __future__ import annotations

import re
from collections.abc import Collection

from django.utils.text import slugify

from lessons.pasting.shapes import Source

LONGEST = 300
URL = re.compile(r"\(?(?P<url>https?://[^\s<>()\"]+[^\s<>()\".,;])\)?\.?")
DOMAIN = re.compile(r"\((?P<domain>(?:[A-Za-z0-9-]+\.)+(?:com|edu|gov|info|int|net|org|us))\)\.?")
YEAR = re.compile(r"\(?\b(?P<year>1[89]\d\d|20\d\d)\b\)?[.,]?")
APA = re.compile(r"^(?P<author>[^(]{2,200}?)\s*\((?P<year>1[89]\d\d|20\d\d)[^)]{0,20}\)\.?\s*(?P<title>.+)$")
DASH = re.compile(r"\s[–—-]\s")


def read_source(text: str, taken: Collection[str]) -> Source:
    """What one line says. ``taken`` are the keys of other sources."""
    rest, url = _take_address(" ".join(text.split()))
    if match := APA.match(rest):
        title, _stop, publisher = match["title"].rstrip(". ").partition(". ")
        title = f"{match['author'].rstrip(' .,')}: {title}" if publisher else title
        publisher = publisher or match["author"].rstrip(" ,")
        return _fit(title, publisher, int(match["year"]), url, taken)
    years = list(YEAR.finditer(rest))
    year = int(years[-1]["year"]) if years else 0
    if years and rest[years[-1].end() :].strip(" .,;") == "":
        rest = rest[: years[-1].start()]
    parts = DASH.split(rest.strip(" .,;"))
    title, publisher = (" – ".join(parts[:-1]), parts[-1]) if len(parts) > 1 else (parts[0], "")
    if not publisher and year and title.count(". ") == 1:
        title, publisher = title.split(". ")
    return _fit(title, publisher, year, url, taken)


def _take_address(text: str) -> tuple[str, str]:
    """The text without its first address on the web, and that address, by https."""
    if match := URL.search(text):
        url = re.sub(r"^http:", "https:", match["url"])
        return (text[: match.start()] + text[match.end() :]).strip(), url
    if match := DOMAIN.search(text):
        url = f"https://{match['domain'].lower()}"
        return (text[: match.start()] + text[match.end() :]).strip(), url
    return text, ""


def _fit(title: str, publisher: str, year: int, url: str, taken: Collection[str]) -> Source:
    title, publisher = title.strip(" ,;–—"), publisher.strip(" ,;–—")
    return Source(free_key(title or publisher, taken), title, publisher, year, url)


def free_key(words: str, taken: Collection[str]) -> str:
    """A short key from the first words that tell something."""
    stem = "-".join(slugify(words).split("-")[:4])[:40].strip("-") or "source"
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key
