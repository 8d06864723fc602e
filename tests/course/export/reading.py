"""Files read back as other programs read them."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.test import Client
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape


def content(response: Any) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content


def csv_rows(data: bytes) -> list[dict[str, str]]:
    """Each line by its headings."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    """Each sheet's cells, by its name. No cell is a formula or a link, and no text is a number."""
    book = load_workbook(io.BytesIO(data))
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
    return {sheet.title: [[_read(cell.value) for cell in row] for row in sheet.iter_rows()] for sheet in book}


def _read(value: Any) -> Any:
    """What Excel shows: openpyxl leaves ``_x000D_`` as it stands in the file, Excel reads a line end."""
    return unescape(value) if isinstance(value, str) else value


def xlsx_rows(data: bytes) -> list[dict[str, Any]]:
    """Each row of the first sheet by its headings."""
    head, *rows = sheets(data)["Table"]
    return [dict(zip(head, row, strict=True)) for row in rows]


def fetch_csv(client: Client, address: str, **query: Any) -> list[dict[str, str]]:
    return csv_rows(content(client.get(address, query)))


def fetch_xlsx(client: Client, address: str, **query: Any) -> list[dict[str, Any]]:
    return xlsx_rows(content(client.get(address, query)))
