"""``python -m tests.browser.screenshots``: picture every page, at 360 and 1280 px, light and dark.

The pages go to ``var/screenshots/PAGE-WIDTH-SCHEME.png``; what the README and the guides show goes to ``docs/images/``.
The pages are those of the demo program in an installation of its own, which is thrown away at the end.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import django
from playwright.sync_api import Browser, BrowserContext, ViewportSize, sync_playwright

from tests.browser.constructs import constructs, photograph
from tests.browser.kind_pictures import photograph_all
from tests.browser.pages import EVERY, Place
from tests.browser.world import PATIENCE, World
from tests.live import Installation, Server
from tests.live.installation import ROOT
from tests.plugins.chromium import ARGUMENTS, HELP, find_chromium

FOLDER = ROOT / "var" / "screenshots"
IMAGES = ROOT / "docs" / "images"
WIDTHS = (1280, 360)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
HEIGHT = 1000


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with _product() as (server, world), _browser() as browser:
        for place in EVERY:
            with _visit(browser, server, world, place.who) as context:
                picture(context, world, place)
        with _visit(browser, server, world, "ada") as context:
            picture_for_readme(context, world)
        with browser.new_context() as context:
            for construct in constructs():
                photograph(context.new_page(), construct, IMAGES / f"construct-{construct.name}.png")
            photograph_all(context, IMAGES)
    print(f"{len(EVERY) * len(WIDTHS) * len(SCHEMES)} pictures in {FOLDER.relative_to(ROOT)}/")


def picture(context: BrowserContext, world: World, place: Place) -> None:
    """All four pictures of one place."""
    page = context.new_page()
    place.open(page, world)
    page.evaluate("scrollTo(0, 0)")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=FOLDER / f"{place.name}-{width}-{scheme}.png", full_page=True)


def picture_for_readme(context: BrowserContext, world: World) -> None:
    """The top of a lesson, as a learner meets it."""
    page = context.new_page()
    page.goto(world.address("step"))
    page.screenshot(path=IMAGES / "lesson.png")


@contextmanager
def _product() -> Iterator[tuple[Server, World]]:
    folder = Path(tempfile.mkdtemp(prefix="screenshots-"))
    try:
        world = World.make(folder)
        with Server(Installation(folder, demo=True)) as server:
            yield server, world
    finally:
        shutil.rmtree(folder)


@contextmanager
def _browser() -> Iterator[Browser]:
    program = find_chromium()
    if program is None:
        raise SystemExit(HELP)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))


@contextmanager
def _visit(browser: Browser, server: Server, world: World, who: str) -> Iterator[BrowserContext]:
    size = ViewportSize(width=WIDTHS[0], height=HEIGHT)
    with browser.new_context(base_url=server.base_url, viewport=size) as context:
        context.set_default_timeout(PATIENCE)
        if who:
            world.sign_in(context, who, server.base_url)
        yield context


if __name__ == "__main__":
    main()
