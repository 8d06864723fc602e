"""A table to take along: what its columns mean, and the rows of one answer. Pure.

The page, the CSV, the workbook and the JSON are written from the same columns, so a figure is the same in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Words = str | Promise
Value = str | int | Decimal | datetime | None
"""What a cell may hold. A moment is aware; None is an empty cell, which is not the same as 0."""

# What XML, and so a workbook, cannot hold; lone surrogates can be written nowhere.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Column:
    """``key`` is its name in JSON and never changes; ``value`` takes a row. Moments have the reader's zone as unit."""

    key: str
    heading: Words
    meaning: Words
    value: Callable[[Any], Value]
    unit: Words = ""
    is_moment: bool = False

    def heading_in(self, zone: tzinfo) -> str:
        """``Time taken (minutes)``, ``Submitted (America/New_York)``."""
        unit = str(zone) if self.is_moment else self.unit
        return (
            _("%(heading)s (%(unit)s)") % {"heading": self.heading, "unit": unit}
            if unit
            else str(self.heading)
        )


@dataclass(frozen=True)
class Layout:
    """``name`` begins its files' names and ends its address in the JSON; ``about`` says what one row is."""

    name: str
    title: Words
    about: Words
    columns: Sequence[Column]


@dataclass(frozen=True)
class Table:
    """One answer. ``rows`` are whatever the columns' ``value`` takes, read once; ``filtered`` is in words."""

    layout: Layout
    rows: Iterable[Any]
    filtered: Sequence[tuple[str, str]]
    made_at: datetime
    made_by: str
    zone: tzinfo

    @property
    def headings(self) -> list[str]:
        return [column.heading_in(self.zone) for column in self.layout.columns]

    def cells(self, row: Any) -> list[Value]:
        """Writable everywhere: moments in the table's zone, to the second; damaged characters as "�"."""
        return [self._cell(column.value(row)) for column in self.layout.columns]

    def _cell(self, value: Value) -> Value:
        if isinstance(value, datetime):
            return value.astimezone(self.zone).replace(microsecond=0)
        return writable(value) if isinstance(value, str) else value


def writable(text: str) -> str:
    """``text``, with "�" for each character that no file can hold."""
    # Nearly all texts are printable, which is known much faster.
    return text if text.isprintable() else _UNWRITABLE.sub("�", text)


def plain(number: Decimal) -> str:
    """Without the zeros that a stored decimal drags along: ``14.00`` is "14", ``14.50`` is "14.5"."""
    return f"{number.normalize():f}"


def rounded(value: float | None, digits: int) -> Decimal | None:
    """A figure as pages show it with ``floatformat``: halves away from 0."""
    return None if value is None else Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def number(value: int | Decimal) -> int | float:
    """For formats whose numbers are binary: with the digits of ``plain``."""
    return int(value) if value == int(value) else float(value)
