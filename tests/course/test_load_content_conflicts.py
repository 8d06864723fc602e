"""What was edited in the admin is never overwritten in silence: the load says so, and the person chooses."""

from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from course.content.report import Did, Report
from course.models import Competency, Step
from lessons.models import Scenario, Topic
from quizzes.content.facts import exam_digest
from quizzes.models import Exam, Question
from tests.content_folder import ContentFolder, edit_in_admin, make_folder, nothing_changed, said

pytestmark = pytest.mark.django_db

DUTIES = "lessons/01-foundations/duties.md"
ROLES = "lessons/01-foundations/roles.md"


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    folder = make_folder(tmp_path)
    folder.load()
    return folder


@pytest.fixture
def later(now: datetime) -> datetime:
    return now + timedelta(hours=1)


def topic() -> Any:
    return Topic.objects.select_related("live", "draft", "loaded").get(step__slug="duties")


def edit_topic(
    at: datetime, *, live: bool = True, source: str = "## The Duties\n\nWords of the admin."
) -> None:
    edit_in_admin(topic(), at, live=live, source=source)


def edit_file(folder: ContentFolder) -> None:
    folder.edit(DUTIES, "Some words", "Some new words")


def kept(report: Report) -> list[str]:
    return said(report, Did.KEPT)


def test_an_edited_topic_is_kept_and_the_difference_shown(folder: ContentFolder, later: datetime) -> None:
    edit_topic(later)
    edit_file(folder)
    report = folder.load()
    assert topic().live.source.endswith("Words of the admin.")
    (entry,) = report.entries
    assert (entry.did, entry.kind, entry.name) == (Did.KEPT, "topic", "duties")
    assert entry.detail == "edited in the admin, and the file says something else"
    assert entry.diff[:2] == ["--- database, version 2", f"+++ {folder.root}/{DUTIES}:2"]
    assert entry.diff[-2:] == ["-  Words of the admin.", "+  Some new words about it."]


def test_the_report_ends_on_how_to_choose(folder: ContentFolder, later: datetime) -> None:
    edit_topic(later)
    edit_file(folder)
    printed = StringIO()
    call_command("load_content", folder.root, stdout=printed)
    *_rest, asks, file, database = printed.getvalue().splitlines()
    assert asks.endswith("To choose, load again with")
    assert file.startswith("  --prefer file ")
    assert database.startswith("  --prefer database ")
    assert "A Small Course: kept 1 topic." in printed.getvalue()


def test_an_edit_is_mentioned_even_when_the_file_has_not_changed(
    folder: ContentFolder, later: datetime
) -> None:
    edit_topic(later)
    assert kept(folder.load()) == ["topic duties"]
    assert kept(folder.load()) == ["topic duties"]


def test_a_draft_counts_as_an_edit(folder: ContentFolder, later: datetime) -> None:
    edit_topic(later, live=False)
    edit_file(folder)
    assert kept(folder.load()) == ["topic duties"]
    assert topic().draft.source.endswith("Words of the admin.")
    assert topic().live.source.endswith("Some words about it.")


def test_with_prefer_file_the_file_wins_and_the_edit_stays_in_the_history(
    folder: ContentFolder, later: datetime
) -> None:
    edit_topic(later, live=False)
    report = folder.load(prefer="file")
    assert said(report, Did.CHANGED) == ["topic duties"]
    assert report.entries[0].detail == "source; the file replaces an edit made in the admin"
    assert topic().live.source.endswith("Some words about it.")
    assert topic().draft is None
    assert [version.source[-8:] for version in topic().versions.order_by("number")] == [
        "bout it.",
        "e admin.",
        "bout it.",
    ]
    assert nothing_changed(folder.load())


