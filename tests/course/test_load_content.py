"""Loading a content folder: what it writes, that it can be repeated, what it does to what is gone or moved."""

from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from course.content.report import Did
from course.models import AuditEvent, Competency, Course, Lesson, Program, Publication, Step
from lessons.models import Scenario, Topic, TopicVersion
from quizzes.models import Exam, Question
from tests.content_folder import ContentFolder, make_folder, nothing_changed, question, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    return make_folder(tmp_path)


def outline() -> list[str]:
    """The live outline, as a learner walks it."""
    steps = Step.objects.live().in_order().select_related("lesson")
    return [f"{step.lesson.position}.{step.position} {step.lesson.slug}/{step.slug}" for step in steps]


def test_a_folder_becomes_a_course(folder: ContentFolder) -> None:
    report = folder.load()
    assert outline() == [
        "1.1 foundations/roles",
        "1.2 foundations/start",
        "1.3 foundations/duties",
        "2.1 listening/silence",
    ]
    assert set(said(report, Did.ADDED)) >= {
        "program our-program",
        "course small",
        "lesson listening",
        "topic roles",
    }
    assert report.count(Did.ADDED) == len(report.entries)
    course = Course.objects.get()
    assert (course.title, course.words_per_minute, course.program.name) == (
        "A Small Course",
        100,
        "Our program",
    )
    assert list(Competency.objects.values_list("code", flat=True)) == ["icrc-ethics", "samhsa-1", "samhsa-2"]
    assert Step.objects.get(slug="silence").requires == Step.objects.get(slug="roles")
    assert [event.verb for event in AuditEvent.objects.all()] == ["loaded"]


