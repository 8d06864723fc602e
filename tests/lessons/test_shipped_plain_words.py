"""Where the course shows words as they are typed, nobody typed Markdown: a learner would read its signs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.conf import settings

COURSE = settings.BASE_DIR / "content" / "peer-specialist"
MARKDOWN = {"situation", "weigh", "consequence", "teaches", "stem", "explanation", "note"}
SIGNS = re.compile(r"\*|`|\]\(|\[\^")
FILES = sorted(path for folder in ("lessons", "bank") for path in (COURSE / folder).rglob("*.*"))


def plain(value: object, *keys: str) -> Iterator[str]:
    """Every text below ``value`` that is shown as typed; a point of a story has Markdown, its choices have not."""
    if isinstance(value, dict):
        for key, below in value.items():
            if key not in MARKDOWN and (*keys[-1:], key) != ("branches", "text"):
                yield from plain(below, *keys, key)
    elif isinstance(value, list):
        for below in value:
            yield from plain(below, *keys)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_no_sign_of_markdown_stands_in_plain_words(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    head = text.split("\n---\n")[0].removeprefix("---\n") if path.suffix == ".md" else text
    assert [each for each in plain(yaml.safe_load(head)) if SIGNS.search(each)] == []


def test_a_sign_would_be_found() -> None:
    point = {"branches": [{"text": "So *be* it.", "choices": [{"text": "Say *how*."}]}]}
    assert [each for each in plain(point) if SIGNS.search(each)] == ["Say *how*."]