def test_with_prefer_database_the_edit_stays_and_is_not_asked_about_again(
    folder: ContentFolder, later: datetime
) -> None:
    edit_topic(later)
    edit_file(folder)
    report = folder.load(prefer="database")
    assert kept(report) == ["topic duties"]
    assert "--prefer" not in "".join(report.lines())
    assert topic().live.source.endswith("Words of the admin.")
    assert topic().loaded.source.endswith("Some new words about it.")
    assert topic().edited_since_load
    assert nothing_changed(folder.load())
    assert nothing_changed(folder.load(prefer="database"))


def test_after_prefer_database_a_new_text_in_the_file_asks_again(
    folder: ContentFolder, later: datetime
) -> None:
    edit_topic(later)
    folder.load(prefer="database")
    edit_file(folder)
    assert kept(folder.load()) == ["topic duties"]
    assert topic().live.source.endswith("Words of the admin.")


def test_after_prefer_database_a_new_edit_asks_again(folder: ContentFolder, later: datetime) -> None:
    edit_topic(later)
    folder.load(prefer="database")
    edit_topic(later, source="## The Duties\n\nOther words.")
    assert kept(folder.load()) == ["topic duties"]


def test_after_prefer_database_one_may_still_take_the_file(folder: ContentFolder, later: datetime) -> None:
    edit_topic(later)
    folder.load(prefer="database")
    folder.load(prefer="file")
    assert topic().live.source.endswith("Some words about it.")
    assert not topic().edited_since_load


def test_a_dry_run_settles_nothing(folder: ContentFolder, later: datetime) -> None:
    edit_topic(later)
    folder.load(prefer="database", dry_run=True)
    assert kept(folder.load()) == ["topic duties"]


def test_where_the_file_catches_up_with_the_edit_all_is_well(folder: ContentFolder, later: datetime) -> None:
    edit_topic(later)
    folder.edit(DUTIES, "Some words about it.", "Words of the admin.")
    assert nothing_changed(folder.load())
    assert not topic().edited_since_load
    edit_file_again = folder.read(DUTIES).replace("Words of", "Later words of")
    folder.write(DUTIES, edit_file_again)
    assert said(folder.load(), Did.CHANGED) == ["topic duties"]


def test_a_draft_that_says_what_the_file_says_goes_live(folder: ContentFolder, later: datetime) -> None:
    edit_topic(later, live=False)
    folder.edit(DUTIES, "Some words about it.", "Words of the admin.")
    assert said(folder.load(), Did.CHANGED) == ["topic duties"]
    assert topic().live.source.endswith("Words of the admin.")
    assert topic().draft is None


def test_an_edit_that_was_taken_back_is_no_edit(folder: ContentFolder, later: datetime) -> None:
    edit_topic(later)
    edit_topic(later, source="## The Duties\n\nSome words about it.")
    edit_file(folder)
    assert said(folder.load(), Did.CHANGED) == ["topic duties"]


def test_other_things_of_the_same_load_are_taken(folder: ContentFolder, later: datetime) -> None:
    edit_topic(later)
    edit_file(folder)
    folder.edit(ROLES, "What do you say?", "What would you say?")
    report = folder.load()
    assert kept(report) == ["topic duties"]
    assert said(report, Did.CHANGED) == ["scenario roles/pills"]


def test_an_edited_scenario_is_kept(folder: ContentFolder, later: datetime) -> None:
    edit_in_admin(Scenario.objects.get(), later, title="The tablets")
    folder.edit(ROLES, "What do you say?", "What would you say?")
    report = folder.load()
    assert kept(report) == ["scenario roles/pills"]
    assert "-title: The tablets" in report.entries[0].diff
    assert "+questions[0]: What would you say?" in report.entries[0].diff


def test_an_edited_question_is_kept(folder: ContentFolder, later: datetime) -> None:
    edit_in_admin(Question.objects.get(key="q-1"), later, explanation="Mended.")
    folder.edit("bank/one.yaml", "What helps **most**, q-1?", "What helps best, q-1?")
    report = folder.load()
    assert kept(report) == ["question q-1"]
    assert report.entries[0].diff[1] == f"+++ {folder.root}/bank/one.yaml:2"
    assert stem("q-1") == "What helps **most**, q-1?"
    folder.load(prefer="file")
    assert stem("q-1") == "What helps best, q-1?"


