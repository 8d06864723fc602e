"""The gain as a file: the figures of the page, to the last digit, and none of a few learners."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client

from course.models import AuditEvent, Cohort
from tests.quizzes.gain.room import first_exam, last_exam, sat
from tests.quizzes.make_attempts import learner

pytestmark = pytest.mark.django_db
SCORES = ((45, 80), (52.5, 71.25), (60, 58), (38.75, 90), (70, 100), (55, 77.5))


def group(cohort: Cohort, number: int = len(SCORES)) -> None:
    for index, (before, after) in enumerate(SCORES[:number]):
        enrollment = learner(cohort, f"=cmd {index}")
        sat(enrollment, first_exam(cohort), before, form="AB"[index % 2])
        sat(enrollment, last_exam(cohort), after, form="BA"[index % 2])


def lines(client: Client, **asked: Any) -> list[dict[str, str]]:
    response = client.get("/review/gain/gains.csv", asked)
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text, newline="")))


def on_the_page(client: Client) -> list[list[str]]:
    """The cells of the first table, without what a cell is called on a phone."""
    page = client.get("/review/gain/").content.decode()
    table = page[page.index('class="data gain-table"') :]
    rows = re.findall(r'<tr role="row".*?</tr>', table[: table.index("</table>")], re.S)[1:]
    cells = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.S) for row in rows]
    return [[re.sub(r"<[^>]+>|\s+", " ", cell).strip() for cell in row] for row in cells]


def test_the_file_holds_the_figures_of_the_page(as_sam: Client, spring: Cohort) -> None:
    group(spring)
    told = lines(as_sam)
    shown = on_the_page(as_sam)
    assert len(told) == len(shown) == 2
    for line, row in zip(told, shown, strict=True):
        figures = [line["Competency"], line["Before (%)"], line["After (%)"], line["Difference (points)"]]
        assert figures[0] == row[0]
        assert [Decimal(figure) for figure in figures[1:]] == [Decimal(cell) for cell in row[1:4]]
        ends = [line["95 % interval, from (points)"], line["95 % interval, to (points)"]]
        assert [Decimal(end) for end in ends] == [Decimal(end) for end in re.findall(r"-?[\d.]+", row[4])]
        assert [line["Normalized gain"], line["Learners"]] == row[5:7]
        assert "cmd" not in str(line)


def test_the_workbook_says_the_same(as_sam: Client, spring: Cohort) -> None:
    group(spring)
    response = as_sam.get("/review/gain/gains.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    told = lines(as_sam)
    assert list(head) == list(told[0])
    for row, line in zip(rows, told, strict=True):
        assert [str(cell) for cell in row[:2]] == list(line.values())[:2]
        *figures, as_of = row[2:]
        assert [float(cell) for cell in figures] == [float(cell) for cell in list(line.values())[2:-1]]
        assert as_of is None


def test_fewer_than_five_are_left_out(as_sam: Client, spring: Cohort) -> None:
    group(spring, 4)
    assert lines(as_sam) == []


def test_learners_of_others_change_nothing(as_sam: Client, spring: Cohort, fall: Cohort) -> None:
    group(spring)
    before = lines(as_sam)
    sat(learner(fall, "Olu"), first_exam(fall), 10)
    assert lines(as_sam) == before


def test_a_bad_filter_is_refused_and_saving_is_recorded(as_sam: Client, spring: Cohort) -> None:
    group(spring)
    assert as_sam.get("/review/gain/gains.csv", {"cohort": "999"}).status_code == 400
    assert not AuditEvent.objects.filter(verb="exported-gains").exists()
    lines(as_sam)
    assert AuditEvent.objects.filter(verb="exported-gains").count() == 1
