"""A running product with its demo people, and browsers that are watched: a trouble behind the page fails the test."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from course.demo import DOMAIN, PASSWORD
from tests.browser.hands import Hands, Keyboard, Mouse
from tests.browser.pages import GROUPS, Place
from tests.browser.watch import Watch
from tests.browser.world import PATIENCE, World
from tests.live import Installation, Server

LEARNERS = 64


@pytest.fixture(scope="session")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation that nobody has used, made once for all workers of this run."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, ready = root / "staged", root / "staged-is-ready"
    with (root / "staged.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            World.make(folder, learners=LEARNERS)
            ready.touch()
    return folder


@pytest.fixture(scope="session")
def server(staged: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The product as it is served, for this worker alone."""
    folder = tmp_path_factory.mktemp("served") / "var"
    shutil.copytree(staged, folder)
    with Server(Installation(folder, demo=True)) as server:
        yield server


@pytest.fixture(scope="session")
def world(server: Server) -> World:
    return World.read(server.installation.folder)


@pytest.fixture(scope="session")
def _unused(world: World) -> Iterator[str]:
    return iter(world.learners)


@pytest.fixture
def learner(_unused: Iterator[str]) -> str:
    """The first name of a learner who has done nothing yet. None is given out twice."""
    return next(_unused)


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    assert not watch.troubles


class OpenPage(Protocol):
    def __call__(self, who: str = "", *, scripts: bool = True, width: int = 1280, **options: Any) -> Page: ...


@pytest.fixture
def open_page(browser: Browser, server: Server, world: World, watch: Watch) -> Iterator[OpenPage]:
    """``open_page("mia")``: a blank page in a browser of its own, in which Mia is signed in; nobody, without a name."""
    contexts: list[BrowserContext] = []

    def open_page(who: str = "", *, scripts: bool = True, width: int = 1280, **options: Any) -> Page:
        size = ViewportSize(width=width, height=800)
        context = browser.new_context(
            base_url=server.base_url, java_script_enabled=scripts, viewport=size, **options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        if who:
            world.sign_in(context, who, server.base_url)
        page = context.new_page()
        _leave_nothing_half_loaded(page)
        return page

    yield open_page
    watch.stop()
    for context in contexts:
        context.close()


def _leave_nothing_half_loaded(page: Page) -> None:
    """Let ``goto`` first wait for what a click has opened: a style sheet that is cut off counts as trouble."""
    goto = page.goto

    def patiently(url: str, **options: Any) -> Any:
        page.wait_for_load_state()
        return goto(url, **options)

    page.goto = patiently  # type: ignore[method-assign]


class Tour(Protocol):
    def __call__(self, group: str, **options: Any) -> Iterator[tuple[Place, Page]]: ...


@pytest.fixture
def tour(open_page: OpenPage, world: World, watch: Watch) -> Tour:
    """``tour("staff")``: each place of the group, and the page on which it is open now."""

    def tour(group: str, **options: Any) -> Iterator[tuple[Place, Page]]:
        desks: dict[str, Page] = {}
        for place in GROUPS[group]:
            watch.expect(place.odd)
            # What was done at a place may linger in its browser, so that one is used up.
            page = desks.pop(place.who, None) or open_page(place.who, **options)
            place.open(page, world)
            yield place, page
            watch.settle(place.name)
            if place.then:
                page.context.close()
            else:
                desks[place.who] = page

    return tour


@pytest.fixture(params=["mouse", "no scripts", "keyboard"])
def hands(request: pytest.FixtureRequest, open_page: OpenPage) -> Hands:
    """Somebody who is not signed in, in each of three ways to work a page."""
    if request.param == "keyboard":
        return Keyboard(open_page())
    scripts = request.param == "mouse"
    return Mouse(open_page(scripts=scripts), has_scripts=scripts)


def sign_in_by_form(hands: Hands, who: str) -> None:
    """As people do."""
    hands.page.goto("/account/login/")
    hands.write("Email", who + DOMAIN)
    hands.write("Password", PASSWORD)
    hands.press("Sign in")
    expect(hands.page.get_by_role("heading", level=1)).to_contain_text("Hello")
