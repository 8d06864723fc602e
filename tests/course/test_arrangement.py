"""The order that somebody gave a course in the admin, and the order that its files give it."""

from __future__ import annotations

from pathlib import Path

import pytest

from course.arranging.moves import move_lesson, move_step
from course.content.report import Did
from course.content.write import write
from course.models import Course, Lesson, Person, Step
from tests.content_folder import LOADED_AT, TOPIC, ContentFolder, make_folder, nothing_changed, said

pytestmark = pytest.mark.django_db

STEPS = "      - topic: roles\n      - exam: start\n      - topic: duties\n"
OTHER = "      - exam: start\n      - topic: roles\n      - topic: duties\n"


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    """A loaded folder: roles, start, duties; then silence, which waits for roles."""
    folder = make_folder(tmp_path / "small")
    folder.load()
    return folder


def order() -> list[str]:
    steps = Step.objects.filter(state="live", lesson__state="live").order_by("lesson__position", "position")
    return [f"{step.lesson.slug[:1]}/{step.slug}" for step in steps.select_related("lesson")]


def move(slug: str, by: int, alma: Person) -> None:
    move_step(Step.objects.get(slug=slug), by=by, actor=alma, at=LOADED_AT)


def test_an_order_made_in_the_admin_stays_and_both_are_shown(folder: ContentFolder, alma: Person) -> None:
    move("duties", -1, alma)
    moved = order()
    report = folder.load()
    assert said(report, Did.KEPT) == ["order small"]
    assert {"+    start", "-    start"} < set(report.entries[0].diff)
    assert order() == moved == ["f/roles", "f/duties", "f/start", "l/silence"]


def test_the_person_who_loads_chooses_the_files_order(folder: ContentFolder, alma: Person) -> None:
    move("duties", -1, alma)
    move_lesson(Lesson.objects.get(slug="listening"), by=0, actor=alma, at=LOADED_AT)
    folder.load(prefer="file")
    assert order() == ["f/roles", "f/start", "f/duties", "l/silence"]
    assert nothing_changed(folder.load())


def test_an_order_that_was_chosen_is_asked_about_no_more_until_the_files_change_theirs(
    folder: ContentFolder, alma: Person
) -> None:
    move("duties", -1, alma)
    assert said(folder.load(prefer="database"), Did.KEPT) == ["order small"]
    assert nothing_changed(folder.load())
    folder.edit("course.yaml", STEPS, OTHER)
    assert said(folder.load(), Did.KEPT) == ["order small"]


def test_an_order_that_only_the_files_changed_is_taken(folder: ContentFolder) -> None:
    folder.edit("course.yaml", STEPS, OTHER)
    assert said(folder.load(), Did.CHANGED) == ["lesson foundations"]
    assert order() == ["f/start", "f/roles", "f/duties", "l/silence"]
    folder.edit("course.yaml", OTHER, STEPS)
    folder.load()
    assert order() == ["f/roles", "f/start", "f/duties", "l/silence"]


def test_what_the_files_add_joins_an_order_that_is_kept(folder: ContentFolder, alma: Person) -> None:
    move("roles", 1, alma)
    new = "      - topic: roles\n      - topic: new\n        requires: roles\n"
    folder.edit("course.yaml", "      - topic: roles\n", new)
    folder.write("lessons/01-foundations/new.md", TOPIC.format(title="New"))
    folder.load()
    assert order() == ["f/start", "f/roles", "f/duties", "f/new", "l/silence"]
    assert Step.objects.get(slug="new").requires == Step.objects.get(slug="roles")


def test_a_step_of_a_lesson_that_the_files_drop_stays_where_the_admin_put_it(
    folder: ContentFolder, alma: Person
) -> None:
    move("duties", 1, alma)
    assert order() == ["f/roles", "f/start", "l/duties", "l/silence"]
    text = folder.read("course.yaml")
    folder.write("course.yaml", text[: text.index("  - slug: listening")])
    folder.remove("lessons/02-listening/silence.md")
    folder.load()
    assert order() == ["f/roles", "f/start", "l/duties"]


def test_what_was_opened_in_the_admin_stays_open(folder: ContentFolder) -> None:
    Step.objects.filter(slug="silence").update(requires=None)
    report = folder.load()
    assert said(report, Did.KEPT) == ["order small"]
    assert "+    silence, requires roles" in report.entries[0].diff
    assert Step.objects.get(slug="silence").requires is None


def test_the_order_of_the_admin_is_written_and_then_both_agree(folder: ContentFolder, alma: Person) -> None:
    move("duties", -1, alma)
    write(Course.objects.get(), folder.root, at=LOADED_AT)
    assert folder.read("course.yaml").index("topic: duties") < folder.read("course.yaml").index("exam: start")
    assert nothing_changed(folder.load())
    assert order() == ["f/roles", "f/duties", "f/start", "l/silence"]