def stem(key: str) -> str:
    live = Question.objects.get(key=key).live
    assert live is not None
    return live.stem


def change_question(key: str, **values: Any) -> None:
    Question.objects.filter(key=key).update(**values)


def test_what_the_admin_set_on_a_question_is_kept(folder: ContentFolder) -> None:
    change_question("q-1", critical=True)
    report = folder.load()
    assert kept(report) == ["question q-1"]
    assert {"-critical: True", "+critical: False"} < set(report.entries[0].diff)
    assert Question.objects.get(key="q-1").critical


def test_a_question_retired_in_the_admin_stays_retired(folder: ContentFolder) -> None:
    change_question("q-1", retired=True)
    assert kept(folder.load()) == ["question q-1"]
    assert Question.objects.get(key="q-1").retired
    folder.load(prefer="database")
    assert nothing_changed(folder.load())
    assert said(folder.load(prefer="file"), Did.RETURNED) == ["question q-1"]


def test_a_question_follows_its_file_where_the_admin_left_it_alone(folder: ContentFolder) -> None:
    text = folder.read("bank/one.yaml")
    folder.write(
        "bank/one.yaml", text.replace("    stem:", "    critical: true\n    taught_by: roles\n    stem:", 1)
    )
    report = folder.load()
    assert [(entry.did, entry.name, entry.detail) for entry in report.entries] == [
        (Did.CHANGED, "q-1", "critical, taught by")
    ]
    question = Question.objects.get(key="q-1")
    assert question.critical
    assert question.taught_by == Step.objects.get(slug="roles")


def test_an_edited_exam_is_kept(folder: ContentFolder) -> None:
    exam = Exam.objects.get()
    assert exam.loaded_digest == exam_digest(exam)
    exam.rules = {**exam.rules, "attempts": 3}
    exam.save()
    folder.edit("exams/start.yaml", "and **no one** fails", "and nobody fails")
    report = folder.load()
    assert kept(report) == ["exam start"]
    assert {"-rules.attempts: 3", "+rules.attempts: 1"} <= set(report.entries[0].diff)
    assert Exam.objects.get().instructions == "No one passes and **no one** fails."

    folder.load(prefer="database")
    assert nothing_changed(folder.load())
    assert Exam.objects.get().rules["attempts"] == 3

    assert said(folder.load(prefer="file"), Did.CHANGED) == ["exam start"]
    exam = Exam.objects.get()
    assert (exam.rules["attempts"], exam.instructions) == (1, "No one passes and nobody fails.")
    assert exam.loaded_digest == exam_digest(exam)


def test_an_edited_blueprint_is_kept(folder: ContentFolder) -> None:
    row = Exam.objects.get().blueprint.get(competency__code="samhsa-1")
    row.count = 3
    row.save()
    assert kept(folder.load()) == ["exam start"]
    folder.load(prefer="file")
    assert [row.count for row in Exam.objects.get().blueprint.all()] == [2, 1]


def test_a_question_made_in_the_admin_is_not_taken_over_by_a_file(
    folder: ContentFolder, later: datetime
) -> None:
    own = Question.objects.create(
        course=Question.objects.all()[0].course,
        key="own",
        kind="single",
        competency=Competency.objects.all()[0],
    )
    model = Question.objects.get(key="q-1")
    names = ("stem", "body", "points", "explanation", "reference", "stem_html", "explanation_html")
    version = own.versions.create(
        number=1,
        digest="x" * 64,
        origin="admin",
        created_at=later,
        **{name: getattr(model.live, name) for name in names},
    )
    own.live = version
    own.save()
    text = folder.read("bank/one.yaml")
    folder.write("bank/one.yaml", text.replace("key: q-2", "key: own").replace("q-2?", "own?"))
    report = folder.load()
    assert kept(report) == ["question own", "question own"]
    own.refresh_from_db()
    assert own.live == version
