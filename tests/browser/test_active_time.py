"""Time in use, as a real browser counts it. The page's clock is turned by hand, so nothing here waits."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Request, Response, expect

from tests.browser.conftest import OpenPage
from tests.browser.world import World

pytestmark = pytest.mark.browser


HIDE = """() => {
    Object.defineProperty(document, "hidden", { value: true });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def _fields(request: Request) -> dict[str, str]:
    """Names and values of a form as a browser sends it in parts."""
    body = (request.post_data_buffer or b"").decode()
    parts = [part.split("\r\n\r\n", 1) for part in body.split("\r\n--") if "\r\n\r\n" in part]
    return {head.split('name="')[1].split('"')[0]: value for head, value in parts}


def _lesson(open_page: OpenPage, world: World, who: str) -> tuple[Page, list[Response]]:
    """A lesson of ``who`` on which the clock stands, and the answers to what it tells."""
    page = open_page(who)
    told: list[Response] = []
    page.on("response", lambda response: told.append(response) if "/hours/beat/" in response.url else None)
    page.clock.install()
    page.goto(world.address("step"))
    return page, told


def _seconds(told: list[Response]) -> int:
    return sum(int(_fields(answer.request)["seconds"]) for answer in told)


def test_a_minute_in_use_is_told_as_a_number_and_nothing_else(
    open_page: OpenPage, world: World, learner: str
) -> None:
    page, told = _lesson(open_page, world, learner)
    page.get_by_label("Your reflection").first.press("x")
    with page.expect_response("**/hours/beat/*/") as answer:
        page.clock.run_for(61_000)
    assert answer.value.status == 204
    fields = _fields(told[0].request)
    assert set(fields) == {"seconds", "csrfmiddlewaretoken"}
    assert fields["seconds"] == "60"
    page.get_by_role("link", name="Outline").first.or_(page.locator(".eyebrow a").first).first.click()
    page.get_by_role("link", name="Your hours").click()
    expect(page.get_by_role("table", name="Hours by lesson")).to_contain_text("1 min")


def test_a_page_that_nobody_touches_counts_two_minutes_and_stops(
    open_page: OpenPage, world: World, learner: str
) -> None:
    page, told = _lesson(open_page, world, learner)
    with page.expect_response("**/hours/beat/*/"):
        page.clock.run_for(600_000)
    page.get_by_label("Your reflection").first.press("x")
    with page.expect_response("**/hours/beat/*/"):
        page.clock.run_for(5_000)
    assert 119 <= _seconds(told) <= 125


def test_what_was_counted_is_told_when_the_page_is_put_aside(
    open_page: OpenPage, world: World, learner: str
) -> None:
    page, _told = _lesson(open_page, world, learner)
    page.clock.run_for(20_500)
    with page.expect_request("**/hours/beat/*/") as asked:
        page.evaluate(HIDE)
    assert _fields(asked.value)["seconds"] == "20"


def test_who_turned_it_off_sends_nothing(open_page: OpenPage, world: World, learner: str) -> None:
    page = open_page(learner)
    page.goto("/profile/time/")
    page.get_by_label("Measure how long I learn").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("not measured any more")).to_be_visible()
    page, told = _lesson(open_page, world, learner)
    page.clock.run_for(130_000)
    page.goto(world.address("outline"))
    assert not told