def test_loading_again_writes_no_row(folder: ContentFolder) -> None:
    folder.load()
    with CaptureQueriesContext(connection) as statements:
        report = folder.load()
    assert nothing_changed(report)
    assert report.summary() == "A Small Course: nothing to change."
    written = [each["sql"] for each in statements if each["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert written == []


def test_a_dry_run_says_the_same_and_does_nothing(folder: ContentFolder) -> None:
    dry = folder.load(dry_run=True)
    assert not Course.objects.exists()
    assert not Program.objects.exists()
    real = folder.load()
    assert dry.entries == real.entries
    assert next(dry.lines()) == "would add 3 competencies: samhsa-1, samhsa-2, icrc-ethics"
    assert next(real.lines()) == "added 3 competencies: samhsa-1, samhsa-2, icrc-ethics"
    assert dry.summary().endswith("This was a dry run: nothing was written.")


def test_a_new_course_joins_the_only_program(folder: ContentFolder, program: Program) -> None:
    folder.load()
    assert Course.objects.get().program == program
    assert Program.objects.count() == 1


def test_a_new_course_does_not_choose_among_programs(folder: ContentFolder, program: Program) -> None:
    Program.objects.create(name="Other", slug="other")
    assert folder.mistakes() == [
        "course.yaml: slug: There are several programs. "
        "Make the course in the admin first, under the program it belongs to."
    ]


def test_titles_and_order_follow_the_file(folder: ContentFolder) -> None:
    folder.load()
    folder.edit("course.yaml", "title: A Small Course", "title: A Fine Course")
    folder.edit("course.yaml", "title: Listening", "title: Hearing")
    folder.edit(
        "course.yaml",
        "      - topic: roles\n      - exam: start\n",
        "      - exam: start\n      - topic: roles\n",
    )
    report = folder.load()
    assert said(report, Did.CHANGED) == ["course small", "lesson listening", "lesson foundations"]
    assert Course.objects.get().title == "A Fine Course"
    assert Lesson.objects.get(slug="listening").title == "Hearing"
    assert outline()[:2] == ["1.1 foundations/start", "1.2 foundations/roles"]
    assert nothing_changed(folder.load())


def test_lessons_can_change_places(folder: ContentFolder) -> None:
    folder.load()
    head, first, second = folder.read("course.yaml").partition("  - slug: foundations")[0], *_lessons(folder)
    second = second.replace("        requires: roles\n", "")
    folder.write("course.yaml", head + second + first)
    report = folder.load()
    assert outline()[0] == "1.1 listening/silence"
    assert "course small" in said(report, Did.CHANGED)
    assert nothing_changed(folder.load())


def _lessons(folder: ContentFolder) -> tuple[str, str]:
    text = folder.read("course.yaml")
    start, middle = text.index("  - slug: foundations"), text.index("  - slug: listening")
    return text[start:middle], text[middle:]


def test_a_step_can_move_to_another_lesson_and_stays_the_same_row(folder: ContentFolder) -> None:
    folder.load()
    before = Step.objects.get(slug="duties").pk
    folder.edit("course.yaml", "      - topic: duties\n", "")
    folder.edit("course.yaml", "      - topic: silence\n", "      - topic: duties\n      - topic: silence\n")
    folder.write("lessons/02-listening/duties.md", folder.read("lessons/01-foundations/duties.md"))
    folder.remove("lessons/01-foundations/duties.md")
    report = folder.load()
    assert outline()[2:] == ["2.1 listening/duties", "2.2 listening/silence"]
    assert Step.objects.get(slug="duties").pk == before
    assert "topic duties" in said(report, Did.CHANGED)
    assert nothing_changed(folder.load())


def test_a_link_follows_a_step_that_moved(folder: ContentFolder) -> None:
    folder.load()
    topic = Topic.objects.get(step__slug="roles")
    assert topic.live is not None
    assert 'href="/courses/small/foundations/duties/"' in topic.live.html
    folder.edit("course.yaml", "slug: foundations", "slug: beginnings")
    folder.load()
    topic.refresh_from_db()
    assert 'href="/courses/small/beginnings/duties/"' in topic.live.html
    assert nothing_changed(folder.load())


def test_what_the_files_drop_is_retired_and_comes_back(folder: ContentFolder) -> None:
    folder.load()
    text = folder.read("course.yaml")
    topic = folder.read("lessons/01-foundations/duties.md")
    bank = folder.read("bank/one.yaml")
    folder.edit("course.yaml", "      - topic: duties\n", "")
    folder.edit("lessons/01-foundations/roles.md", " See [the duties](step:duties).", "")
    folder.remove("lessons/01-foundations/duties.md")
    folder.write("bank/one.yaml", "questions:\n" + question("q-1"))
    report = folder.load()
    assert said(report, Did.RETIRED) == ["topic duties", "question q-2"]
    assert [step for step in outline() if "duties" in step] == []
    assert Question.objects.get(key="q-2").retired
    assert nothing_changed(folder.load())

    folder.write("course.yaml", text)
    folder.write("lessons/01-foundations/duties.md", topic)
    folder.write("bank/one.yaml", bank)
    report = folder.load()
    assert said(report, Did.RETURNED) == ["topic duties", "question q-2"]
    assert "1.3 foundations/duties" in outline()
    assert Question.objects.in_use().count() == 4
    assert Topic.objects.count() == 3
    assert nothing_changed(folder.load())


def test_a_lesson_that_the_files_drop_is_retired_with_its_steps(folder: ContentFolder) -> None:
    folder.load()
    first, _second = _lessons(folder)
    folder.write("course.yaml", folder.read("course.yaml").partition("  - slug: foundations")[0] + first)
    folder.remove("lessons/02-listening/silence.md")
    assert said(folder.load(), Did.RETIRED) == ["lesson listening", "topic silence"]
    assert len(outline()) == 3
    assert nothing_changed(folder.load())


def test_what_was_made_in_the_admin_stays(folder: ContentFolder, now: datetime) -> None:
    folder.load()
    course, lesson = Course.objects.get(), Lesson.objects.get(slug="foundations")
    step = Step.objects.create(lesson=lesson, kind="topic", slug="ours", title="Ours", position=9)
    Topic.objects.create(step=step)
    Question.objects.create(course=course, key="ours", kind="single", competency=Competency.objects.all()[0])
    report = folder.load()
    assert said(report, Did.RETIRED) == []
    assert "1.4 foundations/ours" in outline()
    assert not Question.objects.get(key="ours").retired


def test_a_lesson_that_holds_a_step_of_the_admin_stays(folder: ContentFolder) -> None:
    folder.load()
    lesson = Lesson.objects.create(course=Course.objects.get(), slug="ours", title="Ours", position=9)
    Topic.objects.create(
        step=Step.objects.create(lesson=lesson, kind="topic", slug="own", title="Own", position=1)
    )
    folder.load()
    assert outline()[-1] == "3.1 ours/own"


def test_a_step_never_changes_its_kind(folder: ContentFolder) -> None:
    folder.load()
    folder.edit("course.yaml", "      - topic: duties\n", "      - exam: duties\n")
    folder.remove("lessons/01-foundations/duties.md")
    folder.write("exams/duties.yaml", folder.read("exams/start.yaml"))
    assert folder.mistakes() == [
        "course.yaml:13: lessons[0].steps[2].exam: “duties” was loaded before as topic. "
        "A step cannot change its kind: use another slug."
    ]


def test_a_question_never_changes_its_kind(folder: ContentFolder) -> None:
    folder.load()
    text = folder.read("bank/one.yaml").replace("kind: single", "kind: multiple", 1)
    folder.write("bank/one.yaml", text.replace("text: Advice.", "text: Advice.\n        right: true", 1))
    (mistake,) = folder.mistakes()
    assert mistake.startswith("bank/one.yaml:3: questions[0].kind: “q-1” was loaded before as single.")


def test_a_slower_pace_makes_every_topic_longer(folder: ContentFolder) -> None:
    folder.write(
        "lessons/01-foundations/duties.md",
        folder.read("lessons/01-foundations/duties.md") + "\n" + "word " * 190,
    )
    folder.load()
    before = Step.objects.get(slug="duties").minutes_low
    folder.edit("course.yaml", "words_per_minute: 100", "words_per_minute: 60")
    report = folder.load()
    assert (before, Step.objects.get(slug="duties").minutes_low) == (2, 4)
    assert said(report, Did.CHANGED) == ["course small", "topic duties"]


def test_a_load_that_fails_midway_leaves_nothing(
    folder: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("quizzes.content.loader.write_exams", fail)
    with pytest.raises(RuntimeError):
        folder.load()
    assert not Course.objects.exists()
    assert not Question.objects.exists()
    assert not Scenario.objects.exists()
    assert not Exam.objects.exists()


def test_the_command_prints_the_report(folder: ContentFolder) -> None:
    printed = StringIO()
    call_command("load_content", folder.root, stdout=printed)
    assert "2 lessons, 3 topics, 1 scenario, 4 questions, 1 exam." in printed.getvalue()
    assert Course.objects.exists()


def test_the_command_prints_every_mistake_and_fails(folder: ContentFolder) -> None:
    folder.edit("course.yaml", "title: Listening", "titel: Listening")
    folder.edit("exams/start.yaml", "purpose: pre", "purpose: before")
    printed = StringIO()
    with pytest.raises(SystemExit) as failed:
        call_command("load_content", folder.root, stderr=printed)
    assert failed.value.code == 1
    first, second, third, last = printed.getvalue().splitlines()
    assert first == f"{folder.root}/course.yaml:14: lessons[1].title: This is missing."
    assert second == f"{folder.root}/course.yaml:16: lessons[1].titel: Unknown key. Did you mean “title”?"
    assert third == f"{folder.root}/exams/start.yaml:2: purpose: This must be 'pre', 'post' or 'check'."
    assert last == "3 mistakes. Nothing was changed."
    assert not Course.objects.exists()


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    assert ContentFolder(tmp_path / "nowhere").mistakes() == [f"{tmp_path}/nowhere: There is no such folder."]


def test_a_competency_follows_its_file_and_is_never_removed(folder: ContentFolder) -> None:
    folder.load()
    Competency.objects.create(framework="other", code="other-1", title="Of another course")
    folder.edit("competencies.yaml", "title: Provides support", "title: Gives support")
    assert said(folder.load(), Did.CHANGED) == ["competency samhsa-2"]
    assert Competency.objects.get(code="samhsa-2").title == "Gives support"
    assert Competency.objects.filter(code="other-1").exists()


def _tell(folder: ContentFolder, *told: str) -> None:
    call_command("load_content", str(folder.root), *told, stdout=StringIO(), stderr=StringIO())


def test_a_load_is_an_edit_unless_it_says_what_changed(folder: ContentFolder) -> None:
    folder.load()
    folder.edit("lessons/01-foundations/roles.md", "A peer walks", "A peer slowly walks")
    folder.load()
    step = Step.objects.get(slug="roles")
    assert (step.changed_version, step.asked_version) == (None, None)
    folder.edit("lessons/01-foundations/roles.md", "slowly walks", "gladly walks")
    _tell(folder, "--substantive", "roles", "Walking is new.", "--ask")
    step.refresh_from_db()
    assert (step.changed_note, step.changed_version, step.asked_version) == ("Walking is new.", 3, 3)
    published = Publication.objects.filter(subject=f"topic:{Topic.objects.get(step=step).pk}").order_by("pk")
    assert [(each.origin, each.note) for each in published] == [
        ("file", ""),
        ("file", ""),
        ("file", "Walking is new."),
    ]


@pytest.mark.parametrize("slug", ["duties", "nowhere", "start"])
def test_what_does_not_change_cannot_be_told_and_nothing_is_loaded(folder: ContentFolder, slug: str) -> None:
    folder.load()
    folder.edit("lessons/01-foundations/roles.md", "A peer walks", "A peer slowly walks")
    before = TopicVersion.objects.count()
    with pytest.raises(SystemExit):
        _tell(folder, "--substantive", slug, "Something.")
    assert TopicVersion.objects.count() == before


@pytest.mark.parametrize("note", ["", "  ", "a\nb", "x" * 301, "\x00"])
def test_what_changed_is_one_line(folder: ContentFolder, note: str) -> None:
    folder.load()
    with pytest.raises(CommandError, match="--substantive"):
        _tell(folder, "--substantive", "roles", note)
