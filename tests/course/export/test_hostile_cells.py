"""Whatever a name holds, a file opens again with the same cells, and none of them is run."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.csv_file import harmless
from course.export import csv_lines, workbook
from course.export.files import name_of
from course.export.table import Column, Layout, Table, writable
from course.fields import zone
from tests.course.export.reading import csv_rows, sheets, xlsx_rows

MADE = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
LAYOUT = Layout(
    "names",
    "Names",
    "One name.",
    (
        Column("name", "Name", "A name", lambda row: row[0]),
        Column("figure", "Figure", "A figure", lambda row: row[1]),
        Column("at", "At", "A moment", lambda row: row[2], is_moment=True),
    ),
)
FORMULAS = [
    "=cmd|' /C calc'!A0",
    "@x",
    "+1",
    "-1",
    '=HYPERLINK("http://x.example","Click")',
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
]
ODD = [
    "tab\tin it",
    "new\nline",
    'quote " in it',
    "comma, semicolon; in it",
    "عبد الله محمد",
    "שלום עולם",
    "\u202eright to left",
    "n" * 200,
    "👩🏽‍🦽 Ada 🏳️‍🌈",
    "_x0041_",
    "<b>&amp;</b>",
    "http://example.org/",
    "mailto:a@example.org",
    "007",
    "1e5",
    "TRUE",
    "{=1+1}",
    " spaces ",
    "李小龙",
]
Row = tuple[str, Any, datetime | None]


def table(*rows: Row, filtered: tuple[tuple[str, str], ...] = ()) -> Table:
    return Table(LAYOUT, rows, filtered, MADE, "Sam", zone("America/New_York"))


def as_csv(*rows: Row) -> list[dict[str, str]]:
    return csv_rows("".join(csv_lines.lines(table(*rows))).encode())


def as_sheets(made: Table) -> dict[str, list[list[Any]]]:
    return sheets(workbook.workbook(made))


def as_xlsx(*rows: Row) -> list[dict[str, Any]]:
    return xlsx_rows(workbook.workbook(table(*rows)))


@pytest.mark.parametrize("name", FORMULAS)
def test_what_looks_like_a_formula_is_a_text_in_both_files(name: str) -> None:
    (line,) = as_csv((name, 1, None))
    assert line["Name"].startswith("'")
    assert line["Name"].replace("'", "") == name.replace("'", "")
    (row,) = as_xlsx((name, 1, None))
    assert row["Name"] == name


@pytest.mark.parametrize("name", ODD)
def test_an_odd_name_reads_back_exactly(name: str) -> None:
    assert as_csv((name, 1, None))[0]["Name"] == name
    assert as_xlsx((name, 1, None))[0]["Name"] == name


@pytest.mark.parametrize("cut", [";", "\t", "\n", "\r"])
def test_a_formula_behind_what_some_spreadsheets_split_at_is_defused(cut: str) -> None:
    assert harmless(f"Ada{cut}=1+1") == f"Ada{cut}'=1+1"


@pytest.mark.parametrize("damaged", ["\x00", "\x1b", "\ud800", "\ufffe"])
def test_a_character_that_no_file_can_hold_is_told_as_damaged(damaged: str) -> None:
    name = f"A{damaged}da"
    assert as_csv((name, 1, None))[0]["Name"] == as_xlsx((name, 1, None))[0]["Name"] == "A�da"


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Z", "C")), max_size=40))
def test_any_text_keeps_its_row_and_its_columns(name: str) -> None:
    kept = writable(name)
    (line,) = as_csv((name, 7, MADE))
    assert line["Name"].replace("'", "") == kept.replace("'", "")
    assert line["Figure"] == "7"
    assert line["At (America/New_York)"] == "2026-11-02T10:00:00-05:00"


@given(st.decimals(-10_000, 10_000, places=2))
def test_a_figure_is_a_number_with_the_same_digits_in_both_files(figure: Decimal) -> None:
    written = as_csv(("Ada", figure, None))[0]["Figure"]
    assert not written.startswith("'")
    assert Decimal(written) == figure
    assert Decimal(str(as_xlsx(("Ada", figure, None))[0]["Figure"])) == figure


def test_moments_are_dates_in_the_zone_of_the_reader() -> None:
    at = datetime(2026, 7, 1, 3, 59, 59, 987_654, tzinfo=UTC)
    assert as_csv(("Ada", 1, at))[0]["At (America/New_York)"] == "2026-06-30T23:59:59-04:00"
    assert as_xlsx(("Ada", 1, at))[0]["At (America/New_York)"] == datetime(2026, 6, 30, 23, 59, 59)


def test_an_empty_cell_is_empty_and_not_zero() -> None:
    assert as_csv(("", None, None))[0]["Figure"] == ""
    assert as_xlsx(("Ada", None, None))[0]["Figure"] is None
    assert as_xlsx(("Ada", 0, None))[0]["Figure"] == 0


def test_the_second_sheet_tells_filter_date_maker_and_meanings() -> None:
    about = {
        row[0]: row[1] for row in as_sheets(table(("Ada", 1, None), filtered=(("Name", "=ada"),)))["About"]
    }
    assert about["Name"] == "A name"
    assert about["Made on"] == "2026-11-02 10:00:00 (America/New_York)"
    assert about["Made by"] == "Sam"
    assert about["Rows"] == "1"
    assert about["At (America/New_York)"] == "A moment"
    assert ["Name", "=ada"] in as_sheets(table(filtered=(("Name", "=ada"),)))["About"]


def test_a_text_too_long_for_a_cell_ends_in_dots() -> None:
    held = as_xlsx(("😀" * 20_000, 1, None))[0]["Name"]
    assert held.endswith("😀…")
    assert len(held.encode("utf-16-le")) <= 2 * workbook.LONGEST_TEXT


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    with pytest.raises(workbook.TooManyRows, match="take the CSV"):
        as_xlsx(*[("Ada", 1, None)] * 3)


def test_the_name_of_a_file_tells_day_and_filter() -> None:
    assert name_of(table()) == "names-2026-11-02"
    assert name_of(table(filtered=(("Cohort", "Spring / Fall"), ("State", "Submitted")))) == (
        "names-2026-11-02-cohort-spring-fall-state-submitted"
    )


@given(st.text(max_size=300))
def test_the_name_of_a_file_is_short_and_names_no_folder(words: str) -> None:
    name = name_of(table(filtered=(("Name", words),)))
    assert len(name.encode()) <= 150
    assert not set(name) & set('/\\:*?"<>|\r\n\0')


def test_a_workbook_leaves_nothing_on_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    as_xlsx(("Ada", 1, None))
    monkeypatch.setattr(workbook, "MOST_ROWS", 0)
    with pytest.raises(workbook.TooManyRows):
        as_xlsx(("Ada", 1, None))
    assert list(tmp_path.iterdir()) == []
