"""Files for spreadsheets: RFC 4180, read as UTF-8, and no cell is run as a formula."""

import csv
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

BOM = "\ufeff"
# What a spreadsheet may read as the start of a formula: at the start of a cell, and where one begins that splits cells
# at semicolons, tabs or line ends.
_FORMULA = re.compile(r"^(?=[=+\-@＝＋－＠\t\r\n])|(?<=[;\t\r\n])(?=[=+\-@＝＋－＠])")


class _Echo:
    """A file that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def written(head: Iterable[str], rows: Iterable[Iterable[str | int | Decimal]]) -> Iterator[str]:
    """A file of these rows below their head, line by line. No text is run as a formula by a spreadsheet."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow(head)
    for row in rows:
        yield writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])


def harmless(cell: str) -> str:
    """A text that no spreadsheet runs: what starts like a formula gets an apostrophe before it."""
    return _FORMULA.sub("'", cell)
