"""An exam's questions as a file: the figures of the page, to the last digit."""

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
from quizzes.models import Exam
from tests.quizzes.analysis_room import OTHER, RIGHT, WRONG, answered
from tests.quizzes.make_attempts import exam_of

pytestmark = pytest.mark.django_db
ROWS = [
    [RIGHT, RIGHT, WRONG, RIGHT],
    [RIGHT, WRONG, WRONG, RIGHT],
    [OTHER, RIGHT, RIGHT, RIGHT],
    [WRONG, WRONG, OTHER, RIGHT],
    [RIGHT, RIGHT, RIGHT, RIGHT],
    [WRONG, RIGHT, WRONG, RIGHT],
]


@pytest.fixture
def exam(spring: Cohort) -> Exam:
    answered(spring, ROWS)
    return exam_of(spring)


def lines(client: Client, exam: Exam, **asked: Any) -> list[dict[str, str]]:
    response = client.get(f"/review/exams/{exam.pk}/questions.csv", asked)
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text, newline="")))


def on_the_page(client: Client, exam: Exam) -> list[list[str]]:
    """The cells of each question's row; "" where the page says that there is no figure."""
    page = client.get(f"/review/exams/{exam.pk}/items/").content.decode()
    table = page[page.index("analysis-table") :]
    rows = re.findall(r'<tr role="row">.*?</tr>', table[: table.index("</table>")], re.S)[1:]
    cells = [re.findall(r"<td.*?>(.*?)</td>", row, re.S) for row in rows]
    return [[re.sub(r"<span class=.*?</span>|<[^>]+>|[^0-9.-]", "", cell) for cell in row] for row in cells]


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def test_the_file_holds_the_figures_of_the_page_in_its_order(as_sam: Client, exam: Exam) -> None:
    told = lines(as_sam, exam)
    shown = on_the_page(as_sam, exam)
    assert len(told) == len(shown) == 4
    names = list(told[0])
    first, last = names.index("Learners"), names.index("To look at")
    for line, row in zip(told, shown, strict=True):
        assert [_number(cell) for cell in list(line.values())[first:last]] == [_number(cell) for cell in row]
    assert {line["Facility (%)"] for line in told} == {"50", "66.7", "33.3", "100"}
    assert [line["To look at"] for line in told if line["Facility (%)"] == "100"] == [
        "Everybody earned all points"
    ]


def test_the_workbook_says_the_same(as_sam: Client, exam: Exam) -> None:
    response = as_sam.get(f"/review/exams/{exam.pk}/questions.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    told = lines(as_sam, exam)
    assert list(head) == list(told[0])
    for row, line in zip(rows, told, strict=True):
        for cell, text in zip(row, line.values(), strict=True):
            assert (float(text) if isinstance(cell, int | float) else text) == ("" if cell is None else cell)


def test_under_five_learners_no_figure_leaves(as_sam: Client, spring: Cohort) -> None:
    answered(spring, ROWS[:4])
    assert lines(as_sam, exam_of(spring)) == []


def test_answers_of_others_change_nothing(as_sam: Client, exam: Exam, fall: Cohort) -> None:
    before = lines(as_sam, exam)
    answered(fall, [[WRONG] * 4] * 6, exam=exam)
    assert lines(as_sam, exam) == before


def test_a_bad_filter_is_refused_and_saving_is_recorded(as_sam: Client, exam: Exam) -> None:
    for asked in ({"cohort": "999"}, {"attempts": "some"}, {"cohort": "\x00"}):
        assert as_sam.get(f"/review/exams/{exam.pk}/questions.csv", asked).status_code == 400
    assert not AuditEvent.objects.filter(verb="exported-items").exists()
    # The address names the exam, whatever the query says.
    response = as_sam.get(f"/review/exams/{exam.pk}/questions.csv?exam=999")
    assert len(b"".join(response.streaming_content).splitlines()) == 5  # type: ignore[attr-defined]
    assert AuditEvent.objects.filter(verb="exported-items").count() == 1
