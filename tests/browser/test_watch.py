"""The watch tells a part that does not come from one that was given up because somebody went on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import OpenPage
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser

MISSING = "/static/no-such-script.js"
ADD = "part => { document.head.append(Object.assign(document.createElement('script'), {src: part})) }"


def _leave_while_it_loads(page: Page, part: str) -> None:
    """Have a page ask for ``part``, keep it waiting, and go on."""
    held: list[Route] = []
    page.route(f"**{part}", lambda route: held.append(route))
    with page.expect_request(f"**{part}"):
        page.evaluate(ADD, part)
    with page.expect_event("requestfailed"):
        page.evaluate("location.assign('/account/login/?again')")
    page.wait_for_url("**/?again")


def test_a_part_that_was_given_up_is_no_trouble_when_it_is_there(open_page: OpenPage, watch: Watch) -> None:
    page = open_page()
    page.goto("/account/login/")
    there = page.evaluate("new URL(document.querySelector('link[rel=stylesheet]').href).pathname")
    _leave_while_it_loads(page, there + "?anew")
    watch.stop()
    assert watch.found == []


def test_a_part_that_was_given_up_is_a_trouble_when_it_is_missing(open_page: OpenPage, watch: Watch) -> None:
    watch.expect(MISSING)
    page = open_page()
    page.goto("/account/login/")
    _leave_while_it_loads(page, MISSING)
    watch.stop()
    assert [found for found in watch.found if MISSING in found]


def test_a_part_that_is_missing_is_a_trouble(open_page: OpenPage, watch: Watch) -> None:
    watch.expect("status of 404", MISSING)
    page = open_page()
    page.goto("/account/login/")
    with page.expect_console_message():
        page.evaluate(ADD, MISSING)
    assert [found for found in watch.found if "status of 404" in found]
