"""What a real Chromium transfers for a lesson, as its own network log counts it: headers and every file included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.benchmarks.conftest import LESSON, Hold, SignIn
from tests.live import Server

pytestmark = pytest.mark.benchmark

Open = Callable[..., BrowserContext]


class Transfer(NamedTuple):
    """One request that went over the network; ``size`` is its bytes on the wire, headers included."""

    address: str
    kind: str
    size: int


@pytest.fixture
def open_browser(browser: Browser, server: Server, sign_in: SignIn) -> Iterator[Open]:
    """A fresh browser, empty cache, in which Ada is signed in; she signed in elsewhere, so nothing is loaded yet."""
    opened: list[BrowserContext] = []

    def open_browser(**options: Any) -> BrowserContext:
        context = browser.new_context(base_url=server.base_url, **options)
        cookies = sign_in("ada").cookies.items()
        context.add_cookies(
            [{"name": name, "value": value, "url": server.base_url} for name, value in cookies]
        )
        opened.append(context)
        return context

    yield open_browser
    for context in opened:
        context.close()


def visit(page: Page, address: str) -> list[Transfer]:
    """Open a page, wait until all is loaded, and return what was transferred. What the cache gave is not in it."""
    log = page.context.new_cdp_session(page)
    asked: dict[str, tuple[str, str]] = {}
    done: list[Transfer] = []

    def finished(event: dict[str, Any]) -> None:
        if event["encodedDataLength"]:
            done.append(Transfer(*asked[event["requestId"]], int(event["encodedDataLength"])))

    log.on(
        "Network.responseReceived",
        lambda e: asked.update({e["requestId"]: (e["response"]["url"], e["type"])}),
    )
    log.on("Network.loadingFinished", finished)
    log.send("Network.enable")
    reply = page.goto(address, wait_until="networkidle")
    assert reply is not None
    assert reply.status == 200
    log.detach()
    return [transfer for transfer in done if not transfer.address.startswith("data:")]


def kilobytes(transfers: list[Transfer]) -> float:
    return sum(transfer.size for transfer in transfers) / 1000


def test_a_lesson_is_light_on_the_first_visit_and_lighter_on_the_second(
    open_browser: Open, hold: Hold
) -> None:
    page = open_browser().new_page()
    first, second = visit(page, LESSON), visit(page, LESSON)
    told = ", ".join(
        f"{t.address.rsplit('/', 1)[1].split('.')[0] or 'page'} {t.size / 1000:.1f}" for t in first
    )
    hold("first visit to a lesson, requests", len(first), "", budget=6)
    hold("first visit to a lesson, transferred", kilobytes(first), "KB", budget=60, note=told)
    hold("second visit, requests", len(second), "")
    hold("second visit, transferred", kilobytes(second), "KB", budget=12)


def test_a_lesson_needs_no_script(open_browser: Open, hold: Hold) -> None:
    page = open_browser(java_script_enabled=False).new_page()
    scripts = [transfer for transfer in visit(page, LESSON) if transfer.kind == "Script"]
    assert page.get_by_role("heading", level=1).inner_text()
    box = page.locator("textarea[name=text]").first
    box.fill("I would sit down with him.")
    page.locator("form.reflection-form button").first.click()
    assert page.locator("textarea[name=text]").first.input_value() == "I would sit down with him."
    hold("script needed to read and reflect", kilobytes(scripts), "KB", budget=0)
