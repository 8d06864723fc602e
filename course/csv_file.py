"""Files for spreadsheets: RFC 4180, read as UTF-8, and no cell is run as a formula."""

import csv
from collections.abc import Iterable, Iterator

BOM = "\ufeff"
# What a spreadsheet may read as the start of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Echo:
    """A file that hands each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def written(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A file of these rows below their head, line by line. No cell is run as a formula by a spreadsheet."""
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow(head)
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs: what starts like a formula gets an apostrophe before it."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
