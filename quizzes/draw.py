"""Choosing an attempt's questions and the order of their options. Pure: the same seed gives the same exam."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from django.utils.translation import gettext as _


class Entry(NamedTuple):
    """A question of the bank: its key, and the codes of its competency and domain.

    ``expected`` is how hard its author takes it to be. ``shown`` tells that a check on a lesson always asks it, and so
    shows its answer.
    """

    key: str
    competency: str
    domain: str = ""
    expected: str = "medium"
    shown: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a blueprint: ``count`` questions of a competency, and of a domain if one is named; or one ``question``.

    Rows of one ``section`` (from 0) stand together in the exam.
    """

    competency: str = ""
    count: int = 1
    domain: str = ""
    question: str = ""
    section: int = 0

    @property
    def name(self) -> str:
        return self.question or " × ".join(filter(None, (self.competency, self.domain)))

    def takes(self, entry: Entry) -> bool:
        if self.question:
            return entry.key == self.question
        return entry.competency == self.competency and self.domain in ("", entry.domain)


class Drawn(NamedTuple):
    """A question and the row, counted from 0, that asked for it."""

    key: str
    row: int


@dataclass
class CannotFill(Exception):
    """The bank has too few questions for a row of the blueprint."""

    row: Row
    available: int
    needed: int

    def __str__(self) -> str:
        return _("The bank has %(available)d of the %(needed)d questions that “%(name)s” needs.") % {
            "available": self.available,
            "needed": self.needed,
            "name": self.row.name,
        }


def questions(rows: Sequence[Row], bank: Iterable[Entry], *, seed: int, shuffle: bool = True) -> list[Drawn]:
    """Draw each row's questions, uniformly and none twice; rows that name one question go first.

    The order in which the bank is listed does not matter. Raises CannotFill, naming the first row that falls short.
    """
    rng = Random(f"questions {seed}")
    listed, drawn, used = sorted(bank), list[Drawn](), set[str]()
    for number, row in sorted(enumerate(rows), key=lambda each: not each[1].question):
        fitting = [entry.key for entry in listed if row.takes(entry) and entry.key not in used]
        if len(fitting) < row.count:
            raise CannotFill(row, len(fitting), row.count)
        keys = rng.sample(fitting, row.count)
        used.update(keys)
        drawn += [Drawn(key, number) for key in keys]
    return arrange(drawn, rows, seed=seed, shuffle=shuffle)


def arrange(drawn: Iterable[Drawn], rows: Sequence[Row], *, seed: int, shuffle: bool) -> list[Drawn]:
    """By section; within a section shuffled, or in the order of the rows."""
    listed = sorted(drawn, key=lambda each: each.row)
    if shuffle:
        Random(f"slots {seed}").shuffle(listed)
    return sorted(listed, key=lambda each: rows[each.row].section)


def order(keys: Sequence[str], *, seed: int, question: str, shuffle: bool = True) -> list[str]:
    """The option keys of one question in the order in which this attempt shows them."""
    ordered = list(keys)
    if shuffle:
        Random(f"options {seed} {question}").shuffle(ordered)
    return ordered
