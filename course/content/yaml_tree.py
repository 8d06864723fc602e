"""YAML with a line for every value, and without YAML's surprises. Pure.

Read is a plain subset: one document of mappings, lists and scalars. Only ``true``, ``false``, ``null``, whole numbers
and decimals written without quotes are more than text, so that ``no`` and ``2015-01-01`` stay what the author wrote.
Anchors, aliases and tags are refused: nothing in a course needs them, and they let one line stand for a million.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import yaml
from django.utils.translation import gettext as _
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from course.content.characters import first_forbidden
from course.content.errors import Path

DEEPEST = 20
# Each takes some 250 bytes of memory with its line: a file of a megabyte could hold half a million.
MOST_VALUES = 100_000
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

NULL = re.compile(r"(?:~|null|Null|NULL)?")
TRUE = re.compile(r"true|True|TRUE")
FALSE = re.compile(r"false|False|FALSE")
WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}")


class Unreadable(Exception):
    """A file that cannot be read on. Carries the line and a sentence."""

    def __init__(self, line: int, message: str) -> None:
        self.line, self.message = line, message
        super().__init__(message)


class TooMuch(Unreadable):
    """A file with more values than any course needs."""


class Twice(NamedTuple):
    """A key that its mapping has already, at line ``first``."""

    path: Path
    line: int
    first: int


@dataclass
class Tree:
    """What a YAML text holds; the line of every key and list item; keys that stand twice."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    twice: list[Twice] = field(default_factory=list)


def read_yaml(text: str, *, first_line: int = 1) -> Tree:
    """Read one document. ``first_line`` is the line of the file on which ``text`` begins. Raises Unreadable."""
    try:
        return _Reader(yaml.parse(text, Loader=LOADER), first_line).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(first_line + (mark.line if mark else 0), _in_plain_words(error)) from None
    except yaml.YAMLError as error:
        raise Unreadable(first_line, _not_yaml(str(error))) from None


class _Reader:
    def __init__(self, events: Iterator[Event], first_line: int) -> None:
        self.events = events
        self.first_line = first_line
        self.tree = Tree(lines={(): first_line})

    def document(self) -> Tree:
        next(self.events)  # the stream's start
        if isinstance(next(self.events), DocumentStartEvent):
            self.tree.data = self.value(next(self.events), ())
            next(self.events)  # the document's end
            after = next(self.events)
            if not isinstance(after, StreamEndEvent):
                message = _("A second document begins here. One file holds one: remove the line of dashes.")
                raise Unreadable(self.line_of(after), message)
        return self.tree

    def line_of(self, event: Event) -> int:
        return self.first_line + (event.start_mark.line if event.start_mark else 0)

    def value(self, event: Event, path: Path) -> Any:
        self.refuse_the_clever(event, path)
        if len(self.tree.lines) > MOST_VALUES:
            message = _("This file holds more than %(most)d values. Split it into several.")
            raise TooMuch(self.line_of(event), message % {"most": MOST_VALUES})
        if isinstance(event, MappingStartEvent):
            return self.mapping(path)
        if isinstance(event, SequenceStartEvent):
            return self.sequence(path)
        assert isinstance(event, ScalarEvent)
        text = self.text(event)
        # The first of the pair: whether the scalar is plain, without quotes.
        return _scalar(text) if event.implicit[0] else text

    def mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            self.refuse_the_clever(event, path)
            if not isinstance(event, ScalarEvent):
                raise Unreadable(
                    self.line_of(event), _("A key must be a word, not a list or a group of keys.")
                )
            key, line = self.text(event), self.line_of(event)
            here = (*path, key)
            if key in found:
                self.tree.twice.append(Twice(here, line, self.tree.lines[here]))
                self.value(next(self.events), (*path, key, "twice"))
                continue
            self.tree.lines[here] = line
            found[key] = self.value(next(self.events), here)
        return found

    def sequence(self, path: Path) -> list[Any]:
        found: list[Any] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            here = (*path, len(found))
            self.tree.lines[here] = self.line_of(event)
            found.append(self.value(event, here))
        return found

    def text(self, event: ScalarEvent) -> str:
        """A scalar's text; an escape such as ``"\\u202e"`` brings what the file itself may not hold."""
        text: str = event.value
        if (forbidden := first_forbidden(text)) is not None:
            raise Unreadable(self.line_of(event), forbidden.message)
        return text

    def refuse_the_clever(self, event: Event, path: Path) -> None:
        message = None
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            message = _(
                "Anchors and aliases (& and *) are not used here. Write it out, or put quotes around the text."
            )
        elif getattr(event, "tag", None):
            message = _(
                "Tags (!) are not used here. Put quotes around a text that begins with an exclamation mark."
            )
        elif len(path) > DEEPEST:
            message = _("This is nested more than %(most)d levels deep.") % {"most": DEEPEST}
        if message:
            raise Unreadable(self.line_of(event), message)


def _scalar(text: str) -> Any:
    if NULL.fullmatch(text):
        return None
    if TRUE.fullmatch(text):
        return True
    if FALSE.fullmatch(text):
        return False
    if WHOLE.fullmatch(text):
        return int(text)
    return Decimal(text) if DECIMAL.fullmatch(text) else text


def _in_plain_words(error: yaml.MarkedYAMLError) -> str:
    """The usual mistakes in an author's words; the rest in the parser's."""
    problem = str(error.problem or "")
    known = {
        "mapping values are not allowed": _(
            "There is a colon too many, or the line is indented wrongly. Put quotes around a text that holds “: ”."
        ),
        "cannot start any token": _(
            "A value cannot begin with this character. Indent with spaces, not tabs; put quotes around other text."
        ),
        "unexpected end of stream": _("A quotation mark or a bracket that opens here is not closed."),
        "expected <block end>": _("The indentation does not line up, or a quotation mark is missing."),
        "did not find expected": _("The indentation does not line up, or a quotation mark is missing."),
        "could not find expected ':'": _("A key without its colon: write “key: text”."),
        "found unknown escape": _(
            "In double quotes a backslash begins an escape. Use single quotes, or write it twice."
        ),
        "escape": _("An escape in double quotes stands for a character that does not exist."),
    }
    return next((said for begins, said in known.items() if begins in problem), _not_yaml(problem))


def _not_yaml(problem: str) -> str:
    return _("This cannot be read as YAML: %(problem)s.") % {"problem": problem.strip() or "?"}
