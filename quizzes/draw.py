"""Choosing an attempt's questions and the order of their options. Pure: the same seed gives the same exam."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Row:
    """``count`` questions of the competency with this code."""

    competency: str
    count: int


class Entry(NamedTuple):
    """A question of the bank: its key and its competency's code."""

    key: str
    competency: str


@dataclass
class CannotFill(Exception):
    """The bank has too few questions for a row of the blueprint."""

    row: Row
    available: int

    def __str__(self) -> str:
        return _("The bank has %(available)d of the %(count)d questions that “%(name)s” needs.") % {
            "available": self.available,
            "count": self.row.count,
            "name": self.row.competency,
        }


def questions(rows: Iterable[Row], bank: Iterable[Entry], *, seed: int, shuffle: bool = True) -> list[Entry]:
    """Draw each row's questions, uniformly and none twice; shuffled over all rows, or in the order of the rows.

    The order in which the bank is listed does not matter. Raises CannotFill, naming the first row that falls short.
    """
    rng = Random(f"questions {seed}")
    listed = sorted(bank)
    drawn = [entry for row in rows for entry in _fill(row, listed, rng)]
    if shuffle:
        rng.shuffle(drawn)
    return drawn


def _fill(row: Row, bank: list[Entry], rng: Random) -> list[Entry]:
    fitting = [entry for entry in bank if entry.competency == row.competency]
    if len(fitting) < row.count:
        raise CannotFill(row, len(fitting))
    return rng.sample(fitting, row.count)


def order(keys: Sequence[str], *, seed: int, question: str, shuffle: bool = True) -> list[str]:
    """The option keys of one question in the order in which this attempt shows them."""
    ordered = list(keys)
    if shuffle:
        Random(f"options {seed} {question}").shuffle(ordered)
    return ordered
