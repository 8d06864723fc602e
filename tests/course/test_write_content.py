"""Writing a course as files: what was loaded comes back byte for byte, and what changed there is never lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from course.content.load import load
from course.content.report import Did
from course.content.write import WriteReport, write, written
from course.content.writing import CannotWrite
from course.models import AuditEvent, Competency, Course, Lesson, Program, Step
from course.versions import write_draft
from lessons.models import Scenario, Topic
from lessons.rendering import rendered_topic
from quizzes.models import Exam, Question
from tests.content_folder import LOADED_AT, ContentFolder, edit_in_admin, make_folder, nothing_changed, said

pytestmark = pytest.mark.django_db

SHIPPED = Path(settings.BASE_DIR) / "content" / "peer-specialist"
DUTIES = "lessons/01-foundations/duties.md"
LATER = LOADED_AT + timedelta(hours=1)


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    """A loaded folder in canonical form, with a note in every place that takes one."""
    folder = make_folder(tmp_path / "small")
    folder.edit("course.yaml", "lessons:\n  - slug: found", "note: Of the course.\nlessons:\n  - slug: found")
    folder.edit("competencies.yaml", "frameworks:", "note: Of the frameworks.\nframeworks:")
    folder.edit("exams/start.yaml", "instructions:", "note: Of the exam.\ninstructions:")
    folder.edit(DUTIES, "competencies:", "note: Of the topic.\ncompetencies:")
    folder.edit("bank/one.yaml", "questions:\n", "note: Of the bank.\nquestions:\n")
    folder.edit("bank/one.yaml", "key: q-2\n", "key: q-2\n    note: Of the question.\n")
    call_command("check_form", folder.root, fix=True, stdout=StringIO())
    folder.load()
    return folder


def course() -> Course:
    return Course.objects.get()


def again(folder: ContentFolder, **options: Any) -> WriteReport:
    return write(course(), folder.root, **{"at": LATER, **options})


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def edit_topic(source: str = "## The Duties\n\nWords of the admin.", *, live: bool = True) -> None:
    topic = Topic.objects.select_related("live", "draft", "loaded").get(step__slug="duties")
    edit_in_admin(topic, LATER, live=live, source=source)


def test_the_shipped_course_comes_back_byte_for_byte(tmp_path: Path, now: datetime) -> None:
    load(SHIPPED, at=now)
    report = write(course(), tmp_path / "copy", at=now)
    assert files(tmp_path / "copy") == files(SHIPPED)
    assert report.unloadable == []
    assert nothing_changed(load(tmp_path / "copy", at=now))


def test_what_was_loaded_comes_back_with_every_note(folder: ContentFolder, tmp_path: Path) -> None:
    write(course(), tmp_path / "copy", at=LATER)
    assert files(tmp_path / "copy") == files(folder.root)
    assert nothing_changed(load(tmp_path / "copy", at=LATER))


def test_writing_where_it_was_loaded_from_changes_nothing(folder: ContentFolder) -> None:
    before = files(folder.root)
    assert nothing_changed(again(folder))
    assert files(folder.root) == before


def test_a_file_that_says_the_same_in_another_form_stays_as_it_is(folder: ContentFolder) -> None:
    folder.edit("competencies.yaml", "frameworks:", "# Ours, with a comment.\nframeworks:")
    assert nothing_changed(again(folder))
    assert "# Ours" in folder.read("competencies.yaml")


def test_an_edit_in_the_admin_changes_its_file_and_no_other(folder: ContentFolder) -> None:
    before = files(folder.root)
    edit_topic()
    assert said(again(folder), Did.CHANGED) == [f"file {DUTIES}"]
    assert {name for name, text in files(folder.root).items() if text != before[name]} == {DUTIES}
    assert folder.read(DUTIES).endswith("---\n\n## The Duties\n\nWords of the admin.\n")
    assert nothing_changed(folder.load(at=LATER))


def test_a_dry_run_says_so_and_writes_nothing(folder: ContentFolder) -> None:
    before = files(folder.root)
    edit_topic()
    printed = StringIO()
    call_command("write_content", folder.root, dry_run=True, stdout=printed, stderr=StringIO())
    assert f"would change file {DUTIES}" in printed.getvalue()
    assert files(folder.root) == before
    assert not AuditEvent.objects.filter(verb="written").exists()


def test_drafts_are_written_only_when_asked_for(folder: ContentFolder) -> None:
    edit_topic(live=False)
    assert nothing_changed(again(folder))
    again(folder, drafts=True)
    assert "Words of the admin." in folder.read(DUTIES)


def test_a_topic_that_was_never_published_comes_with_the_drafts(folder: ContentFolder) -> None:
    step = Step.objects.get(slug="duties")
    new = Step.objects.create(
        lesson=step.lesson, kind="topic", slug="new", title="New", position=9, state="retired"
    )
    edit_in_admin_first(Topic.objects.create(step=new))
    assert not any("new.md" in file.name for file in written(course()))
    again(folder, drafts=True)
    assert "      - topic: new\n" in folder.read("course.yaml")
    assert "title: New" in folder.read("lessons/01-foundations/new.md")


def edit_in_admin_first(topic: Topic) -> None:

    payload = {"title": "New", "objectives": ["Know."], "competencies": [], "activity": "", "references": []}
    payload["source"] = "## New\n\nText."
    rendered = rendered_topic(payload, topic.step.lesson.course)
    write_draft(topic, payload=payload, rendered=rendered, author=None, at=LATER)


# --- Both sides changed ---------------------------------------------------------------------------------------------


def edit_both(folder: ContentFolder) -> None:
    edit_topic()
    folder.edit(DUTIES, "Some words", "Some new words")


def test_a_file_that_changed_on_both_sides_stops_the_writing_and_both_texts_are_shown(
    folder: ContentFolder,
) -> None:
    edit_both(folder)
    question = Question.objects.select_related("live", "draft", "loaded").get(key="q-1")
    edit_in_admin(question, LATER, stem="What helps?")
    before = files(folder.root)
    printed, errors = StringIO(), StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("write_content", folder.root, stdout=printed, stderr=errors)
    assert stopped.value.code == 1
    assert files(folder.root) == before
    assert f"file {DUTIES}: changed there and in the database" in printed.getvalue()
    assert "  -Words of the admin." in printed.getvalue()
    assert "  +Some new words about it." in printed.getvalue()
    assert "--prefer database" in errors.getvalue()


def test_with_prefer_file_the_folder_keeps_its_text_and_the_rest_is_written(folder: ContentFolder) -> None:
    edit_both(folder)
    question = Question.objects.select_related("live", "draft", "loaded").get(key="q-1")
    edit_in_admin(question, LATER, stem="What helps?")
    report = again(folder, prefer="file")
    assert said(report, Did.CHANGED) == ["file bank/one.yaml"]
    assert "Some new words" in folder.read(DUTIES)
    # And it is still known that both differ.
    assert said(folder.load(at=LATER), Did.KEPT) == ["topic duties"]
    assert again(folder).conflicts == [DUTIES]


def test_with_prefer_database_the_file_is_overwritten(folder: ContentFolder) -> None:
    edit_both(folder)
    again(folder, prefer="database")
    assert "Words of the admin." in folder.read(DUTIES)
    assert nothing_changed(again(folder))


def test_a_change_of_the_folder_alone_waits_there_to_be_loaded(folder: ContentFolder) -> None:
    folder.edit(DUTIES, "Some words", "Some new words")
    report = again(folder)
    assert (said(report, Did.KEPT), report.conflicts) == ([f"file {DUTIES}"], [])
    assert "Some new words" in folder.read(DUTIES)
    assert said(folder.load(at=LATER), Did.CHANGED) == ["topic duties"]


def test_a_conflict_that_a_load_left_open_is_one_for_writing_too(folder: ContentFolder) -> None:
    edit_both(folder)
    assert said(folder.load(at=LATER), Did.KEPT) == ["topic duties"]
    assert again(folder).conflicts == [DUTIES]
    folder.load(at=LATER, prefer="database")
    assert said(again(folder), Did.CHANGED) == [f"file {DUTIES}"]


def test_an_old_copy_of_the_folder_is_not_taken_for_a_change(folder: ContentFolder, tmp_path: Path) -> None:
    """Writing elsewhere meanwhile does not make the first folder look edited."""
    edit_topic()
    write(course(), tmp_path / "elsewhere", at=LATER)
    assert said(again(folder), Did.CHANGED) == [f"file {DUTIES}"]


def test_a_file_with_a_mistake_is_never_overwritten(folder: ContentFolder) -> None:
    """What can be read of it is what the database knows; what cannot would be lost."""
    edit_topic()
    folder.edit(DUTIES, "title: The Duties", "title: The Duties\nsomething: else")
    assert again(folder).conflicts == [DUTIES]
    folder.write("bank/one.yaml", b"\xff\xfe broken")
    assert set(said(again(folder), Did.KEPT)) == {f"file {DUTIES}", "file bank/one.yaml"}


# --- What is no more ------------------------------------------------------------------------------------------------


def test_what_was_retired_leaves_only_with_prune(folder: ContentFolder) -> None:
    Step.objects.filter(slug="silence").update(state="retired")
    silence = "lessons/02-listening/silence.md"
    assert said(again(folder), Did.KEPT) == [f"file {silence}"]
    assert silence in files(folder.root)
    assert said(again(folder, prune=True), Did.REMOVED) == [f"file {silence}"]
    assert not (folder.root / "lessons" / "02-listening").exists()
    assert nothing_changed(folder.load(at=LATER))


def test_prune_leaves_what_changed_there_and_what_was_never_loaded(folder: ContentFolder) -> None:
    Step.objects.filter(slug="silence").update(state="retired")
    folder.edit("lessons/02-listening/silence.md", "Some words", "Some new words")
    folder.write("README.txt", "ours")
    again(folder, prune=True)
    assert {"README.txt", "lessons/02-listening/silence.md"} <= files(folder.root).keys()


def test_a_retired_question_and_scenario_are_not_written(folder: ContentFolder) -> None:
    Question.objects.filter(key="q-4").update(retired=True)
    Scenario.objects.update(retired=True)
    again(folder)
    assert "q-4" not in folder.read("bank/two.yaml")
    assert "pills" not in folder.read("lessons/01-foundations/roles.md")


# --- Made in the admin ----------------------------------------------------------------------------------------------


def test_a_course_made_in_the_admin_can_be_written_and_loaded(course: Course, tmp_path: Path) -> None:
    """No file was ever there: names are made up, once."""
    Exam.objects.update(instructions="A starting point.")
    for topic in Topic.objects.select_related("live", "draft", "loaded"):
        edit_in_admin(topic, LATER, source="## Walk\n\nWalk beside.")
    Question.objects.update(basis="practice")
    report = write(course, tmp_path / "peer", at=LATER)
    assert report.unloadable == []
    assert sorted(files(tmp_path / "peer")) == [
        "bank/samhsa-3.yaml",
        "competencies.yaml",
        "course.yaml",
        "exams/start.yaml",
        "lessons/01-foundations/duties.md",
        "lessons/01-foundations/roles.md",
    ]
    before = dict(Topic.objects.values_list("pk", "live__digest"))
    report_of_load = load(tmp_path / "peer", at=LATER)
    assert dict(Topic.objects.values_list("pk", "live__digest")) == before
    assert not said(report_of_load, Did.ADDED)
    assert not said(report_of_load, Did.KEPT)
    assert nothing_changed(load(tmp_path / "peer", at=LATER))


def test_a_lesson_without_steps_and_a_course_without_a_summary_are_kept(folder: ContentFolder) -> None:
    Course.objects.update(summary="")
    Lesson.objects.create(course=course(), slug="empty", title="Empty", position=3)
    again(folder)
    assert nothing_changed(folder.load(at=LATER))
    assert Lesson.objects.get(slug="empty").state == "live"


def test_white_space_around_a_text_typed_in_the_admin_is_no_difference(folder: ContentFolder) -> None:
    question = Question.objects.select_related("live", "draft", "loaded").get(key="q-1")
    edit_in_admin(question, LATER, stem="  What helps?\n\n", explanation="It does. ")
    again(folder)
    assert not said(folder.load(at=LATER), Did.KEPT)
    assert Question.objects.values_list("live__stem", flat=True).get(key="q-1") == "  What helps?\n\n"


def test_a_course_without_lessons_cannot_be_written(program: Program, tmp_path: Path) -> None:
    bare = Course.objects.create(program=program, slug="bare", title="Bare")
    with pytest.raises(CannotWrite, match="has no lessons yet"):
        write(bare, tmp_path / "bare", at=LATER)


def test_an_unfinished_draft_is_written_and_what_is_missing_is_told(folder: ContentFolder) -> None:
    edit_topic("", live=False)
    report = again(folder, drafts=True)
    assert report.unloadable == [f"{DUTIES}:11: body: The topic has no text."]


# --- Where ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("there", [{"notes.txt": "mine"}, {"course.yaml": "slug: other\n"}])
def test_a_folder_of_something_else_is_left_alone(
    there: dict[str, str], folder: ContentFolder, tmp_path: Path
) -> None:
    other = ContentFolder(tmp_path / "other")
    for name, text in there.items():
        other.write(name, text)
    with pytest.raises(CommandError, match="neither empty nor a content folder of the course “small”"):
        call_command("write_content", other.root, stderr=StringIO())
    assert {name: text.decode() for name, text in files(other.root).items()} == there


def test_a_file_in_the_way_is_named(folder: ContentFolder, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CommandError, match=r"cannot be written|neither empty"):
        call_command("write_content", tmp_path / "file" / "deep", stderr=StringIO())


def test_a_full_disk_changes_nothing(
    folder: ContentFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit_topic()
    before, real = files(folder.root), Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if f".{folder.root.name}-" in str(path):
            raise OSError(28, "No space left on device", str(path))
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(CannotWrite, match="No space left"):
        again(folder)
    assert files(folder.root) == before
    assert [path.name for path in tmp_path.iterdir()] == ["small"]


def test_among_several_courses_one_must_be_named(
    folder: ContentFolder, program: Program, tmp_path: Path
) -> None:
    Course.objects.create(program=program, slug="bare", title="Bare")
    with pytest.raises(CommandError, match="Name one of these courses with --course: bare, small"):
        call_command("write_content", tmp_path / "copy", stderr=StringIO())
    call_command("write_content", tmp_path / "copy", course="small", stdout=StringIO(), stderr=StringIO())
    assert files(tmp_path / "copy") == files(folder.root)


# --- Titles and summaries -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "file", "old"),
    [
        ("course", "course.yaml", "A Small Course"),
        ("lesson", "course.yaml", "Where it begins."),
        ("competency", "competencies.yaml", "Engages peers"),
    ],
)
def test_a_title_edited_in_the_admin_is_not_overwritten_without_a_word(
    kind: str, file: str, old: str, folder: ContentFolder
) -> None:
    row: Any = {
        "course": course(),
        "lesson": Lesson.objects.get(slug="foundations"),
        "competency": Competency.objects.get(code="samhsa-1"),
    }[kind]
    name = "summary" if kind == "lesson" else "title"
    setattr(row, name, "Of the admin")
    row.save()
    report = folder.load(at=LATER)
    assert [entry.kind for entry in report.entries if entry.did is Did.KEPT] == [kind]
    assert f"-{name}: Of the admin" in report.entries[0].diff
    folder.edit(file, old, "Of the file")
    assert len(said(folder.load(at=LATER), Did.KEPT)) == 1
    assert again(folder).conflicts == [file]
    folder.load(at=LATER, prefer="file")
    row.refresh_from_db()
    assert getattr(row, name) == "Of the file"
    assert nothing_changed(folder.load(at=LATER))
