"""The check: one piece of content in, findings out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from course.checking.findings import Finding, Text, Thing, texts_of
from lessons.language import clarity, lexicon, stated_time, words
from lessons.language.prose import Prose, read


def check(thing: Thing, *, defined: Collection[str] = ()) -> list[Finding]:
    """What to look at again in all texts of ``thing``, in the order of its fields and lines. Never raises.

    The lexicon and the reading grade are for English. ``defined`` are abbreviations explained elsewhere, as in a
    glossary. What ``lessons.markdown.lint`` refuses is not said twice.
    """
    read_texts = [(text, read(text.text)) for text in texts_of(thing.payload)]
    known = clarity.explained_in([*(text.text for text, _prose in read_texts), *_sources(thing.payload)])
    known.update(defined)
    found = [each for text, prose in read_texts for each in _of_text(thing, text, prose, known)]
    return [*found, *clarity.weak_sources(thing.payload)]


def _of_text(thing: Thing, text: Text, prose: Prose, known: set[str]) -> list[Finding]:
    found = [
        *clarity.long_sentences(text, prose),
        *clarity.unexplained(text, prose, known),
        *clarity.empty_links(text, prose),
    ]
    if thing.language.startswith("en"):
        found += [*words.find(text, prose), *clarity.hard_sections(text, prose)]
    if thing.measure is not None and stated_time.states_a_time(prose):
        found += stated_time.find(text, prose, thing.measure())
    return sorted(found, key=lambda each: (each.start, each.end))


def _sources(payload: Mapping[str, Any]) -> Iterator[str]:
    """The words of references: what they explain is explained."""
    listed = payload.get("references")
    for source in listed if isinstance(listed, list) else [payload.get("reference")]:
        if isinstance(source, Mapping):
            yield from (str(value) for value in source.values())


class Language:
    """The check as ``settings.CONTENT_CHECK`` names it."""

    check = staticmethod(check)

    @staticmethod
    def fingerprint() -> str:
        return _fingerprint()


@cache
def _fingerprint() -> str:
    """SHA-256 (hex) of the rules and the words."""
    files = sorted(path for path in lexicon.FOLDER.iterdir() if path.suffix in (".py", ".yaml"))
    return sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()
