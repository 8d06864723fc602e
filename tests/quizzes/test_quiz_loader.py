"""What bank and exam files become."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from course.content.loaders import make_loaders
from course.content.report import Did
from course.content.write import write
from course.models import Course, KeptFinding, Person, Step
from quizzes import item_checks
from quizzes.models import Exam, Question
from quizzes.rules import Rules
from quizzes.step_time import minutes_for, refresh_step
from tests.content_folder import LOADED_AT, ContentFolder, make_folder, nothing_changed, question, said
from tests.quizzes.kind_bodies import SAMPLES

pytestmark = pytest.mark.django_db

BANK, EXAM = "bank/one.yaml", "exams/start.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    return make_folder(tmp_path)


def q1() -> Any:
    return Question.objects.select_related("live", "loaded", "competency", "domain", "taught_by").get(
        key="q-1"
    )


def change_q1(folder: ContentFolder, old: str, new: str) -> None:
    text = question("q-1")
    assert text.count(old) == 1
    folder.write(BANK, "questions:\n" + text.replace(old, new) + question("q-2"))


def test_a_question_holds_what_the_author_wrote(folder: ContentFolder) -> None:
    change_q1(
        folder,
        "    stem:",
        "    critical: true\n    taught_by: roles\n    expected: hard\n    points: 2.5\n    stem:",
    )
    folder.load()
    found = q1()
    assert (found.kind, found.competency.code, found.domain.code) == ("single", "samhsa-1", "icrc-ethics")
    assert (found.critical, found.taught_by, found.basis) == (True, Step.objects.get(slug="roles"), "source")
    assert found.expected == "hard"
    version = found.live
    assert (version.number, version.origin, version.points) == (1, "file", Decimal("2.50"))
    assert version.stem == "What helps **most**, q-1?"
    assert version.stem_html == "<p>What helps <strong>most</strong>, q-1?</p>"
    assert version.explanation_html == "<p>Listening comes first.</p>"
    assert version.reference == {"title": "Core Competencies", "publisher": "SAMHSA", "year": 2015}
    assert version.body["choices"][0] == {
        "key": "listen",
        "text": "Listening.",
        "right": True,
        "why": "It helps.",
    }
    assert version.body["choices"][1]["right"] is False


def test_a_multiple_choice_holds_its_policy(folder: ContentFolder) -> None:
    text = question("q-1").replace("kind: single", "kind: multiple\n    policy: all-or-nothing")
    folder.write(
        BANK, "questions:\n" + text.replace("Advice.", "Advice.\n        right: true") + question("q-2")
    )
    folder.load()
    assert q1().live.body["policy"] == "all-or-nothing"


def of_kind(kind: str, number: int = 0, **changes: Any) -> str:
    """A bank file with one question of this kind beside those that the exam needs."""
    stem, body = SAMPLES[kind][number]
    facts = {"key": "q-9", "kind": kind, "competency": "samhsa-1", "basis": "practice", "points": 3}
    asked = {**facts, "stem": stem, **body, "explanation": "Because.", **changes}
    written = yaml.safe_dump([asked], allow_unicode=True, sort_keys=False)
    return (
        "questions:\n" + question("q-1") + question("q-2") + written.replace("\n", "\n  ").join(["  ", "\n"])
    )


@pytest.mark.parametrize(("kind", "number"), [(kind, number) for kind in SAMPLES for number in (0, 1)])
def test_a_question_of_every_kind_is_loaded_as_it_was_written(
    folder: ContentFolder, kind: str, number: int
) -> None:
    folder.write(BANK, of_kind(kind, number))
    folder.load()
    live = Question.objects.get(key="q-9").live
    assert live is not None
    assert live.body == SAMPLES[kind][number][1]
    assert nothing_changed(folder.load())


@pytest.mark.parametrize(
    ("kind", "changes", "stands_at", "mistake"),
    [
        ("matching", {"row": []}, "row: []", "questions[2].row: Unknown key. Did you mean “rows”?"),
        ("ordering", {"steps": [{"key": "a", "txt": "A"}]}, "txt: A", "Unknown key. Did you mean “text”?"),
        ("long", {"points": 5}, "rubric:", "The points of the rubric add up to 3; the question has 5."),
        ("number", {"tolerance": "a bit"}, "tolerance: a bit", "This must be a number, such as 12 or 0.5."),
        ("short", {"accepted": ["**"]}, "- '**'", "accepted[0]: This accepts any answer."),
        ("multiple", {"policy": "by-luck"}, "policy: by-luck", "This must be 'all-or-nothing'"),
        ("true_false", {"answer": "yes"}, "answer: 'yes'", "This must be true or false, without quotes."),
    ],
)
def test_a_mistake_in_a_kinds_own_keys_is_named_with_its_line(
    folder: ContentFolder, kind: str, changes: dict[str, Any], stands_at: str, mistake: str
) -> None:
    folder.write(BANK, of_kind(kind, **changes))
    (found,) = [each for each in folder.mistakes() if mistake in each]
    name, line, _words = found.split(":", 2)
    assert name == BANK
    assert folder.read(BANK).splitlines()[int(line) - 1].strip() == stands_at


@pytest.mark.parametrize(
    ("old", "new"), [("      - key: leave", "      # last\n      - key: leave"), ("domain", '"domain"')]
)
def test_the_same_question_in_other_dress_is_no_change(folder: ContentFolder, old: str, new: str) -> None:
    folder.load()
    change_q1(folder, old, new)
    assert nothing_changed(folder.load())


@pytest.mark.parametrize("points", ["1", "1.0", "1.00"])
def test_points_are_the_same_however_they_are_written(folder: ContentFolder, points: str) -> None:
    folder.load()
    change_q1(folder, "    stem:", f"    points: {points}\n    stem:")
    assert nothing_changed(folder.load())


def test_a_new_wording_is_a_new_version(folder: ContentFolder) -> None:
    folder.load()
    change_q1(folder, "text: Advice.", "text: Good advice.")
    report = folder.load()
    assert [(entry.did, entry.name, entry.detail) for entry in report.entries] == [
        (Did.CHANGED, "q-1", "body")
    ]
    assert (q1().live.number, q1().versions.count()) == (2, 2)


def test_a_question_may_move_to_another_file(folder: ContentFolder) -> None:
    folder.load()
    folder.write(BANK, "questions:\n" + question("q-1"))
    folder.write("bank/three.yaml", "questions:\n" + question("q-2"))
    assert nothing_changed(folder.load())


def test_an_exam_holds_what_the_author_wrote(folder: ContentFolder) -> None:
    folder.load()
    exam = Exam.objects.select_related("step").get()
    assert (exam.step.title, exam.purpose) == ("Where You Start", "pre")
    assert exam.instructions_html == "<p>No one passes and <strong>no one</strong> fails.</p>"
    assert exam.rules == Rules().stored()
    assert [(row.about.code, row.count) for row in exam.blueprint.all()] == [
        ("samhsa-1", 2),
        ("samhsa-2", 1),
    ]


def test_an_exams_step_shows_questions_minutes_and_competencies(folder: ContentFolder) -> None:
    folder.load()
    step = Step.objects.get(slug="start")
    assert (step.size, step.minutes_low, step.minutes_high) == (3, 4, 6)
    assert {competency.code for competency in step.competencies.all()} == {"samhsa-1", "samhsa-2"}


def test_a_changed_exam_follows_its_file(folder: ContentFolder) -> None:
    folder.load()
    before = Exam.objects.get().pk
    folder.edit(EXAM, "title: Where You Start", "title: Where We Start")
    folder.edit(EXAM, "    count: 2", "    count: 3")
    folder.edit(EXAM, "purpose: pre", "purpose: pre\nrules:\n  attempts: 2")
    report = folder.load()
    assert [(entry.did, entry.detail) for entry in report.entries] == [
        (Did.CHANGED, "title, blueprint, rules")
    ]
    exam = Exam.objects.select_related("step").get()
    assert (exam.pk, exam.step.title, exam.step.size, exam.rules["attempts"]) == (
        before,
        "Where We Start",
        4,
        2,
    )
    assert nothing_changed(folder.load())


def test_an_exam_that_the_files_drop_is_retired_and_comes_back(folder: ContentFolder) -> None:
    folder.load()
    course, exam = folder.read("course.yaml"), folder.read(EXAM)
    folder.edit("course.yaml", "      - exam: start\n", "")
    folder.remove(EXAM)
    assert said(folder.load(), Did.RETIRED) == ["exam start"]
    folder.write("course.yaml", course)
    folder.write(EXAM, exam)
    assert said(folder.load(), Did.RETURNED) == ["exam start"]
    assert Exam.objects.count() == 1


@pytest.mark.parametrize(
    ("count", "minutes"), [(0, (0, 0)), (1, (2, 2)), (4, (5, 8)), (20, (25, 36)), (75, (94, 135))]
)
def test_an_exam_takes_a_minute_and_a_quarter_to_almost_two_a_question(
    count: int, minutes: tuple[int, int]
) -> None:
    assert minutes_for(count) == minutes


def test_an_edited_blueprint_can_refresh_the_step(folder: ContentFolder) -> None:
    folder.load()
    exam = Exam.objects.get()
    exam.blueprint.filter(competency__code="samhsa-2").delete()
    assert set(refresh_step(exam)) == {"size", "minutes_low", "minutes_high", "competencies"}
    assert refresh_step(exam) == []


def test_every_kind_of_step_has_a_loader() -> None:
    kinds = [kind for loader in make_loaders() for kind in loader.kinds]
    assert sorted(kinds) == sorted(settings.STEP_KINDS)


def test_every_step_of_a_load_has_the_body_of_its_kind(folder: ContentFolder) -> None:
    folder.load()
    steps = list(Step.objects.live())
    assert len(steps) == 4
    for step in steps:
        assert (hasattr(step, "topic"), hasattr(step, "exam")) == (step.kind == "topic", step.kind == "exam")


def test_instructions_that_would_be_shown_otherwise_are_rendered_anew(
    folder: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.load()
    monkeypatch.setattr("quizzes.content.exam_rows.to_html", lambda text: f"<p>{text}</p>")
    assert [(entry.name, entry.detail) for entry in folder.load().entries] == [("start", "rendered anew")]
    assert nothing_changed(folder.load())


def test_a_step_that_lost_count_of_its_exam_is_put_right(folder: ContentFolder) -> None:
    folder.load()
    Step.objects.filter(slug="start").update(size=7)
    assert said(folder.load(), Did.CHANGED) == ["exam start"]
    assert Step.objects.get(slug="start").size == 3


def test_a_kept_hint_is_carried_both_ways(folder: ContentFolder, alma: Person, tmp_path: Path) -> None:
    folder.load()
    course = Course.objects.get()
    first, other = Question.objects.filter(key__in=["q-1", "q-3"]).order_by("key")
    finding = next(each.finding for each in item_checks.check(first.newest) if each.rule == "no-situation")
    item_checks.keep(first, finding, reason="It is short.", author=alma, at=LOADED_AT)
    item_checks.keep_alike(other, first, reason="Form A and form B.", author=alma, at=LOADED_AT)
    write(course, tmp_path / "small", at=LOADED_AT)
    copy = ContentFolder(tmp_path / "small")
    assert yaml.safe_load(copy.read("bank/one.yaml"))["questions"][0]["keep"] == [
        {"rule": "look-alike", "words": "q-3", "because": "Form A and form B."},
        {"rule": "no-situation", "words": "What helps **most**, q-1?", "because": "It is short."},
    ]
    assert nothing_changed(copy.load())
    KeptFinding.objects.all().delete()
    assert said(copy.load(), Did.CHANGED) == ["question q-1"]
    assert [each.kept for each in item_checks.check(first.newest) if each.rule == "no-situation"] == [True]
    assert item_checks.kept_alike(first, other) is not None
