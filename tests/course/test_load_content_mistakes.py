"""Every mistake in a content folder is named by file, line and field, all at once, and nothing is changed."""

from pathlib import Path
from typing import NamedTuple

import pytest

from course.content.errors import ContentErrors
from course.models import AuditEvent, Competency, Course, Program
from tests.content_folder import ContentFolder, make_folder, question

pytestmark = pytest.mark.django_db

ROLES = "lessons/01-foundations/roles.md"
DUTIES = "lessons/01-foundations/duties.md"


class Slip(NamedTuple):
    """A change to a sound folder, and the start of what is said of it."""

    name: str
    old: str
    new: str
    expected: str


SLIPS = {
    "an unknown key": Slip(
        "course.yaml",
        "summary: What",
        "sumary: What",
        "course.yaml:3: sumary: Unknown key. Did you mean “summary”?",
    ),
    "a key like no other": Slip(
        ROLES,
        'activity: "2-3"',
        "xyz: 1",
        f"{ROLES}:8: xyz: Unknown key. Known here: title, objectives, competencies,",
    ),
    "an unknown key deep down": Slip(
        ROLES,
        "    weigh: Whose",
        "    wiegh: Whose",
        f"{ROLES}:16: scenarios[0].wiegh: Unknown key. Did you mean “weigh”?",
    ),
    "a missing key": Slip(
        COURSE := "course.yaml", "title: A Small Course\n", "", "course.yaml:1: title: This is missing."
    ),
    "an empty value": Slip(COURSE, "title: A Small Course", "title:", "course.yaml:2: title: This is empty."),
    "an empty text": Slip(
        COURSE, "title: A Small Course", "title: ''", "course.yaml:2: title: This is empty."
    ),
    "a number for a text": Slip(
        COURSE,
        "title: A Small Course",
        "title: 12",
        "course.yaml:2: title: This must be text. Put it in quotes.",
    ),
    "a text for a number": Slip(
        COURSE,
        "words_per_minute: 100",
        "words_per_minute: '100'",
        "course.yaml:4: words_per_minute: This must be a whole number, without quotes.",
    ),
    "a pace too slow": Slip(
        COURSE,
        "words_per_minute: 100",
        "words_per_minute: 59",
        "course.yaml:4: words_per_minute: This must be at least 60.",
    ),
    "a pace too fast": Slip(
        COURSE,
        "words_per_minute: 100",
        "words_per_minute: 401",
        "course.yaml:4: words_per_minute: This must be at most 400.",
    ),
    "a slug with capitals": Slip(
        COURSE,
        "slug: listening",
        "slug: Listening",
        "course.yaml:14: lessons[1].slug: Write this in small letters, digits and single dashes.",
    ),
    "a folder outside": Slip(
        COURSE,
        "folder: 02-listening",
        "folder: ../02-listening",
        "course.yaml:15: lessons[1].folder: Write this in small letters, digits and single dashes.",
    ),
    "a lesson's slug twice": Slip(
        COURSE,
        "slug: listening",
        "slug: foundations",
        "course.yaml:14: lessons[1].slug: “foundations” is already used at {root}/course.yaml:6.",
    ),
    "a step's slug twice in the course": Slip(
        COURSE,
        "- topic: silence",
        "- topic: roles",
        "course.yaml:19: lessons[1].steps[0].topic: “roles” is already used at {root}/course.yaml:11.",
    ),
    "a topic without a file": Slip(
        COURSE,
        "      - topic: duties\n",
        "      - topic: duties\n      - topic: rights\n",
        "course.yaml:14: lessons[0].steps[3].topic: There is no file {root}/lessons/01-foundations/rights.md.",
    ),
    "an exam without a file": Slip(
        COURSE,
        "      - exam: start\n",
        "      - exam: begin\n",
        "course.yaml:12: lessons[0].steps[1].exam: There is no file {root}/exams/begin.yaml.",
    ),
    "a step of no known kind": Slip(
        COURSE,
        "- exam: start",
        "- exma: start",
        "course.yaml:12: lessons[0].steps[1].exma: Unknown key. Did you mean “exam”?",
    ),
    "a step of two kinds": Slip(
        COURSE,
        "      - exam: start\n",
        "      - exam: start\n        topic: start\n",
        "course.yaml:12: lessons[0].steps[1]: A step names exactly one of: topic, exam.",
    ),
    "a file that no step names": Slip(
        COURSE, "      - topic: duties\n", "", f"{DUTIES}: No step in course.yaml names this file."
    ),
    "waiting for a step that does not exist": Slip(
        COURSE,
        "requires: roles",
        "requires: rolls",
        "course.yaml:20: lessons[1].steps[0].requires: There is no step “rolls”. Did you mean “roles”?",
    ),
    "waiting for itself": Slip(
        COURSE,
        "requires: roles",
        "requires: silence",
        "course.yaml:20: lessons[1].steps[0].requires: A step cannot wait for itself.",
    ),
    "waiting for a later step": Slip(
        COURSE,
        "      - topic: roles\n",
        "      - topic: roles\n        requires: duties\n",
        "course.yaml:12: lessons[0].steps[0].requires: “duties” comes later. A step can only wait for one before it.",
    ),
    "a competency's code twice": Slip(
        "competencies.yaml",
        "code: samhsa-2",
        "code: samhsa-1",
        "competencies.yaml:7: frameworks[0].competencies[1].code: "
        "“samhsa-1” is already used at {root}/competencies.yaml:5.",
    ),
    "a topic's unknown competency": Slip(
        ROLES,
        "  - samhsa-1\n",
        "  - samhsa-11\n",
        f"{ROLES}:6: competencies[0]: There is no competency “samhsa-11” in competencies.yaml. "
        "Did you mean “samhsa-1”?",
    ),
    "no objectives": Slip(
        ROLES,
        "objectives:\n  - Say what a peer does.\n",
        "objectives: []\n",
        f"{ROLES}:3: objectives: This needs at least 1.",
    ),
    "an activity that is no range": Slip(
        ROLES,
        '"2-3"',
        "a while",
        f"{ROLES}:8: activity: “a while” is not a range of minutes",
    ),
    "a range that runs backward": Slip(
        ROLES,
        "minutes: 5-7",
        "minutes: 7-5",
        f"{ROLES}:12: scenarios[0].minutes: The range “7-5” runs backward",
    ),
    "a scenario's key twice": Slip(
        ROLES,
        "references:",
        "  - key: pills\n    title: T\n    minutes: 5\n    situation: S\n    questions: [Q]\n    weigh: W\nreferences:",
        f"{ROLES}:17: scenarios[1].key: “pills” is already used at {{root}}/{ROLES}:10.",
    ),
    "too many questions in a scenario": Slip(
        ROLES,
        "      - What do you say?\n",
        "      - What do you say?\n" * 4,
        f"{ROLES}:14: scenarios[0].questions: This takes at most 3.",
    ),
    "a source that is cited and not listed": Slip(
        ROLES,
        "beside.[^core]",
        "beside.[^core] More.[^cor]",
        f"{ROLES}:27: body: The source “cor” is cited but not listed",
    ),
    "a source that is listed and not cited": Slip(
        ROLES, "beside.[^core]", "beside.", f"{ROLES}:17: references: The source “core” is never cited;"
    ),
    "a source with an insecure address": Slip(
        ROLES,
        "https://www.samhsa.gov",
        "http://www.samhsa.gov",
        f"{ROLES}:22: references[0].url: An address must begin with https://",
    ),
    "a link to no step": Slip(
        ROLES,
        "(step:duties)",
        "(step:dutys)",
        f"{ROLES}:27: body: The link leads to the step “dutys”, which does not exist.",
    ),
    "an image without words": Slip(
        DUTIES,
        "Some words",
        "![](images/a.svg)\n\nSome words",
        f"{DUTIES}:10: body: The image “images/a.svg” has no alt text",
    ),
    "an image without its file": Slip(
        DUTIES,
        "Some words",
        "\n![A road](images/a.svg)\n\nSome words",
        f"{DUTIES}:11: body: There is no file “images/a.svg” in the content folder.",
    ),
    "a table without caption": Slip(
        DUTIES, "Some words", "| a | b |\n|---|---|\n| 1 | 2 |\n\nSome words", f"{DUTIES}:10: body: "
    ),
    "a table without header": Slip(
        DUTIES,
        "Some words",
        "Table: Two\n\n| | |\n|---|---|\n| 1 | 2 |\n\nSome words",
        f"{DUTIES}:12: body: ",
    ),
    "no text at all": Slip(
        DUTIES, "## The Duties\n\nSome words about it.\n", "", f"{DUTIES}:8: body: The topic has no text."
    ),
    "no head at all": Slip(
        DUTIES,
        "---\ntitle: The Duties",
        "title: The Duties",
        f"{DUTIES}:1: The file begins with its settings between two lines of three dashes (---).",
    ),
    "an exam's unknown competency": Slip(
        "exams/start.yaml",
        "competency: samhsa-2",
        "competency: samhsa-3",
        "exams/start.yaml:7: blueprint[1].competency: There is no competency “samhsa-3” in competencies.yaml.",
    ),
    "a blueprint that the bank cannot fill": Slip(
        "exams/start.yaml",
        "    count: 1",
        "    count: 2",
        "exams/start.yaml:8: blueprint[1].count: The bank has 1 of the 2 questions that “samhsa-2” needs.",
    ),
    "a competency twice in a blueprint": Slip(
        "exams/start.yaml",
        "competency: samhsa-2",
        "competency: samhsa-1",
        "exams/start.yaml:7: blueprint[1].competency: “samhsa-1” is already used at {root}/exams/start.yaml:5.",
    ),
    "a rule that does not exist": Slip(
        "exams/start.yaml",
        "blueprint:",
        "rules:\n  feedback: [score, key]\nblueprint:",
        "exams/start.yaml:5: rules.feedback[1]: This must be 'score', 'competencies', 'correctness'",
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    return make_folder(tmp_path)


def start_of(found: list[str], expected: str) -> bool:
    return any(mistake.startswith(expected) for mistake in found)


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_mistake_is_named_with_file_line_and_field(folder: ContentFolder, slip: Slip) -> None:
    folder.edit(slip.name, slip.old, slip.new)
    found = folder.mistakes()
    assert start_of(found, slip.expected.replace("{root}", str(folder.root))), found
    assert not Course.objects.exists()


BANK = "bank/one.yaml"
QUESTION_SLIPS = {
    "two right keys": Slip(
        BANK,
        "text: Advice.",
        "text: Advice.\n        right: true",
        f"{BANK}:2: questions[0]: A single choice has exactly one right choice; this has 2.",
    ),
    "no right key": Slip(
        BANK,
        "        right: true\n",
        "",
        f"{BANK}:2: questions[0]: A single choice has exactly one right choice; this has 0.",
    ),
    "a choice's key twice": Slip(BANK, "key: advise", "key: listen", f"{BANK}:7: questions[0].choices: "),
    "a choice without a reason": Slip(
        BANK, "        why: It hurts.\n", "", f"{BANK}:15: questions[0].choices[2].why: "
    ),
    "no kind": Slip(BANK, "    kind: single\n", "", f"{BANK}:2: questions[0].kind: This is missing."),
    "an unknown kind": Slip(
        BANK,
        "kind: single",
        "kind: singel",
        f"{BANK}:3: questions[0].kind: There is no kind “singel”. Did you mean “single”?",
    ),
    "an unknown competency": Slip(
        BANK,
        "competency: samhsa-1",
        "competency: samhsa-9",
        f"{BANK}:4: questions[0].competency: There is no competency “samhsa-9”",
    ),
    "an unknown domain": Slip(
        BANK,
        "domain: icrc-ethics",
        "domain: ethics",
        f"{BANK}:5: questions[0].domain: There is no competency “ethics”",
    ),
    "an unknown teacher": Slip(
        BANK,
        "    stem:",
        "    taught_by: rolls\n    stem:",
        f"{BANK}:6: questions[0].taught_by: There is no step “rolls”. Did you mean “roles”?",
    ),
    "a teacher after the exam": Slip(
        BANK,
        "    stem:",
        "    taught_by: duties\n    stem:",
        f"{BANK}:6: questions[0].taught_by: “duties” comes after the exam “start”, which may ask this question.",
    ),
    "a teacher that is an exam": Slip(
        BANK,
        "    stem:",
        "    taught_by: start\n    stem:",
        f"{BANK}:6: questions[0].taught_by: “start” is not a topic.",
    ),
    "no points": Slip(
        BANK,
        "    stem:",
        "    points: 0\n    stem:",
        f"{BANK}:6: questions[0].points: This must be more than 0.",
    ),
    "points in quotes": Slip(
        BANK,
        "    stem:",
        "    points: '1'\n    stem:",
        f"{BANK}:6: questions[0].points: This must be a number, without quotes.",
    ),
    "a source that is not named": Slip(
        BANK,
        "    reference:\n      title: Core Competencies\n      publisher: SAMHSA\n      year: 2015\n",
        "",
        f"{BANK}:2: questions[0].reference: This is missing. A question names its source;",
    ),
    "an unknown key": Slip(
        BANK,
        "    explanation:",
        "    explaination:",
        f"{BANK}:18: questions[0].explaination: Unknown key. Did you mean “explanation”?",
    ),
    "a picture in a question": Slip(
        BANK,
        "stem: What",
        "stem: '![x](images/x.svg) What'\n    note: What",
        f"{BANK}:6: questions[0].stem: A picture cannot stand here; it belongs in a topic.",
    ),
}


@pytest.mark.parametrize("slip", QUESTION_SLIPS.values(), ids=QUESTION_SLIPS)
def test_a_mistake_in_a_question_is_named_with_file_line_and_field(folder: ContentFolder, slip: Slip) -> None:
    first = question("q-1")
    assert first.count(slip.old) == 1
    folder.write(BANK, "questions:\n" + first.replace(slip.old, slip.new) + question("q-2"))
    found = folder.mistakes()
    assert start_of(found, slip.expected), found
    assert not Course.objects.exists()


def test_a_question_without_its_kind_is_one_mistake(folder: ContentFolder) -> None:
    folder.write(BANK, "questions:\n" + question("q-1").replace("    kind: single\n", "") + question("q-2"))
    assert folder.mistakes() == [f"{BANK}:2: questions[0].kind: This is missing."]


def test_a_question_in_two_files_is_named_at_both_places(folder: ContentFolder) -> None:
    folder.write("bank/two.yaml", "questions:\n" + question("q-3", "samhsa-2") + question("q-2"))
    assert folder.mistakes() == [
        f"bank/two.yaml:23: questions[1].key: The question “q-2” stands twice: here, and at "
        f"{folder.root}/bank/one.yaml:23."
    ]


def test_a_question_that_rests_on_judgment_needs_no_source(folder: ContentFolder) -> None:
    source = "    reference:\n      title: Core Competencies\n      publisher: SAMHSA\n      year: 2015\n"
    folder.write(
        "bank/one.yaml",
        "questions:\n" + question("q-1").replace(source, "    basis: practice\n") + question("q-2"),
    )
    assert folder.mistakes() == []


def test_a_topic_may_teach_what_only_a_later_exam_asks(folder: ContentFolder) -> None:
    folder.edit(
        "course.yaml",
        "      - exam: start\n      - topic: duties\n",
        "      - topic: duties\n      - exam: start\n",
    )
    taught = question("q-1").replace("    stem:", "    taught_by: duties\n    stem:")
    folder.write("bank/one.yaml", "questions:\n" + taught + question("q-2"))
    assert folder.mistakes() == []


def test_all_mistakes_are_reported_at_once_in_the_order_of_files_and_lines(folder: ContentFolder) -> None:
    folder.edit("course.yaml", "words_per_minute: 100", "words_per_minute: 10")
    folder.edit(ROLES, "minutes: 5-7", "minutes: 7-5")
    folder.edit(ROLES, "url: https:", "url: http:")
    folder.edit("exams/start.yaml", "purpose: pre", "purpose: before")
    folder.edit("exams/start.yaml", "    count: 1", "    count: 0")
    places = [":".join(mistake.split(":")[:2]) for mistake in folder.mistakes()]
    assert places == [
        "course.yaml:4",
        "exams/start.yaml:2",
        "exams/start.yaml:8",
        f"{ROLES}:12",
        f"{ROLES}:22",
    ]


def test_mistakes_of_every_sort_in_one_file_are_reported_together(folder: ContentFolder) -> None:
    folder.edit("course.yaml", "words_per_minute: 100", "words_per_minute: 10")
    folder.edit("course.yaml", "- exam: start", "- exma: start")
    folder.edit("course.yaml", "- topic: silence", "- topic: roles")
    folder.edit("course.yaml", "slug: listening", "slug: foundations")
    folder.edit(ROLES, "title: The Role", "titel: The Role")
    folder.edit(ROLES, "  - samhsa-1\n", "  - samhsa-7\n")
    folder.edit(ROLES, "beside.[^core]", "beside.[^cor]")
    folder.edit("exams/start.yaml", "purpose: pre", "purpose: before")
    folder.edit("exams/start.yaml", "    count: 1", "    count: 2")
    broken = question("q-1").replace("    explanation: Listening comes first.\n", "")
    folder.write(BANK, "questions:\n" + broken.replace("icrc-ethics", "ethics") + question("q-2"))
    assert [mistake.split(": ")[:2] for mistake in folder.mistakes()] == [
        ["bank/one.yaml:2", "questions[0].explanation"],
        ["bank/one.yaml:5", "questions[0].domain"],
        ["course.yaml:4", "words_per_minute"],
        ["course.yaml:12", "lessons[0].steps[1].exma"],
        ["course.yaml:14", "lessons[1].slug"],
        ["course.yaml:19", "lessons[1].steps[0].topic"],
        ["course.yaml:19", "lessons[1].steps[0].topic"],
        ["exams/start.yaml:2", "purpose"],
        ["exams/start.yaml:8", "blueprint[1].count"],
        [f"{ROLES}:2", "titel"],
        [f"{ROLES}:2", "title"],
        [f"{ROLES}:6", "competencies[0]"],
        [f"{ROLES}:17", "references"],
        [f"{ROLES}:27", "body"],
    ]


def test_one_broken_file_does_not_make_others_look_broken(folder: ContentFolder) -> None:
    folder.edit("course.yaml", "title: A Small Course", "title: 12")
    assert len(folder.mistakes()) == 1
    folder.write("competencies.yaml", "frameworks: 1")
    assert len(folder.mistakes()) == 2
    folder.write("bank/one.yaml", "questions: 1")
    assert len(folder.mistakes()) == 3


def test_a_file_in_the_wrong_place_is_not_passed_over(folder: ContentFolder) -> None:
    folder.write("bank/three.yml", "questions: []")
    folder.write("lessons/stray.md", "")
    folder.write("lessons/01-foundations/.hidden.md", "")
    folder.write("bank/one.yaml~", "")
    assert folder.mistakes() == [
        "bank/three.yml: This file is not read: only files like bank/*.yaml are.",
        "lessons/stray.md: This file is not read: only files like lessons/*/*.md are.",
    ]


def test_a_mistake_changes_nothing(folder: ContentFolder) -> None:
    folder.edit("exams/start.yaml", "purpose: pre", "purpose: before")
    with pytest.raises(ContentErrors):
        folder.load()
    assert [model.objects.exists() for model in (Program, Competency, Course, AuditEvent)] == [False] * 4


def test_the_place_of_a_mistake_is_written_as_the_user_wrote_the_folder(
    folder: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.root.parent)
    folder.edit("exams/start.yaml", "purpose: pre", "purpose: before")
    with pytest.raises(ContentErrors, match=rf"^{folder.root.name}/exams/start\.yaml:2: purpose: "):
        ContentFolder(Path(folder.root.name)).load()
