"""docs/security.md says nothing that no test holds."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from course.sign_in.passwords import OUR_WORDS

TESTS = Path(settings.BASE_DIR) / "tests"
GUIDE = (Path(settings.BASE_DIR) / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \|$", GUIDE, re.MULTILINE)
NAMED = sorted(set(re.findall(r"`([\w/]+\.py)::(\w+)`", GUIDE)))


def test_it_maps_forty_requirements_and_more_each_once() -> None:
    numbers = [number for number, *_ in ROWS]
    assert len(numbers) == len(set(numbers)) >= 40


@pytest.mark.parametrize(("file", "name"), NAMED, ids=[name for _, name in NAMED])
def test_every_test_that_it_names_is_there(file: str, name: str) -> None:
    assert f"def {name}(" in (TESTS / file).read_text(encoding="utf-8")


def test_it_lists_the_words_that_a_password_may_not_be() -> None:
    assert ", ".join(OUR_WORDS) in GUIDE
