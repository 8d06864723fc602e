"""Whatever lies in a content folder, loading it raises nothing but ContentErrors, and then changes nothing."""

import os
import random
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.content_folder import FILES, ContentFolder, make_folder, question

pytestmark = [pytest.mark.django_db, pytest.mark.fuzz]

LONG = bool(os.environ.get("ALONGSIDE_LONG"))
ROLES = "lessons/01-foundations/roles.md"
EXAM = "exams/start.yaml"

UNREADABLE = {
    "a title in Latin-1": (EXAM, b"title: Caf\xe9\npurpose: pre\n", f"{EXAM}:1: This is not UTF-8."),
    "bytes that are no text": (ROLES, b"---\ntitle: x\n---\n\n\xff\xfe", f"{ROLES}:5: This is not UTF-8."),
    "a NUL": (EXAM, "title: a\nnote: a\0b\n", f"{EXAM}:2: The character NUL (U+0000) is not allowed."),
    "a bell": (EXAM, "title: a\nnote: a\x07b\n", f"{EXAM}:2: The character CONTROL CHARACTER (U+0007)"),
    "a reading direction turned around": (
        ROLES,
        "---\ntitle: a\n---\nGood\u202edog\n",
        f"{ROLES}:4: The character RIGHT-TO-LEFT OVERRIDE (U+202E) is not allowed.",
    ),
    "a damaged character": (
        EXAM,
        "title: a\ufffdb\n",
        f"{EXAM}:1: The character REPLACEMENT CHARACTER (U+FFFD)",
    ),
    "a line end that editors do not count": (
        EXAM,
        "title: a\u2028b\n",
        f"{EXAM}:1: The character LINE SEPARATOR",
    ),
    "a NUL as an escape": (EXAM, 'title: "a\\0b"\n', f"{EXAM}:1: The character NUL (U+0000) is not allowed."),
    "a direction as an escape": (
        EXAM,
        'purpose: pre\ntitle: "\\u202e"\n',
        f"{EXAM}:2: The character RIGHT-TO-LEFT",
    ),
    "half a character as an escape": (EXAM, 'title: "\\ud800"\n', f"{EXAM}:1: "),
    "half a character in a key": (EXAM, '"\\ud800": 1\n', f"{EXAM}:1: "),
    "more than a megabyte": (EXAM, "a" * 1_000_001, f"{EXAM}: The file has more than 1000000 bytes."),
    "nothing": (EXAM, "", f"{EXAM}:1: The file is empty."),
    "only a comment": (EXAM, "# to be written\n", f"{EXAM}:1: This is empty."),
    "a key twice": (
        EXAM,
        "title: a\npurpose: pre\ntitle: b\n",
        f"{EXAM}:3: title: This key stands here twice; the first",
    ),
    "a key twice, deep down": (
        EXAM,
        "rules:\n  shuffle: true\n  shuffle: false\n",
        f"{EXAM}:3: rules.shuffle: This key stands here twice; the first is at line 2.",
    ),
    "a second document": (EXAM, "title: a\n---\ntitle: b\n", f"{EXAM}:2: A second document begins here."),
    "an alias": (
        EXAM,
        "title: &t a\nnote: *t\n",
        f"{EXAM}:1: Anchors and aliases (& and *) are not used here.",
    ),
    "a text that looks like an alias": (EXAM, "title: a\nnote: *never* do\n", f"{EXAM}:2: "),
    "a tag": (EXAM, "title: !!python/name:os.system a\n", f"{EXAM}:1: Tags (!) are not used here."),
    "a merge": (EXAM, "<<: {title: a}\n", f"{EXAM}:1: <<: Unknown key."),
    "a list as a key": (EXAM, "? [a]\n: b\n", f"{EXAM}:1: A key must be a word"),
    "a tab": (EXAM, "title: a\nrules:\n\tshuffle: true\n", f"{EXAM}:3: "),
    "a colon in a text": (
        EXAM,
        "purpose: pre\ntitle: Work: a start\n",
        f"{EXAM}:2: There is a colon too many",
    ),
    "an open quotation mark": (EXAM, "title: 'a\npurpose: pre\n", f"{EXAM}:"),
    "a line out of line": (EXAM, "title: a\n  purpose: pre\n", f"{EXAM}:2: "),
    "a mountain of brackets": (
        EXAM,
        "title: " + "[" * 5000,
        f"{EXAM}:1: This is nested more than 20 levels deep.",
    ),
    "a mountain of keys": (
        EXAM,
        "\n".join(" " * n + "a:" for n in range(300)),
        f"{EXAM}:22: This is nested more than",
    ),
    "a head that does not end": (ROLES, "---\ntitle: a\n", f"{ROLES}:1: The file begins with its settings"),
    "a list for a course": ("course.yaml", "- a\n- b\n", "course.yaml:1: This must be a group of keys"),
    "lists for keys": ("course.yaml", "lessons: a\n", "course.yaml:1: lessons: This must be a list"),
    "steps that are not steps": (
        "course.yaml",
        FILES["course.yaml"].replace("- topic: roles", "- 7"),
        "course.yaml:11: lessons[0].steps[0]: This must be a group of keys",
    ),
    "questions that are not questions": (
        "bank/one.yaml",
        "questions: [a, 7, null]\n",
        "bank/one.yaml:1: questions[0]: ",
    ),
    "a choice that is no choice": (
        "bank/one.yaml",
        "questions:\n" + question("q-1").replace("text: Advice.", "text: [1, {a: b}]") + question("q-2"),
        "bank/one.yaml:13: questions[0].choices[1].text: This must be text.",
    ),
    "stars without end": (
        EXAM,
        "title: a\ninstructions: '" + "* " * 5000 + "'\n",
        f"{EXAM}:2: instructions: Lists, ",
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    return make_folder(tmp_path)


def rows() -> dict[str, int]:
    """How many rows each of our tables has."""
    models = [
        model for app in ("course", "lessons", "quizzes") for model in apps.get_app_config(app).get_models()
    ]
    return {model.__name__: model._default_manager.count() for model in models}


@pytest.mark.parametrize(("name", "content", "expected"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_refused_with_its_line(
    folder: ContentFolder, name: str, content: str | bytes, expected: str
) -> None:
    folder.write(name, content)
    before = rows()
    found = folder.mistakes()
    assert any(mistake.startswith(expected) for mistake in found), found
    assert rows() == before


def test_windows_files_are_read_as_any_other(folder: ContentFolder) -> None:
    for name, text in FILES.items():
        folder.write(name, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert folder.mistakes() == []
    folder.edit(ROLES, "minutes: 5-7", "minutes: 7-5")
    assert folder.mistakes()[0].startswith(f"{ROLES}:12: ")


def test_words_that_yaml_makes_into_something_else_stay_words(folder: ContentFolder) -> None:
    text = (
        question("q-1").replace("text: Listening.", "text: No").replace("text: Advice.", "text: 2015-01-01")
    )
    folder.write("bank/one.yaml", "questions:\n" + text.replace("key: leave", "key: off") + question("q-2"))
    assert folder.mistakes() == []


def test_a_folder_in_the_place_of_a_file_is_refused(folder: ContentFolder) -> None:
    folder.remove(EXAM)
    (folder.root / EXAM).mkdir()
    (mistake,) = folder.mistakes()
    assert mistake.startswith("course.yaml:12: lessons[0].steps[1].exam: There is no file ")


def test_a_pipe_in_the_place_of_a_file_is_refused(folder: ContentFolder) -> None:
    folder.remove(EXAM)
    os.mkfifo(folder.root / EXAM)
    assert folder.mistakes() == [f"{EXAM}: This file is missing, or is not a plain file."]


def test_a_file_with_a_damaged_name_can_be_named(folder: ContentFolder) -> None:
    (Path(os.fsdecode(os.fsencode(folder.root) + b"/bank/\xff\n.txt"))).write_text("")
    (mistake,) = folder.mistakes()
    assert mistake.isprintable()
    assert mistake.startswith("bank/\\udcff\\u000a.txt: This file is not read")


def loads_or_complains(folder: ContentFolder) -> None:
    """Load, take it back, and see that nothing is left either way."""
    before = rows()
    with transaction.atomic():
        mistakes = folder.mistakes()
        if mistakes:
            assert rows() == before
        transaction.set_rollback(True)
    assert all(mistake.isprintable() for mistake in mistakes)


often = settings(
    max_examples=1000 if LONG else 40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
names = st.sampled_from(list(FILES))
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
words = st.sampled_from(
    [
        "slug",
        "title",
        "lessons",
        "steps",
        "topic",
        "questions",
        "choices",
        "key",
        "blueprint",
        "rules",
        "frameworks",
    ]
)
shapes = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | st.text(), inner, max_size=4)
)


@often
@given(name=names, garbage=st.binary(max_size=300))
def test_any_bytes_are_survived(folder: ContentFolder, name: str, garbage: bytes) -> None:
    folder.write(name, garbage)
    loads_or_complains(folder)
    folder.write(name, FILES[name])


@often
@given(name=names, garbage=st.text(max_size=200))
def test_any_text_below_the_head_is_survived(folder: ContentFolder, name: str, garbage: str) -> None:
    text = garbage.encode("utf-8", "replace").decode()
    folder.write(name, FILES[name] + "\n" + text)
    loads_or_complains(folder)
    folder.write(name, FILES[name])


@often
@given(name=names, shape=shapes)
def test_any_shape_of_yaml_is_survived(folder: ContentFolder, name: str, shape: object) -> None:
    text = yaml.safe_dump(shape, allow_unicode=True)
    folder.write(name, f"---\n{text}\n---\nText.\n" if name.endswith(".md") else text)
    loads_or_complains(folder)
    folder.write(name, FILES[name])


@often
@given(name=names, shape=shapes, seed=st.integers())
def test_any_value_at_any_place_is_survived(
    folder: ContentFolder, name: str, shape: object, seed: int
) -> None:
    head, fence, body = FILES[name].removeprefix("---\n").partition("\n---\n")
    data = yaml.safe_load(head)
    place(data, shape, random.Random(seed))
    text = yaml.safe_dump(data, allow_unicode=True)
    folder.write(name, f"---\n{text}---\n{body}" if fence else text)
    loads_or_complains(folder)
    folder.write(name, FILES[name])


def place(data: Any, shape: object, luck: random.Random) -> None:
    """Put ``shape`` in the place of some value in ``data``, however deep."""
    here = luck.choice(list(data) if isinstance(data, dict) else range(len(data)))
    if isinstance(data[here], dict | list) and data[here] and luck.random() < 0.8:
        place(data[here], shape, luck)
    else:
        data[here] = shape


@often
@given(name=names, seed=st.integers())
def test_a_sound_file_that_was_damaged_is_survived(folder: ContentFolder, name: str, seed: int) -> None:
    """Lines dropped, doubled, swapped and re-indented: what tired hands and merge tools do."""
    lines, luck = FILES[name].splitlines(), random.Random(seed)
    for _ in range(luck.randint(1, 4)):
        here, there = luck.randrange(len(lines)), luck.randrange(len(lines))
        match luck.randrange(4):
            case 0:
                lines[here] = ""
            case 1:
                lines.insert(here, lines[there])
            case 2:
                lines[here], lines[there] = lines[there], lines[here]
            case _:
                lines[here] = " " * luck.randrange(8) + lines[here].strip()
    folder.write(name, "\n".join(lines))
    loads_or_complains(folder)
    folder.write(name, FILES[name])
