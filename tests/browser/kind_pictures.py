"""``python -m tests.browser.kind_pictures``: picture every kind of question, from the examples in the guide."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django
import yaml
from django.template.loader import render_to_string
from playwright.sync_api import BrowserContext, Page, sync_playwright

from course.inline_markdown import to_html
from quizzes.kinds import KINDS
from tests.live.installation import ROOT
from tests.plugins.chromium import ARGUMENTS, HELP, find_chromium

GUIDE = ROOT / "docs" / "question-kinds.md"
IMAGES = ROOT / "docs" / "images"
STYLES = [ROOT / "static" / "css" / f"{name}.css" for name in ("tokens", "base", "quizzes")]
EXAMPLE = re.compile(r"^```yaml\n(.*?)^```$\n\n!\[.*?\]\(images/(.*?)\)$", re.DOTALL | re.MULTILINE)
WIDTH = 680
ADDRESS, HTML = "http://guide.invalid/", "text/html; charset=utf-8"
ALONE = "body { min-height: 0; padding: 8px } body > header { display: none } .stem { margin-top: 0 }"


@dataclass(frozen=True)
class Example:
    """A question of the guide: its ``picture`` is a file in ``docs/images``."""

    picture: str
    question: dict[str, Any]

    @property
    def kind(self) -> str:
        return str(self.question["kind"])

    @property
    def body(self) -> dict[str, Any]:
        """As a version holds it."""
        schema = KINDS[self.kind].schema
        return schema.model_validate(
            {name: self.question[name] for name in schema.model_fields if name in self.question}
        ).model_dump()


def examples() -> Iterator[Example]:
    """The first example of every section, in the order of the guide."""
    for example, picture in EXAMPLE.findall(GUIDE.read_text(encoding="utf-8")):
        yield Example(picture, yaml.safe_load(example))


def photograph(page: Page, example: Example, path: Path) -> None:
    """Show the question as an exam does, not answered, and picture that."""
    page.set_viewport_size({"width": WIDTH, "height": 600})
    document = f"<!DOCTYPE html><style>{_styles()}</style>{_asked(example)}"
    page.route(ADDRESS, lambda route: route.fulfill(body=document, content_type=HTML))
    page.goto(ADDRESS)
    page.locator("form").screenshot(path=path)


def photograph_all(context: BrowserContext, folder: Path = IMAGES) -> None:
    for example in examples():
        photograph(context.new_page(), example, folder / example.picture)


def _asked(example: Example) -> str:
    kind = KINDS[example.kind]
    context = {**kind.shown(example.body, kind.keys(example.body)), "response": {}}
    stem = to_html(example.question["stem"])
    inputs = render_to_string(kind.template, context)
    return f'<form class="exam-form"><div class="stem" id="stem">{stem}</div>{inputs}</form>'


def _styles() -> str:
    return "".join(style.read_text(encoding="utf-8") for style in STYLES) + ALONE


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    program = find_chromium()
    if program is None:
        raise SystemExit(HELP)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        with browser.new_context() as context:
            photograph_all(context)


if __name__ == "__main__":
    main()
