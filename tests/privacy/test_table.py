"""docs/privacy.md names every column of every table once, and none that is gone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.conf import settings

MANUAL = (settings.BASE_DIR / "docs" / "privacy.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`([^`]+)`")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading, without its first two lines."""
    text = MANUAL.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


PERSONAL, OTHER = rows("What is about a person"), rows("What is about nobody")


def told() -> Iterator[tuple[str, str]]:
    for model, fields, *_ in [*PERSONAL, *OTHER]:
        for field in NAMED.findall(fields):
            yield model.strip("`"), field


def kept() -> Iterator[tuple[str, str]]:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if getattr(field, "concrete", False):
                yield model._meta.label, field.name


def test_no_column_is_missing() -> None:
    assert sorted(set(kept()) - set(told())) == []


def test_no_row_outlives_its_column() -> None:
    assert sorted(set(told()) - set(kept())) == []


def test_no_column_is_told_twice() -> None:
    assert [column for column, times in Counter(told()).items() if times > 1] == []


def test_a_new_column_would_be_noticed() -> None:
    assert ("course.Person", "email") in set(told())
    assert ("course.Person", "nickname") not in set(told())


@pytest.mark.parametrize("row", PERSONAL, ids=lambda row: f"{row[0]} {row[1][:20]}")
def test_each_row_says_why_who_how_long_and_what_erasure_does(row: list[str]) -> None:
    assert len(row) == 6
    assert all(row)


def test_what_refers_to_a_person_is_never_said_to_be_about_nobody() -> None:
    person = apps.get_model("course", "Person")
    about_nobody = {(row[0].strip("`"), field) for row in OTHER for field in NAMED.findall(row[1])}
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if getattr(field, "concrete", False) and field.related_model is person:
                assert (model._meta.label, field.name) not in about_nobody
