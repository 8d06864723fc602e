"""Learners before and after a course, and what the page of the gain says of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from course.models import Cohort, Competency, Enrollment
from quizzes.models import Attempt, AttemptCompetencyScore, AttemptItem, Exam, Mark, Question
from tests.quizzes.make_attempts import BEGAN, exam_of, learner, second_exam, submitted

WEEKS = timedelta(days=40)
OUT_OF = 20


def first_exam(cohort: Cohort) -> Exam:
    return exam_of(cohort)


def last_exam(cohort: Cohort) -> Exam:
    """The exam after the course, which is made if there is none."""
    found = Exam.objects.filter(purpose=Exam.Purpose.POST, step__lesson__course=cohort.course).first()
    if found is None:
        found = second_exam(cohort, title="Post-Course Knowledge Exam")
        found.purpose = Exam.Purpose.POST
        found.save(update_fields=["purpose"])
    return found


def competency(code: str = "samhsa-3", title: str = "Shares experience") -> Competency:
    return Competency.objects.get_or_create(
        code=code, defaults={"framework": "samhsa", "title": title, "position": 9}
    )[0]


def sat(enrollment: Enrollment, exam: Exam, percent: float, *, form: str = "A", **fields: Any) -> Attempt:
    """A graded attempt in which ``percent`` of 20 points were earned, all on one competency."""
    after = exam.purpose == Exam.Purpose.POST
    began = BEGAN + (WEEKS if after else timedelta())
    values: dict[str, Any] = {
        "score": Decimal(str(percent)) * OUT_OF / 100,
        "form": form,
        "started_at": began,
        "submitted_at": began + timedelta(minutes=24),
    }
    attempt = submitted(enrollment, exam, **values | fields)
    score(attempt, competency(), attempt.score, OUT_OF)
    return attempt


def score(attempt: Attempt, about: Competency, points: Any, possible: Any) -> None:
    AttemptCompetencyScore.objects.create(
        attempt=attempt, competency=about, points=points, possible=possible, items=4
    )


def both(cohort: Cohort, name: str, before: float, after: float, *, way: Sequence[str] = "AB") -> Enrollment:
    """A new learner of ``cohort`` with a score before and one after."""
    enrollment = learner(cohort, name)
    sat(enrollment, first_exam(cohort), before, form=way[0])
    sat(enrollment, last_exam(cohort), after, form=way[1])
    return enrollment


def group(cohort: Cohort, number: int, *, start: int = 0) -> None:
    """So many matched learners, of different gains, as many each way as can be."""
    for index in range(start, start + number):
        both(cohort, f"Learner {index}", 40 + index % 5, 55 + index % 7, way=("AB", "BA")[index % 2])


def asked(attempt: Attempt, question: Question, *, points: object, possible: object = 5) -> None:
    """One marked question of ``attempt``, which was first marked with 0."""
    assert question.live is not None
    item = AttemptItem.objects.create(
        attempt=attempt,
        slot=attempt.items.count() + 1,
        version=question.live,
        competency=question.competency,
        kind=question.kind,
        critical=False,
        taught_before=True,
        points=Decimal(str(possible)),
    )
    for given in (0, points):
        Mark.objects.create(item=item, points=Decimal(str(given)), at=BEGAN)


class _Page(HTMLParser):
    """The words of the page's main part, and the rows of its tables."""

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.tables: list[list[list[str]]] = []
        self._inside = self._cell = self._table = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside |= tag == "main"
        if tag == "table" and "gain-table" in (dict(attrs).get("class") or ""):
            self._table = True
            self.tables.append([])
        if self._table and tag == "tr":
            self.tables[-1].append([])
        if self._table and tag in ("th", "td"):
            self._cell = True
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside &= tag != "main"
        self._table &= tag != "table"
        self._cell &= tag not in ("th", "td")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.words += data
        if self._cell:
            self.tables[-1][-1][-1] += data


class Shown:
    """``/review/gain/`` as it is read: all its words, and each of its tables by name of row and column."""

    def __init__(self, client: Client, **query: Any) -> None:
        response = client.get("/review/gain/", query)
        assert response.status_code == 200
        reader = _Page()
        reader.feed(response.content.decode())
        self.words = " ".join(reader.words.split())
        self.tables = [
            {
                row[0].strip(): dict(
                    zip(table[0][1:], [" ".join(cell.split()) for cell in row[1:]], strict=True)
                )
                for row in table[1:]
            }
            for table in reader.tables
        ]

    @property
    def overall(self) -> dict[str, str]:
        return self.tables[0]["All competencies"]
