"""A table as CSV. Pure.

The headings are the first line, as every reader expects; what was filtered, and when, is in the file's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from course.csv_file import written
from course.export.table import Table, Value, plain


def lines(table: Table) -> Iterator[str]:
    """The file, line by line. Moments are ISO 8601 with their offset; numbers are plain, and never quoted as text."""
    return written(table.headings, (map(_cell, table.cells(row)) for row in table.rows))


def _cell(value: Value) -> str | int | Decimal:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, Decimal):
        return Decimal(plain(value))
    return "" if value is None else value
