"""The report on a content folder: what it counts is what learners will meet, and no database is asked."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from course.content.course_facts import Takes, document, lessons_table
from course.content.load import load, read
from course.content.tables import Cell, Table, from_to, share
from course.models import Step
from quizzes import blueprint
from quizzes.content.bank_facts import forms_of, tagged
from quizzes.models import Exam
from tests.content_folder import ContentFolder, make_folder

SHIPPED = Path(settings.BASE_DIR) / "content" / "peer-specialist"


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    return make_folder(tmp_path / "small")


def rows(text: str, title: str) -> list[list[str]]:
    """The cells of the table below a heading, without its head."""
    part = text.split(f"\n## {title}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def report(folder: ContentFolder, capsys: pytest.CaptureFixture[str], *file: str) -> str:
    call_command("check_content", str(folder.root), "--report", *file)
    return capsys.readouterr().out


def test_the_report_counts_lessons_topics_and_questions(
    folder: ContentFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    text = report(folder, capsys)
    assert text.startswith(
        "# A Small Course: facts\n\nWritten by `manage.py check_content content/small --report`;"
    )
    assert [row[:3] for row in rows(text, "Lessons")] == [
        ["Foundations", "2", "1"],
        ["Listening", "1", "0"],
        ["The whole course", "3", "1"],
    ]
    assert [row[0] for row in rows(text, "Topics")] == ["roles", "duties", "silence"]
    assert rows(text, "Questions by competency and domain") == [
        ["samhsa-1 Engages peers", "3", "3"],
        ["samhsa-2 Provides support", "1", "1"],
        ["all", "4", "4"],
    ]
    assert rows(text, "Where the right choice stands")[0] == ["3", "1", "4", "100%"]


def test_findings_are_told_apart_by_whether_they_are_kept(
    folder: ContentFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "lessons/01-foundations/roles.md"
    folder.edit(name, "A peer walks beside.", "An addict walks beside.")
    assert rows(report(folder, capsys), "Topics")[0][4:6] == ["1", "0"]
    keep = "keep:\n  - rule: addict\n    words: addict\n    because: It is told.\n"
    folder.edit(name, 'activity: "2-3"\n', f'activity: "2-3"\n{keep}')
    assert rows(report(folder, capsys), "Topics")[0][4:6] == ["0", "1"]


def test_the_report_is_printed_or_written_byte_for_byte_the_same(
    folder: ContentFolder, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "facts.md"
    printed = report(folder, capsys)
    assert report(folder, capsys, str(file)) == ""
    assert file.read_bytes().decode() == printed == report(folder, capsys)
    assert str(tmp_path) not in printed


def test_a_folder_with_mistakes_has_no_report(
    folder: ContentFolder, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder.edit("lessons/01-foundations/roles.md", "title: The Role", "title:")
    with pytest.raises(SystemExit) as end:
        report(folder, capsys, str(tmp_path / "facts.md"))
    assert end.value.code == 1
    assert "roles.md:2: title: This is empty." in capsys.readouterr().err
    assert not (tmp_path / "facts.md").exists()


def test_a_report_needs_a_folder_and_a_file_that_can_be_written(
    folder: ContentFolder, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="Name the content folder first"):
        call_command("check_content", "--report")
    for file in (tmp_path, tmp_path / "none" / "facts.md", "a\0b"):
        with pytest.raises(CommandError):
            report(folder, capsys, str(file))


@pytest.mark.django_db
def test_words_and_minutes_of_the_report_are_those_that_learners_see(now: datetime) -> None:
    content = read(SHIPPED, with_rows=False)
    load(SHIPPED, at=now)
    told = {
        slug: takes
        for loader, parsed in content.parts
        for slug, takes in loader.facts(parsed, content.outline).steps.items()
    }
    steps = {step.slug: step for step in Step.objects.live()}
    assert {slug: takes[1:] for slug, takes in told.items()} == {
        slug: (step.minutes_low, step.minutes_high) for slug, step in steps.items()
    }
    assert {slug: takes.words for slug, takes in told.items() if takes.words} == {
        slug: step.size for slug, step in steps.items() if step.kind == "topic"
    }


@pytest.mark.django_db
def test_forms_of_the_report_are_those_that_a_first_load_stores(now: datetime) -> None:
    content = read(SHIPPED, with_rows=False)
    load(SHIPPED, at=now)
    bank, exams = next(parsed for loader, parsed in content.parts if "exam" in loader.kinds)
    questions = {each.file.key: tagged(each) for each in bank.questions}
    pre = Exam.objects.get(purpose=Exam.Purpose.PRE)
    file = next(exam for exam in exams if exam.slug == pre.step.slug)
    told = forms_of(file, questions, exams, pre.step.lesson.course.slug)
    stored = blueprint.keys_of(blueprint.stored_forms(pre))
    assert {form: sorted(keys) for form, keys in told.items()} == {
        form: sorted(keys) for form, keys in stored.items()
    }


def test_a_lesson_takes_what_its_steps_take(folder: ContentFolder) -> None:
    content = read(folder.root, with_rows=False)
    steps = {"roles": Takes(100, 7, 10), "start": Takes(0, 50, 80)}
    [first, _second, whole] = lessons_table(content.outline, steps).rows
    assert list(first) == ["Foundations", 2, 1, 100, "57–90", "0.9–1.5"]
    assert tuple(whole[1:]) == (3, 1, 100, "57–90", "0.9–1.5")


def test_the_whole_report_is_the_same_twice(folder: ContentFolder) -> None:
    assert document(read(folder.root, with_rows=False)) == document(read(folder.root, with_rows=False))


CELL: st.SearchStrategy[Cell] = st.integers(0, 10**6) | st.text(max_size=20)


@given(
    st.integers(1, 5).flatmap(
        lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1)
    )
)
def test_every_line_of_a_table_has_one_cell_for_each_column(cells: list[list[Cell]]) -> None:
    table = Table("Any", [f"c{n}" for n, _cell in enumerate(cells[0])], cells)
    lines = table.markdown().split("\n\n")[1].split("\n")
    assert len(lines) == len(cells) + 2
    for line in lines:
        assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) == len(cells[0]) + 1


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=4))
def test_shares_of_a_whole_lie_between_nothing_and_all(parts: list[int]) -> None:
    shares = [share(part, sum(parts)) for part in parts]
    assert all(each == "–" if not sum(parts) else 0 <= int(each.removesuffix("%")) <= 100 for each in shares)


def test_a_range_of_one_is_one_figure() -> None:
    assert (from_to(5, 5), from_to(5, 7)) == ("5", "5–7")
