"""Learners and attempts for the tests of the review, and the table that a page shows, read back."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from course.joining import people
from course.models import Cohort, Enrollment, Lesson, Person
from quizzes.models import Attempt, Exam
from tests.make import add_exam

BEGAN = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)


def learner(cohort: Cohort, name: str, email: str = "") -> Enrollment:
    """A new person in this cohort; their address is made of the name unless given."""
    address = email or f"{name.lower().replace(' ', '.')}@example.org"
    person = Person.objects.create(email=address, name=name)
    return people.join(person, cohort, at=BEGAN)


def exam_of(cohort: Cohort) -> Exam:
    """The course's first exam."""
    return Exam.objects.get(step__lesson__course=cohort.course, step__slug="start")


def second_exam(cohort: Cohort, title: str = "Check on the lesson") -> Exam:
    lesson = Lesson.objects.get(course=cohort.course)
    position = lesson.steps.count() + 10
    exam = add_exam(lesson, exam_of(cohort).blueprint.get().about, position, 4, slug=f"exam-{position}")
    exam.step.title = title
    exam.step.save(update_fields=["title"])
    return exam


def opened(enrollment: Enrollment, exam: Exam, **fields: Any) -> Attempt:
    """An attempt in progress."""
    values = {"number": 1, "seed": 1, "rules": {}, "started_at": BEGAN, "possible": Decimal(20)}
    return Attempt.objects.create(enrollment=enrollment, exam=exam, **values | fields)


def submitted(
    enrollment: Enrollment, exam: Exam, *, score: object = 14, minutes: int = 24, **fields: Any
) -> Attempt:
    """A submitted attempt, ``minutes`` after it began."""
    values = {
        "state": "submitted",
        "score": Decimal(str(score)),
        "critical_missed": 0,
        "seconds_taken": minutes * 60,
        "submitted_at": BEGAN + timedelta(minutes=minutes),
    }
    return opened(enrollment, exam, **values | fields)


class _Table(HTMLParser):
    """Collects the cells of the one table whose class names ``review-table``."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._inside = self._cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside |= tag == "table" and "review-table" in (dict(attrs).get("class") or "")
        if self._inside and tag == "tr":
            self.rows.append([])
        if self._inside and tag in ("th", "td"):
            self._cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside &= tag != "table"
        self._cell &= tag not in ("th", "td")

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.rows[-1][-1] += data


def table(client: Client, **query: Any) -> list[dict[str, str]]:
    """The rows of ``/review/`` as read on the page, by column name."""
    response = client.get("/review/", query)
    assert response.status_code == 200
    reader = _Table()
    reader.feed(response.content.decode())
    cells = [[" ".join(cell.split()) for cell in row] for row in reader.rows]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[1:]] if cells else []


def names(client: Client, **query: Any) -> list[str]:
    """The learners that ``/review/`` shows, in order, without their addresses."""
    return [
        " ".join(word for word in row["Learner"].split() if "@" not in word) for row in table(client, **query)
    ]


def download(client: Client, **query: Any) -> list[dict[str, str]]:
    """The rows of the CSV, by column name."""
    response = client.get("/review/attempts.csv", query)
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text, newline="")))
