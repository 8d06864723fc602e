"""A table as an Excel workbook: its rows on one sheet; filter, date, and what the columns mean on another. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from course.export.table import Table, Value, number, writable

# Limits of the format, the heading's row left out.
MOST_ROWS = 1_048_575
LONGEST_TEXT = 32_767
# Rows leave memory as they are written. No text is ever taken for a formula, a link or a number.
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_MOMENT = "yyyy-mm-dd hh:mm:ss"
_WIDTH, _WIDE = 22, 70


class TooManyRows(Exception):
    """A sheet cannot hold them all; carries a sentence that says what to do."""


def workbook(table: Table) -> bytes:
    """The file. Raises TooManyRows."""
    import xlsxwriter  # only who asks for a workbook pays for it

    file = BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as book:
        book.set_properties({"title": writable(str(table.layout.title)), "created": table.made_at})
        sheet = _sheet(book, _("Table"), [_WIDTH] * len(table.layout.columns))
        count = _write_rows(book, sheet, table)
        _write_about(book, table, count)
    return file.getvalue()


def _sheet(book: Any, name: str, widths: list[int]) -> Any:
    sheet = book.add_worksheet(name)
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    return sheet


def _write_rows(book: Any, sheet: Any, table: Table) -> int:
    """Headings, which stay in sight, and the rows. Returns how many there are."""
    bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": _MOMENT})
    sheet.freeze_panes(1, 0)
    for place, heading in enumerate(table.headings):
        sheet.write_string(0, place, writable(heading), bold)
    count = 0
    for count, row in enumerate(table.rows, start=1):
        if count > MOST_ROWS:
            raise TooManyRows(_("These are more rows than a workbook can hold. Filter, or take the CSV."))
        for place, value in enumerate(table.cells(row)):
            _write(sheet, count, place, value, moment)
    if count:
        sheet.autofilter(0, 0, count, len(table.layout.columns) - 1)
    return count


def _write(sheet: Any, row: int, place: int, value: Value, moment: Any) -> None:
    match value:
        case datetime():
            sheet.write_datetime(row, place, value.replace(tzinfo=None), moment)
        case int() | Decimal():
            sheet.write_number(row, place, number(value))
        case str():
            sheet.write_string(row, place, _fitting(value))


def _fitting(text: str) -> str:
    """A text too long for a cell ends in "…". The format counts as UTF-16 does."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def _write_about(book: Any, table: Table, count: int) -> None:
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet = _sheet(book, _("About"), [_WIDTH, _WIDE])
    for line, (what, words, is_head) in enumerate(_about(table, count)):
        sheet.write_string(line, 0, _fitting(writable(what)), bold if is_head else wrapped)
        sheet.write_string(line, 1, _fitting(writable(words)), bold if is_head else wrapped)


def _about(table: Table, count: int) -> Iterator[tuple[str, str, bool]]:
    """Two cells a line, and whether it is a head."""
    made = table.made_at.astimezone(table.zone)
    yield _("About this table"), str(table.layout.title), True
    yield _("One row is"), str(table.layout.about), False
    yield _("Made on"), f"{made:%Y-%m-%d %H:%M:%S} ({table.zone})", False
    yield _("Made by"), table.made_by, False
    yield _("Rows"), str(count), False
    for label, chosen in table.filtered or [(_("Filter"), _("none: everything you may see"))]:
        yield label, chosen, False
    yield "", "", False
    yield _("Column"), _("What it means"), True
    for column, heading in zip(table.layout.columns, table.headings, strict=True):
        yield heading, str(column.meaning), False
