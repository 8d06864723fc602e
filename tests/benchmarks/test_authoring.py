"""A course of 50 and of 500 topics: loading, writing and checking cost as much for each topic, its editor no more."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from course.checking.everything import open_findings
from course.content.load import load
from course.content.write import write
from course.models import Course, Person
from lessons.models import Topic
from tests.benchmarks.conftest import Hold
from tests.conftest import NOW, signed_in
from tests.content_folder import EXAM, TOPIC, make_folder, question

pytestmark = [pytest.mark.benchmark, pytest.mark.django_db]

SMALL, LARGE = 50, 500
QUESTIONS = 10
LINEAR = 1.3


def make(root: Path, topics: int) -> None:
    """So many topics in lessons of ten, and ten questions for each topic."""
    folder = make_folder(root)
    for name in ("lessons", "bank"):
        shutil.rmtree(root / name)
    outline = f"slug: c-{topics}\ntitle: A course of {topics}\nlessons:\n"
    for lesson in range(topics // 10):
        outline += f"  - slug: l-{lesson}\n    folder: l-{lesson}\n    title: Lesson {lesson}\n    steps:\n"
        for topic in range(lesson * 10, lesson * 10 + 10):
            outline += f"      - topic: t-{topic}\n"
            text = TOPIC.format(title=f"Topic {topic}") + "\n\nA peer walks beside, and listens first. " * 60
            folder.write(f"lessons/l-{lesson}/t-{topic}.md", text)
    folder.write("course.yaml", outline + "      - exam: start\n")
    folder.write("exams/start.yaml", EXAM)
    for file in range(topics * QUESTIONS // 100):
        keys = range(file * 100, file * 100 + 100)
        texts = (question(f"q-{key}", "samhsa-2" if key % 5 else "samhsa-1") for key in keys)
        folder.write(f"bank/b-{file}.yaml", "questions:\n" + "".join(texts))


def seconds(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def _statements_to_write(course: Course, trainer: Person) -> int:
    """What opening the first topic's editor asks of the database."""
    client = signed_in(trainer)
    topic = Topic.objects.filter(step__lesson__course=course).order_by("pk")[0]
    address = reverse("admin:lessons_topic_change", args=[topic.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as spent:
        assert client.get(address).status_code == 200
    return len(spent)


def test_time_is_linear_in_topics(tmp_path: Path, hold: Hold) -> None:
    found: dict[str, list[float]] = {}
    statements: list[float] = []
    trainer = Person.objects.create_superuser("alma@example.org", "secret-word-1", name="Alma Castillo")
    for topics in (SMALL, LARGE):
        root = tmp_path / str(topics)
        make(root, topics)
        found.setdefault("load", []).append(seconds(lambda root=root: load(root, at=NOW)))  # type: ignore[misc]
        found.setdefault("load again", []).append(seconds(lambda root=root: load(root, at=NOW)))  # type: ignore[misc]
        course, copy = Course.objects.get(slug=f"c-{topics}"), tmp_path / f"copy-{topics}"
        found.setdefault("write", []).append(
            seconds(lambda course=course, copy=copy: write(course, copy, at=NOW))  # type: ignore[misc]
        )
        found.setdefault("check", []).append(
            seconds(lambda course=course: list(open_findings(lambda path: Q((path, course.pk)))))  # type: ignore[misc]
        )
        statements.append(_statements_to_write(course, trainer))
    hold(f"statements of a topic's editor, {SMALL} topics", statements[0], "")
    hold(f"statements of a topic's editor, {LARGE} topics", statements[1], "", budget=statements[0])
    for name, (small, large) in found.items():
        hold(f"{name}, {LARGE} topics, {LARGE * QUESTIONS} questions", large, "s CPU")
        hold(
            f"{name}, time for a topic, {LARGE} to {SMALL}", large / small * SMALL / LARGE, "×", budget=LINEAR
        )
