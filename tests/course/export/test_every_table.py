"""Every table that can be taken along, whatever people and things are called: the same cells in each, none run."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from html import escape, unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import dateformat

from course import registry, versions
from course.joining import people
from course.models import Assignment, Cohort, Competency, Course, Person, Step
from quizzes.models import Question
from tests.conftest import NOW, signed_in
from tests.course.export.reading import content, csv_rows, xlsx_rows
from tests.course.export.test_api import asker
from tests.quizzes.analysis_room import answered, ladder
from tests.quizzes.gain.room import competency, first_exam, group, last_exam, sat
from tests.quizzes.make_attempts import learner

pytestmark = pytest.mark.django_db

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "@x",
    "-2+3",
    "\ttab\tin it",
    "new\nline;=1+1",
    "عبد الله, محمد",
    '"<b>&amp;</b>"',
    "n" * 200,
)
# A page has its course above its table, and the key of a question on the question's own page.
FILE_ONLY = {"Course", "Key"}
RUN = re.compile(r"^[=+\-@\t\r\n]")


@pytest.fixture
def everywhere(course: Course, spring: Cohort) -> Cohort:
    """Learners, their cohort, the course, its exams, competencies and questions are all called like that."""
    group(spring, 4)
    for number, name in enumerate(HOSTILE):
        enrollment = learner(spring, name[:150], f"odd{number}@example.org")
        sat(enrollment, first_exam(spring), 41 + number)
        sat(enrollment, last_exam(spring), 57 + number)
    Person.objects.filter(name__startswith="n" * 150).update(name="n" * 150)
    Cohort.objects.filter(pk=spring.pk).update(name=HOSTILE[0])
    Course.objects.filter(pk=course.pk).update(title=HOSTILE[3])
    Step.objects.filter(kind="exam").update(title=HOSTILE[4])
    Competency.objects.filter(pk=competency().pk).update(title=HOSTILE[0])
    for question, name in zip(Question.objects.order_by("key"), HOSTILE, strict=False):
        assert question.live is not None
        written = {"stem": name, "body": question.live.body, "explanation": ""}
        rendered = {"stem_html": f"<p>{escape(name)}</p>", "explanation_html": ""}
        versions.take_from_file(question, payload=written, rendered=rendered, at=NOW)
    answered(spring, ladder(7))
    return Cohort.objects.get(pk=spring.pk)


@pytest.fixture
def viewer(sam: Person, everywhere: Cohort) -> Person:
    people.assign(sam, Assignment.Role.TRAINER, cohort=everywhere)
    return sam


def places(cohort: Cohort) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """By the table's name: its page, its files but for their ending, and what its program has to ask for."""
    exam = first_exam(cohort)
    items, members = (
        reverse(name, args=[pk]) for name, pk in (("analysis_items", exam.pk), ("cohort", cohort.pk))
    )
    return {
        "exam-attempts": ("/review/", "/review/attempts", {}),
        "gains": ("/review/gain/", "/review/gain/gains", {}),
        "exam-questions": (items, items.replace("items/", "questions"), {"exam": exam.pk}),
        "learners": ("/learners/", "/learners", {}),
        "cohort-learners": (members, f"{members}learners", {"cohort": cohort.pk}),
    }


def test_no_table_is_forgotten(everywhere: Cohort) -> None:
    assert places(everywhere).keys() == {source.layout.name for source in registry.exports()}


NAMES = ["exam-attempts", "gains", "exam-questions", "learners", "cohort-learners"]


@pytest.mark.parametrize("name", NAMES)
def test_files_and_json_hold_the_same_cells_and_nothing_is_run(
    viewer: Person, everywhere: Cohort, name: str
) -> None:
    _page, file, asked = places(everywhere)[name]
    client = signed_in(viewer)
    lines = csv_rows(content(client.get(f"{file}.csv")))
    rows = xlsx_rows(content(client.get(f"{file}.xlsx")))
    told = asker(viewer)(f"/api/v1/{name}", **asked).json()["rows"]
    assert len(lines) == len(rows) == len(told) > 1
    for line, row, one in zip(lines, rows, told, strict=True):
        for text, cell, value in zip(line.values(), row.values(), one.values(), strict=True):
            assert _number(text) is not None or not RUN.match(text)
            assert _same(text, cell, value), (text, cell, value)


def _same(text: str, cell: Any, value: Any) -> bool:
    """A cell of the CSV, of the workbook and of the JSON. A formula's apostrophe stands in the CSV alone."""
    if value is None or value == "":
        return text == "" and cell in (None, "")
    if isinstance(value, int | float):
        return Decimal(text) == Decimal(str(cell)) == Decimal(str(value))
    if isinstance(cell, datetime):
        return bool(text == value and text[:19] == cell.isoformat())
    return bool(cell == value and text.replace("'", "") == value.replace("'", ""))


def _number(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


@pytest.mark.parametrize("name", NAMES)
def test_the_page_shows_the_cells_of_its_file_and_makes_no_markup_of_them(
    viewer: Person, everywhere: Cohort, name: str
) -> None:
    page, file, _asked = places(everywhere)[name]
    html = signed_in(viewer).get(page).content.decode()
    shown = _words(unescape(re.sub(r"<[^>]*>", " ", html)))
    assert "<b>" not in html
    told = xlsx_rows(content(signed_in(viewer).get(f"{file}.xlsx")))
    for row in told:
        for heading, cell in row.items():
            if isinstance(cell, str) and heading not in FILE_ONLY:
                assert _words(cell) in shown, heading


def _words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", ["learners", "cohort-learners"])
def test_lists_of_learners_show_the_figures_of_their_files(
    viewer: Person, everywhere: Cohort, name: str
) -> None:
    address, file, _asked = places(everywhere)[name]
    client = signed_in(viewer)
    shown, told = _rows(client, address), xlsx_rows(content(client.get(f"{file}.xlsx")))
    assert len(shown) == len(told)
    for cells, row in zip(shown, told, strict=True):
        assert cells[0] == _words(f"{row['Learner']} {row['Email']}")
        assert f"{row['Steps done']} of {row['Steps']}" in cells
        (moment,) = (value for value in row.values() if isinstance(value, datetime))
        assert dateformat.format(moment, "N j, Y") in cells


def _rows(client: Client, address: str) -> list[list[str]]:
    """The cells of the page's table of learners."""
    html = client.get(address).content.decode()
    body = html[html.index("Steps done</th>") :]
    rows = re.findall(r"<tr\b[^>]*>(.*?)</tr>", body[: body.index("</tbody>")].split("<tbody")[1], re.S)
    cells = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.S) for row in rows]
    return [[_words(unescape(re.sub("<[^>]*>", " ", cell))) for cell in row] for row in cells]
