"""A course with many exams is loaded, and written, with as few statements as one with two."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from course.content.write import write
from course.models import Course
from quizzes.asked import asked_by
from quizzes.blueprint import anchors_of, rows_of
from quizzes.models import Exam
from tests.content_folder import LOADED_AT, ContentFolder, make_folder, nothing_changed, question

pytestmark = pytest.mark.django_db

PRE = """\
title: Before
purpose: pre
instructions: No one passes.
blueprint:
  - question: q-1
  - competency: samhsa-2
    count: 2
forms:
  anchors: [q-0]
"""
POST = """\
title: After
purpose: post
instructions: See what you gained.
forms:
  same_as: start
"""
CHECK = """\
title: Check {number}
purpose: check
instructions: Learn from it.
sections:
  - title: Moments
    instructions: Read each twice.
    blueprint:
      - question: check-{number}
"""


def of_exams(root: Path, count: int) -> ContentFolder:
    """A course with ``count`` exams: two that share their forms, and checks, each in a lesson of its own."""
    folder = make_folder(root)
    bank = [question(f"q-{number}", "samhsa-2") for number in range(8)]
    folder.remove("bank/one.yaml")
    folder.write("bank/two.yaml", "questions:\n" + "".join(bank))
    folder.write("exams/start.yaml", PRE)
    folder.write("exams/end.yaml", POST)
    course = folder.read("course.yaml") + "      - exam: end\n"
    for number in range(count - 2):
        course += f"""\
  - slug: lesson-{number}
    folder: {number + 10}-lesson
    title: Lesson {number}
    summary: One more.
    steps:
      - exam: check-{number}
"""
        folder.write(f"exams/check-{number}.yaml", CHECK.format(number=number))
        folder.write(f"bank/check-{number}.yaml", "questions:\n" + question(f"check-{number}"))
    folder.write("course.yaml", course)
    return folder


def again(folder: ContentFolder) -> int:
    """How many statements it takes to load the folder again, with nothing changed."""
    folder.load()
    with CaptureQueriesContext(connection) as statements:
        assert nothing_changed(folder.load())
    return len(statements)


def test_loading_again_takes_as_many_statements_with_eight_exams_as_with_two(tmp_path: Path) -> None:
    two = again(of_exams(tmp_path, 2))
    assert again(of_exams(tmp_path, 8)) == two
    assert Exam.objects.count() == 8


def test_writing_a_course_takes_as_many_statements_with_eight_exams_as_with_two(tmp_path: Path) -> None:
    counts = []
    for count in (2, 8):
        of_exams(tmp_path / "loaded", count).load()
        with CaptureQueriesContext(connection) as statements:
            write(Course.objects.get(), tmp_path / f"written-{count}", at=LOADED_AT)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_exams_read_together_ask_what_each_asks_alone(tmp_path: Path) -> None:
    of_exams(tmp_path, 4).load()
    exams = list(Exam.objects.all())
    for exam, asked in ((exam, asked_by(exams)[exam.pk]) for exam in exams):
        assert asked.rows == rows_of(exam)
        assert asked.anchors == anchors_of(exam)
        assert asked.sections == list(exam.sections.all())
    start = next(exam for exam in exams if exam.step.slug == "start")
    forms = asked_by(exams)[start.pk].forms
    assert {form: len(items) for form, items in forms.items()} == {"A": 3, "B": 3}
    assert asked_by(exams)[start.pk].anchors == ["q-0"]
