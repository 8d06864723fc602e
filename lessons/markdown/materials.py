"""What a course brings to each of its topics: its glossary, the rules of its state, and places to turn to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

NUMBER = re.compile(r"[+(]?\d[\d(). -]*")


@dataclass(frozen=True, kw_only=True)
class Term:
    """A word of the glossary with its variants. ``key`` is its place on the glossary's page."""

    key: str
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What holds in the program's state: short Markdown, where it stands, and when somebody last looked there."""

    text: str
    source_title: str
    source_publisher: str
    source_url: str
    checked_on: date


@dataclass(frozen=True, kw_only=True)
class Block:
    """A place for a local rule, with the rule where somebody has filled it in."""

    title: str
    rule: Rule | None = None


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A place to turn to. ``phone`` and ``text`` begin with a number; empty is what it does not have."""

    name: str
    purpose: str
    phone: str = ""
    text: str = ""
    url: str = ""
    hours: str = ""
    languages: str = ""
    checked_on: date


@dataclass(frozen=True, kw_only=True)
class Materials:
    """All of it for one course. ``glossary`` is the address of its page; blocks go by key, contacts by group."""

    glossary: str = ""
    terms: tuple[Term, ...] = ()
    state: str = ""
    blocks: Mapping[str, Block] = field(default_factory=dict)
    contacts: Mapping[str, tuple[Contact, ...]] = field(default_factory=dict)


NOTHING = Materials()
"""For texts that stand outside a course."""


def dialed(words: str) -> str:
    """The number at the beginning of ``988, then press 1``, as a phone dials it; "" where there is none."""
    match = NUMBER.match(words)
    return re.sub(r"[^\d+]", "", match[0]) if match else ""
