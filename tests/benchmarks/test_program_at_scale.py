"""Pages about learners in a program of 200, and in the same program when it has many more.

A supervisor of some of the 200 opens theirs, and somebody who supervises the whole course opens the lists of everybody.
Many are the 1,000 of ``make_program --size medium``; ``ALONGSIDE_LONG=1`` takes the 20,000 of ``large``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from course.content.load import load
from course.models import Assignment, Cohort, Course, Person, StepDue
from course.program_maker import people
from course.program_maker.making import make
from course.program_maker.sizes import SIZES, Size
from quizzes.models import Attempt, Exam
from quizzes.signoff import opening
from quizzes.signoff.page import frameworks_of
from tests.benchmarks.conftest import Hold
from tests.conftest import NOW, signed_in
from tests.live.installation import ROOT
from tests.quizzes.test_review_budget import statements

pytestmark = pytest.mark.benchmark

FEW = Size(cohorts=2, learners=200)
MANY = SIZES["large" if os.environ.get("ALONGSIDE_LONG") else "medium"]
BUDGET, MOST_TIMES_AS_MUCH = 12, 1.3
# Of pages about the whole program: 102 times the learners may take so many times as long, in so many bytes.
OF_EVERYBODY, MOST_BYTES = 3, 120_000
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class Cost(NamedTuple):
    """What a page costs: SQL statements, seconds (the best of 15), and bytes before compression."""

    statements: int
    seconds: float
    bytes: int


def supervisor(number: str = "supervisor-01") -> Person:
    return Person.objects.get(email=people.address(1, number))


def addresses() -> dict[str, str]:
    """The pages of a supervisor that tell of learners, and where they are."""
    cohort = Assignment.objects.filter(person=supervisor()).earliest("pk").cohort_id
    sat = Attempt.objects.filter(enrollment__cohort=cohort, state="submitted").earliest("pk")
    return {
        **lists(),
        "one attempt": f"/review/{sat.pk}/",
        "a learner": f"/learners/{sat.enrollment_id}/",
        "a cohort": f"/cohorts/{cohort}/",
        "a cohort's grid": f"/cohorts/{cohort}/progress/",
        "a cohort's file": f"/cohorts/{cohort}/learners.csv",
        "sign-offs of a cohort": f"/sign-offs/?cohort={cohort}",
    }


def lists() -> dict[str, str]:
    """The pages that tell of everybody whom a person supervises, and where they are."""
    return {
        "home": "/",
        "attempts": "/review/",
        "attempts by score": "/review/?sort=-score",
        "attempts by learner": "/review/?sort=learner",
        "attempts of one name": "/review/?name=ka",
        "attempts, last page": "/review/?page=1000000",
        "learners": "/learners/",
        "learners, last page": "/learners/?page=1000000",
        "quiet learners": "/learners/?quiet=on",
        "learners of an exam": f"/exams/{Exam.objects.get(purpose='pre').pk}/learners/",
        "cohorts": "/cohorts/",
        "exams due": "/exams/due/",
        "marking": "/marking/",
        "sign-offs": "/sign-offs/",
    }


FILES = {
    "attempts, first line of the file": "/review/attempts.csv",
    "learners, first line of the file": "/learners.csv",
}


def add_dates_and_sign_offs() -> None:
    """By when each cohort takes its exams; and in every tenth cohort sign-offs under way."""
    new = Cohort.objects.filter(dues=None)
    for index, cohort in enumerate(new.order_by("pk")):
        for exam in Exam.objects.exclude(purpose="check").select_related("step"):
            StepDue.objects.create(cohort=cohort, step=exam.step, due_on=NOW.date())
        if index % 10 == 0:
            framework, _name = frameworks_of(cohort.course_id)[0]
            opening.open_for_cohort(cohort, framework=framework, by=supervisor("lead"), at=NOW)
    with connection.cursor() as cursor:
        # A database that has had a day looks at what is new by itself.
        cursor.execute("ANALYZE")


def cost(client: Client, address: str, *, times: int = 15) -> Cost:
    return Cost(
        statements(lambda: fetch(client, address)),
        min(seconds(lambda: fetch(client, address)) for _ in range(times)),
        fetch(client, address),
    )


def fetch(client: Client, address: str) -> int:
    """Bytes of a page; of a file those of its first line."""
    response: Any = client.get(address)
    assert response.status_code == 200, address
    return len(next(iter(response.streaming_content)) if response.streaming else response.content)


def milliseconds(few: Cost, many: Cost) -> str:
    return f"{few.seconds * 1000:.0f} and {many.seconds * 1000:.0f} ms"


def seconds(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


@pytest.mark.django_db
def test_pages_cost_the_same_however_many_learners_others_have(
    hold: Hold, record_property: Callable[[str, object], None]
) -> None:
    load(Path(settings.CONTENT_DIR), at=NOW)
    course = Course.objects.get()
    make(course, FEW, seed=1, at=NOW)
    add_dates_and_sign_offs()
    one, all_of_them = signed_in(supervisor()), signed_in(supervisor("lead"))
    pages, whole = addresses(), {**lists(), **FILES}
    for client, found in ((one, pages), (all_of_them, whole)):
        # The first look in an hour is noted in the record.
        for address in found.values():
            fetch(client, address)
    before = {name: cost(one, address) for name, address in pages.items()}
    before_whole = {name: cost(all_of_them, address) for name, address in whole.items()}
    took = seconds(lambda: make(course, MANY, seed=2, at=NOW))
    add_dates_and_sign_offs()
    all_of_them.post("/count/")
    engine, broken = ENGINES[connection.vendor], []

    def tell(name: str, figure: float, unit: str, budget: float | None = None, note: str = "") -> None:
        record_property(f"{name}, {engine}", f"{figure}|{unit}|{budget or ''}|{note}")
        try:
            hold(f"{name}, {engine}", figure, unit, budget=budget, note=note)
        except AssertionError as problem:
            # The other figures are worth half an hour, too.
            broken.append(str(problem))

    tell(f"making {MANY.learners} learners", took, "s")
    for name, address in pages.items():
        few, many = before[name], cost(one, address)
        tell(name, many.statements, "statements", BUDGET)
        assert many.statements == few.statements, name
        tell(
            f"{name}, time", many.seconds / few.seconds, "times", MOST_TIMES_AS_MUCH, milliseconds(few, many)
        )
        tell(f"{name}, bytes", many.bytes / few.bytes, "times", MOST_TIMES_AS_MUCH)
    for name, address in whole.items():
        few, many = before_whole[name], cost(all_of_them, address, times=5)
        tell(f"all: {name}", many.statements, "statements", BUDGET)
        tell(f"all: {name}, time", many.seconds / few.seconds, "times", OF_EVERYBODY, milliseconds(few, many))
        tell(f"all: {name}, bytes", many.bytes, "bytes", MOST_BYTES)
    assert not broken, "\n".join(broken)


def test_so_they_do_on_postgresql(tmp_path: Path, hold: Hold) -> None:
    report = tmp_path / "report.xml"
    command = [sys.executable, "-m", "pytest", "-q", __file__, "--postgres", "-m", "benchmark"]
    command += ["-p", "no:randomly", "-o", "junit_family=xunit1", f"--junitxml={report}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    for found in ElementTree.parse(report).iter("property"):
        figure, unit, budget, note = found.attrib["value"].split("|")
        with suppress(AssertionError):
            hold(
                found.attrib["name"], float(figure), unit, budget=float(budget) if budget else None, note=note
            )
    assert done.returncode == 0, done.stdout
