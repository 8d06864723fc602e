"""The installation that browser tests and screenshots look at: what ``make run`` makes, and a few people more."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import reverse
from playwright.sync_api import BrowserContext

from tests.live import Installation, short_course

FILE = "world.json"
PATIENCE = 30_000
"""Milliseconds: tests share their machine."""


@dataclass(frozen=True)
class World:
    """What ``tests.browser.stage`` has put on the stage.

    ``sessions`` are keys of signed-in sessions by first name, in small letters; ``ids`` the arguments of addresses by
    the name of a page; ``documents`` the pages that no address shows; ``learners`` those who have done nothing yet.
    """

    sessions: dict[str, str]
    ids: dict[str, dict[str, Any]]
    documents: dict[str, str]
    learners: list[str]

    @classmethod
    def make(cls, folder: Path, *, learners: int = 0) -> World:
        """Prepare an installation in ``folder`` and set the stage. Raises RuntimeError when it fails."""
        folder.mkdir(parents=True, exist_ok=True)
        more = {"CONTENT_DIR": str(short_course.write(folder / "short-course"))}
        told = Installation(folder, demo=True, more=more).python("tests.browser", str(learners))
        (folder / FILE).write_text(told.splitlines()[-1], encoding="utf-8")
        return cls.read(folder)

    @classmethod
    def read(cls, folder: Path) -> World:
        return cls(**json.loads((folder / FILE).read_text(encoding="utf-8")))

    def address(self, view: str, page: str = "") -> str:
        """The path of ``view``, with the arguments of the page of this name (by default the view's own)."""
        return reverse(view, kwargs=self.ids.get(page or view, {}))

    def sign_in(self, context: BrowserContext, who: str, base_url: str) -> None:
        """Without the page for it, so that pages are reached quickly; the walks sign in as people do."""
        context.add_cookies([{"name": "sessionid", "value": self.sessions[who], "url": base_url}])
