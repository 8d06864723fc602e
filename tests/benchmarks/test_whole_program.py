"""Figures of a whole program: as quick to open with many learners as with 200, and equal to counting them again.

Many are the 1,000 of ``make_program --size medium``; ``ALONGSIDE_LONG=1`` takes the 20,000 of ``large``.
"""

from __future__ import annotations

import os
import re
import time
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from course.content.load import load
from course.models import Course, Person
from course.program_maker import people
from course.program_maker.making import make
from course.program_maker.sizes import SIZES, Size
from quizzes.models import AttemptItem, Exam
from tests.benchmarks.conftest import Hold
from tests.conftest import NOW, signed_in
from tests.quizzes.test_review_budget import statements

pytestmark = pytest.mark.benchmark

FEW = Size(cohorts=2, learners=200)
MANY = SIZES["large" if os.environ.get("ALONGSIDE_LONG") else "medium"]
BUDGET, MOST_TIMES_AS_MUCH = 12, 3
LIVE_MOST = (
    "quizzes.gain.counting.LIVE_MOST",
    "quizzes.analysis.counting.ITEMS_LIVE_MOST",
    "quizzes.analysis.counting.EXAMS_LIVE_MOST",
)


def addresses() -> dict[str, str]:
    exam = Exam.objects.get(purpose="pre")
    asked = AttemptItem.objects.filter(attempt__exam=exam).earliest("pk").version.question_id
    return {
        "what learners gained": reverse("gain"),
        "what answers say": reverse("analysis"),
        "an exam's questions": reverse("analysis_items", args=[exam.pk]),
        "one question": reverse("analysis_item", args=[exam.pk, asked]),
    }


def best(client: Client, address: str) -> float:
    """Seconds, the best of 7."""
    took = []
    for _ in range(7):
        began = time.perf_counter()
        assert client.get(address).status_code == 200
        took.append(time.perf_counter() - began)
    return min(took)


def told(client: Client, address: str) -> list[str]:
    """All that the page says, but for when it was counted."""
    page = client.get(address).content.decode()
    page = re.sub(r'<div class="as-of">.*?</div>', "", page, flags=re.S)
    return page[page.index("<main") : page.index("</main")].split()


@pytest.mark.django_db
def test_figures_of_a_whole_program_open_as_fast_and_are_those_of_counting_again(
    hold: Hold, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(Path(settings.CONTENT_DIR), at=NOW)
    make(Course.objects.get(), FEW, seed=1, at=NOW)
    client = signed_in(Person.objects.get(email=people.address(1, "lead")))
    pages = addresses()
    few = {name: best(client, address) for name, address in pages.items()}
    make(Course.objects.get(), MANY, seed=2, at=NOW)
    hold("counting all figures of the program", _count(), "s")
    for name, address in pages.items():
        many = best(client, address)
        hold(name, statements(lambda address=address: client.get(address)), "statements", budget=BUDGET)  # type: ignore[misc]
        note = f"{few[name] * 1000:.0f} and {many * 1000:.0f} ms"
        hold(f"{name}, time", many / few[name], "times", budget=MOST_TIMES_AS_MUCH, note=note)
    kept = {name: told(client, address) for name, address in pages.items()}
    for path in LIVE_MOST:
        monkeypatch.setattr(path, 10**9)
    assert {name: told(client, address) for name, address in pages.items()} == kept


def _count() -> float:
    began = time.perf_counter()
    call_command("count_figures", stdout=StringIO(), stderr=StringIO())
    return time.perf_counter() - began
