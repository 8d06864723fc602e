"""Self-checks and branches in content files: loaded, loaded again, and refused with file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest

from lessons.models import Scenario, Topic
from tests.content_folder import ContentFolder, make_folder, nothing_changed

pytestmark = pytest.mark.django_db

ROLES = "lessons/01-foundations/roles.md"
CHECK = """\
checks:
  - key: who
    kind: single
    stem: >-
      Who walks
      beside?
    choices:
      - key: a-peer
        text: >
          A peer does.
        right: true
        why: That is the role.
      - key: a-boss
        text: A boss does.
        why: No one is in charge.
      - key: a-judge
        text: A judge does.
        why: No one is judged.
    explanation: A companion, not a boss.
references:
"""
BRANCHES = """\
    branches:
      - key: one
        text: It begins.
        choices:
          - {key: a, text: Ask., consequence: They tell., to: two}
          - {key: b, text: Wait., consequence: Time goes., to: three}
      - key: two
        text: It goes on.
        choices:
          - {key: a, text: Listen., consequence: They talk., to: three}
          - {key: b, text: Leave., consequence: They sigh., to: end}
      - key: three
        text: Nearly there.
        choices:
          - {key: a, text: Thank them., consequence: They smile., to: end}
          - {key: b, text: Say more., consequence: They nod., to: end}
      - key: end
        text: It ends.
        teaches: "**Ask** first."
"""


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    folder = make_folder(tmp_path)
    folder.edit(ROLES, "references:\n", CHECK)
    folder.edit(ROLES, "    questions:\n      - What do you say?\n    weigh: Whose job is it?\n", BRANCHES)
    folder.edit(ROLES, "A peer walks", "[check: who]\n\nA peer walks")
    return folder


def test_both_are_loaded_and_loading_again_changes_nothing(folder: ContentFolder) -> None:
    folder.load()
    live = Topic.objects.get(step__slug="roles").live
    story = Scenario.objects.get().live
    assert live
    assert story
    assert live.checks[0]["choices"][0]["text"] == "A peer does."
    assert "right" not in live.checks[0]["choices"][1]
    assert "<!--check:who-->" in live.html
    assert [branch["key"] for branch in story.branches] == ["one", "two", "three", "end"]
    assert story.questions == []
    assert story.branches_html[3]["teaches"] == "<p><strong>Ask</strong> first.</p>"
    assert nothing_changed(folder.load())


def test_taking_them_out_again_is_a_change(folder: ContentFolder) -> None:
    folder.load()
    folder.edit(ROLES, CHECK, "references:\n")
    folder.edit(ROLES, "[check: who]\n\n", "")
    assert not nothing_changed(folder.load())
    live = Topic.objects.get(step__slug="roles").live
    assert live
    assert live.checks == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("    kind: single\n", "", "checks[0].kind: This is missing."),
        (
            "kind: single",
            "kind: singel",
            "checks[0].kind: There is no kind of self-check “singel”. Did you mean",
        ),
        ("kind: single", "kind: long", "checks[0].kind: There is no kind of self-check “long”."),
        ("        right: true\n", "", "checks[0]: A single choice has exactly one right choice"),
        (
            "    explanation: A",
            "    explain: A",
            "checks[0].explain: Unknown key. Did you mean “explanation”?",
        ),
        ("    stem: >-", "    points: 2\n    stem: >-", "checks[0].points: Unknown key."),
        ("key: a-boss", "key: correct", "checks[0].choices[1].key: Learners' browsers receive this key"),
        ("[check: who]", "[check: what]", "body: There is no self-check “what” in this topic."),
        (
            "to: two}",
            "to: ten}",
            "scenarios[0].branches[0].choices[0].to: There is no point or ending “ten”.",
        ),
        (
            "They sigh., to: end",
            "They sigh., to: one",
            "branches[1].choices[1].to: This leads around in a circle",
        ),
        ('        teaches: "**Ask** first."\n', "", "scenarios[0].branches[3]: This is a dead end."),
        ("consequence: They tell.,", "", "scenarios[0].branches[0].choices[0].consequence: This is missing."),
        ("text: Nearly there.", "txt: Nearly there.", "scenarios[0].branches[2].txt: Unknown key."),
        ("    branches:\n", "    branch:\n", "scenarios[0].questions: This is missing."),
    ],
)
def test_each_mistake_is_named_with_file_line_and_field(
    folder: ContentFolder, old: str, new: str, expected: str
) -> None:
    folder.edit(ROLES, old, new)
    assert any(mistake.startswith(f"{ROLES}:") and expected in mistake for mistake in folder.mistakes()), (
        folder.mistakes()
    )


@pytest.mark.parametrize(
    "odd", ["12", "[1, 2]", "{key: 3}", "text", "[[]]", "[{key: a, choices: 3}]", "null"]
)
def test_odd_values_are_refused_and_never_break(folder: ContentFolder, odd: str) -> None:
    text = folder.read(ROLES)
    folder.write(ROLES, text.replace(CHECK, f"checks: {odd}\nreferences:\n"))
    assert folder.mistakes()
    folder.write(ROLES, text.replace(BRANCHES, f"    branches: {odd}\n"))
    assert folder.mistakes()


def test_more_than_three_checks_are_refused(folder: ContentFolder) -> None:
    one = CHECK.removeprefix("checks:\n").removesuffix("references:\n")
    many = "".join(one.replace("key: who", f"key: who-{number}") for number in range(3))
    folder.edit(ROLES, CHECK, f"checks:\n{one}{many}references:\n")
    assert any("checks: This takes at most 3." in mistake for mistake in folder.mistakes())
