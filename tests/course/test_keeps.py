"""What files keep and what somebody keeps in the admin are one thing; neither side loses anything."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from course.checking import keeps
from course.content.report import Did
from course.models import Course, KeptFinding, Person
from lessons.models import Topic
from quizzes.models import Question
from tests.content_folder import LOADED_AT, ContentFolder, edit_in_admin, make_folder, nothing_changed, said

pytestmark = pytest.mark.django_db
ROLES = "lessons/01-foundations/roles.md"
KEEP = "keep:\n  - rule: addict\n    words: Addict\n    because: {}\n"
LATER = LOADED_AT + timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    folder = make_folder(tmp_path)
    folder.edit(ROLES, "A peer walks beside.", "An addict came in.")
    return folder


def kept(folder: ContentFolder, because: str = "It names a group.") -> ContentFolder:
    folder.edit(ROLES, 'activity: "2-3"\n', 'activity: "2-3"\n' + KEEP.format(because))
    return folder


def row() -> KeptFinding:
    return KeptFinding.objects.get()


def keep_here(by: Person, because: str) -> KeptFinding:
    course = Course.objects.get(slug="small")
    topic = Topic.objects.get(step__slug="roles")
    thing = {"kind": "topic", "address": "roles", "rule": "addict", "words": "addict"}
    return keeps.keep(topic, course=course.pk, **thing, because=because, by=by, at=LATER)


def test_a_load_takes_what_the_files_keep_and_again_changes_nothing(folder: ContentFolder) -> None:
    kept(folder).load()
    assert (row().address, row().words, row().because, row().by) == (
        "roles",
        "Addict",
        "It names a group.",
        None,
    )
    assert nothing_changed(folder.load())


def test_a_keep_makes_no_new_version(folder: ContentFolder) -> None:
    folder.load()
    report = kept(folder).load()
    assert said(report, Did.CHANGED) == ["topic roles"]
    assert Topic.objects.get(step__slug="roles").versions.count() == 1


def test_scenarios_and_questions_keep_in_their_own_place(folder: ContentFolder) -> None:
    line = "keep: [{rule: abbreviation, words: ER, because: Known here.}]"
    folder.edit(ROLES, "    weigh: Whose job is it?\n", f"    weigh: Whose job is it?\n    {line}\n")
    folder.edit("bank/one.yaml", "  - key: q-1\n", f"  - key: q-1\n    {line}\n")
    folder.load()
    places = set(KeptFinding.objects.values_list("kind", "address"))
    assert places == {("scenario", "roles/pills"), ("question", "q-1")}


def test_what_the_file_drops_is_dropped(folder: ContentFolder) -> None:
    kept(folder).load()
    folder.edit(ROLES, KEEP.format("It names a group."), "")
    folder.load()
    assert not KeptFinding.objects.exists()


def test_what_was_kept_in_the_admin_outlives_every_load(folder: ContentFolder, alma: Person) -> None:
    folder.load()
    keep_here(alma, "A reason.")
    folder.load()
    assert (row().because, row().by) == ("A reason.", alma)


def test_a_new_reason_in_the_file_is_taken(folder: ContentFolder) -> None:
    kept(folder).load()
    folder.edit(ROLES, "It names a group.", "Another reason.")
    folder.load(at=LATER)
    assert (row().because, row().at) == ("Another reason.", LATER)


def test_a_reason_from_the_admin_stays_while_the_file_says_what_it_said(
    folder: ContentFolder, alma: Person
) -> None:
    kept(folder).load()
    keep_here(alma, "A better reason.")
    assert nothing_changed(folder.load())
    assert (row().because, row().words) == ("A better reason.", "Addict")
    folder.edit(ROLES, KEEP.format("It names a group."), "")
    folder.load()
    assert (row().because, row().by) == ("A better reason.", alma)


def test_what_was_taken_back_stays_so_until_the_file_changes(folder: ContentFolder, alma: Person) -> None:
    kept(folder).load()
    keeps.take_back(row(), Topic.objects.get(step__slug="roles"), by=alma, at=LATER)
    folder.load()
    assert keeps.of_course(Course.objects.get(slug="small")) == {}
    folder.edit(ROLES, "It names a group.", "Another reason.")
    folder.load()
    assert row().because == "Another reason."


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("  - {rule: addict, because: Why.}", "keep[0]: Say which words are kept"),
        ("  - {rule: addict, words: addict}", "keep[0].because: This is missing."),
        ("  - {rule: addict, words: 7, because: Why.}", "keep[0].words: This must be text."),
        ("  - {rule: addict, words: a, becuse: Why.}", "Did you mean “because”?"),
        ("  - addict", "keep[0]: This must be a group of keys"),
    ],
)
def test_a_mistake_in_a_keep_is_named(folder: ContentFolder, line: str, mistake: str) -> None:
    folder.edit(ROLES, 'activity: "2-3"\n', f'activity: "2-3"\nkeep:\n{line}\n')
    assert any(mistake in each for each in folder.mistakes())


# --- manage.py check_content ----------------------------------------------------------------------------------------


def check(capsys: pytest.CaptureFixture[str], *args: object, **options: object) -> tuple[int, list[str]]:
    """Its exit status and what it prints."""
    try:
        call_command("check_content", *map(str, args), **options)
    except SystemExit as end:
        return int(str(end.code)), capsys.readouterr().out.splitlines()
    return 0, capsys.readouterr().out.splitlines()


def test_the_command_names_file_line_words_reason_and_better_ones(
    folder: ContentFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    status, [line, count] = check(capsys, folder.root)
    number = (
        folder.read(ROLES).split("\n").index("An addict came in.[^core] See [the duties](step:duties).") + 1
    )
    assert status == 1
    assert line.startswith(f"{folder.root}/{ROLES}:{number}: body: Do not use: “addict”: It makes")
    assert "Better: person with a substance use disorder" in line
    assert count == "1 finding to mend or to keep."


def test_a_folder_is_checked_without_loading_it(
    folder: ContentFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    kept(folder)
    assert check(capsys, folder.root) == (0, ["Nothing to mend."])
    assert not Course.objects.exists()
    assert not KeptFinding.objects.exists()


def test_words_in_a_folded_text_are_found_at_their_line(
    folder: ContentFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    kept(folder)
    text = folder.read("bank/two.yaml")
    folded = "explanation: >-\n      Listening comes first. A\n      drug\n      addict listens."
    folder.write("bank/two.yaml", text.replace("explanation: Listening comes first.", folded, 1))
    status, [line, _count] = check(capsys, folder.root)
    at = folder.read("bank/two.yaml").split("\n").index("      drug") + 1
    assert (status, line.split(": ")[:2]) == (
        1,
        [f"{folder.root}/bank/two.yaml:{at}", "questions[0].explanation"],
    )


def test_the_database_is_checked_where_no_folder_is_named(
    folder: ContentFolder, capsys: pytest.CaptureFixture[str], alma: Person
) -> None:
    folder.load()
    status, lines = check(capsys)
    assert status == 1
    assert lines[0].startswith("topic roles, Text, line 3: Do not use: “addict”")
    keep_here(alma, "A reason.")
    status, lines = check(capsys)
    assert (status, "addict" in "".join(lines)) == (0, False)
    # What the check of the bank finds is told, too; it counts where it gives an answer away.
    assert any(line.endswith("[no-situation]") for line in lines)
    edit_in_admin(Question.objects.get(key="q-1"), LATER, stem="Which of these is NOT right?")
    assert check(capsys)[0] == 1


def test_words_that_hang_on_context_fail_only_when_asked(
    folder: ContentFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.edit(ROLES, "An addict came in.", "A client came in.")
    status, lines = check(capsys, folder.root)
    assert status == 0
    assert "Look twice: “client”" in lines[0]
    assert check(capsys, folder.root, strict=True)[0] == 1


def test_a_folder_with_mistakes_is_told_and_fails(
    folder: ContentFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.edit(ROLES, "title: The Role", "title:")
    with pytest.raises(SystemExit) as end:
        call_command("check_content", str(folder.root))
    assert end.value.code == 1
    assert f"{ROLES}:2: title: This is empty." in capsys.readouterr().err


def test_the_shipped_course_has_nothing_left_to_explain(capsys: pytest.CaptureFixture[str]) -> None:
    shipped = Path(__file__).resolve().parents[2] / "content" / "peer-specialist"
    assert check(capsys, shipped, strict=True) == (0, ["Nothing to mend."])
