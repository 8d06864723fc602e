"""What makes a text hard to follow: long sentences, hard words, letters that nobody explained, empty links."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from course.checking.findings import Finding, Severity, Text, one_line
from lessons.language.lexicon import names
from lessons.language.prose import WALL, Prose
from lessons.readability import ABBREVIATION, grade
from lessons.reading_time import count_words

LONGEST_SENTENCE = 30
"""Words. Plain-language guides ask for 15 to 20 on average."""

AIM = 8
"""US school grade that most adults read with ease. A section is found when its grade rounds to more."""

FEWEST_WORDS = 60
"""Below this a grade says more about chance than about the text."""

END = re.compile(rf"[.!?…]+[\"'”’)\]]*(?=\s|$)|{WALL}+|\n[ \t]*\n")
SECTION = re.compile(r"^##[ \t]*(?P<heading>[^#\n][^\n]*)$", re.MULTILINE)
WRAPPED = re.compile(r"(?<!\n)\n(?![ \t]*(?:\n|$))")
CAPITALS = re.compile(r"(?<![\w&.-])[A-Z]{2,6}(?:&[A-Z]{1,4})?(?=s?\b)(?![a-rt-z0-9]|-[A-Z])")
EXPLAINED = re.compile(r"\((?:or |the )?([A-Z][A-Z&.]{1,10})s?[);,]")
LISTED = re.compile(r"^[ ]{0,3}\*\[([^\]\n]{1,40})\]:", re.MULTILINE)
OPENED = re.compile(r"\b([A-Z]{2,6}(?:&[A-Z]{1,4})?)s?,? (?:\(|stands for |is short for |means )(?=[A-Za-z])")
LINK = re.compile(r"(?<![!\\])\[(?P<words>[^\[\]\n]{1,200})\]\(")
CLICK = re.compile(r"\b(?:click|tap|press) here\b", re.IGNORECASE)
EMPTY_WORDS = frozenset(
    {
        "click",
        "click here",
        "details",
        "here",
        "learn more",
        "link",
        "more",
        "page",
        "press here",
        "read more",
    }
    | {
        "see here",
        "see more",
        "site",
        "tap here",
        "the link",
        "this",
        "this link",
        "this page",
        "this site",
        "website",
    }
)


def long_sentences(text: Text, prose: Prose) -> Iterator[Finding]:
    for start, end in _sentences(prose.all):
        count = count_words(prose.all[start:end].replace(WALL, " "))
        if count > LONGEST_SENTENCE:
            reason = _(
                "This sentence has %(count)d words. Up to about 20 are easy to follow; make two of it."
            )
            yield _finding("long-sentence", text, start, end, reason % {"count": count})


def _sentences(prose: str) -> Iterator[tuple[int, int]]:
    shortened = {match.end() for match in ABBREVIATION.finditer(prose)}
    start = 0
    for stop in END.finditer(prose):
        if stop.start() + 1 in shortened:
            continue
        yield _trimmed(prose, start, stop.end())
        start = stop.end()
    yield _trimmed(prose, start, len(prose))


def _trimmed(prose: str, start: int, end: int) -> tuple[int, int]:
    piece = prose[start:end]
    signs = " \n\t" + WALL
    return start + len(piece) - len(piece.lstrip(signs)), end - (len(piece) - len(piece.rstrip(signs)))


def hard_sections(text: Text, prose: Prose) -> Iterator[Finding]:
    """The reading grade of each second-level section, or of a text without sections."""
    heads = [match for match in SECTION.finditer(text.text) if prose.all[match.start("heading")] != WALL]
    bounds = [0, *(match.start() for match in heads), len(text.text)]
    for index, (start, end) in enumerate(pairwise(bounds)):
        plain = WRAPPED.sub(" ", prose.all[start:end]).replace(WALL, "\n")
        if count_words(plain) < FEWEST_WORDS:
            continue
        level = round(grade(plain))
        if level > AIM:
            reason = _(
                "This part reads at grade %(grade)d. Aim for %(aim)d or less: shorter sentences, shorter words."
            )
            first = heads[index - 1].span("heading") if index else _first_words(prose.all, start, end)
            yield _finding("reading-grade", text, *first, reason % {"grade": level, "aim": AIM})


def _first_words(prose: str, start: int, end: int) -> tuple[int, int]:
    start, end = _trimmed(prose, start, end)
    cut = re.compile(rf"[^\s{WALL}]+(?:[ \t\n]+[^\s{WALL}]+){{0,5}}").match(prose, start, end)
    return (start, cut.end()) if cut else (start, end)


def unexplained(text: Text, prose: Prose, known: set[str]) -> Iterator[Finding]:
    """Each abbreviation that nothing explains, where it stands first. What is found joins ``known``."""
    for match in CAPITALS.finditer(prose.all):
        if match[0] not in known:
            known.add(match[0])
            reason = _(
                "Nothing here says what these letters stand for. Write the name in full, with the letters in brackets."
            )
            yield _finding("abbreviation", text, *match.span(), reason)


def explained_in(texts: Collection[str]) -> set[str]:
    """Abbreviations that these texts explain, or that need no explaining."""
    known = {*names().abbreviations, *names().shouted}
    for text in texts:
        for pattern in (EXPLAINED, LISTED, OPENED):
            known.update(letters.replace(".", "") for letters in pattern.findall(text))
    return known


def empty_links(text: Text, prose: Prose) -> Iterator[Finding]:
    spans = [match.span("words") for match in LINK.finditer(text.text) if prose.all[match.start()] == "["]
    for start, end in spans:
        words = text.text[start:end].strip(" *.:!").lower()
        if words in EMPTY_WORDS or words.startswith(("http:", "https:", "www.")):
            reason = _(
                "Somebody who hears only the links does not learn where this one leads. Name what is there."
            )
            yield _finding("link-words", text, start, end, reason)
    linked = {start for start, _end in spans}
    for match in CLICK.finditer(prose.own):
        if match.start() not in linked:
            reason = _("Not everybody clicks, and “here” is nowhere for those who listen. Say what to open.")
            yield _finding("link-words", text, *match.span(), reason)


def weak_sources(payload: Mapping[str, Any]) -> Iterator[Finding]:
    """References that nobody can find again."""
    reason = _("This source has neither an address nor a publisher. Readers cannot find it.")
    listed = payload.get("references")
    for index, source in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(source, Mapping) and not _said(source, "url") and not _said(source, "publisher"):
            title = one_line(str(source.get("title") or source.get("key") or ""))
            yield Finding("source", Severity.CLARITY, ("references", index), 0, title, reason)


def _said(source: Mapping[str, Any], name: str) -> bool:
    return bool(str(source.get(name) or "").strip())


def _finding(rule: str, text: Text, start: int, end: int, reason: str) -> Finding:
    line = text.text.count("\n", 0, start) + 1
    words = one_line(text.text[start:end])
    return Finding(rule, Severity.CLARITY, text.path, line, words, reason, (), start, end)
