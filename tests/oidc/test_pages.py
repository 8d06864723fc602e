"""The same way in a real browser, by mouse without scripts and by keyboard; and its pages, looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.hands import Hands, Keyboard, Mouse
from tests.browser.test_axe import examine
from tests.browser.test_small_screen import NARROW, SIDEWAYS
from tests.browser.watch import Watch
from tests.browser.world import PATIENCE
from tests.oidc.conftest import House
from tests.oidc.stage import DOMAIN, PASSWORD

pytestmark = pytest.mark.browser

OTHER_ACCOUNTS = "/account/elsewhere/"
expect.set_options(timeout=PATIENCE)


@pytest.fixture
def look(browser: Browser, house: House) -> Iterator[Callable[..., Page]]:
    """``look(scripts=False)``: a blank page in a browser of its own, whose troubles fail the test."""
    watch, contexts = Watch(), []

    def look(*, scripts: bool = True, odd: str = r"(?!)") -> Page:
        watch.expect(odd)
        context = browser.new_context(
            base_url=house.server.base_url, java_script_enabled=scripts, bypass_csp=False
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        watch.over(context)
        return context.new_page()

    yield look
    watch.stop()
    for context in contexts:
        context.close()
    assert not watch.troubles


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


@pytest.mark.parametrize("way", ["no scripts", "keyboard"])
def test_somebody_goes_there_and_comes_back_signed_in(
    look: Callable[..., Page], house: House, way: str
) -> None:
    house.traveler("ada")
    page = look(scripts=way == "keyboard")
    hands: Hands = Keyboard(page) if way == "keyboard" else Mouse(page, has_scripts=False)
    page.goto("/account/login/?next=/profile/")
    hands.press("Go on with Harbor ID")
    heading(page, "Your profile")


def test_its_pages_are_for_everybody(browser: Browser, house: House) -> None:
    """axe, wide and narrow, light and dark; and no page scrolls sideways."""
    house.traveler("gwen")
    context = browser.new_context(base_url=house.server.base_url, bypass_csp=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    wrong: list[str] = []

    def judge(name: str) -> None:
        wrong.extend(f"{name} {found}" for found in examine(page))
        page.set_viewport_size({"width": NARROW, "height": 800})
        wrong.extend(f"{name} sideways {found}" for found in page.evaluate(SIDEWAYS, NARROW))

    page.goto("/account/login/")
    judge("sign-in")
    page.goto("/account/elsewhere/callback/")
    judge("refused")
    page.goto("/account/login/")
    page.get_by_label("Email").fill(f"gwen{DOMAIN}")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(OTHER_ACCOUNTS)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    judge("nothing connected")
    page.get_by_role("button", name="Connect", exact=True).click()
    expect(page.get_by_role("button", name="Disconnect")).to_be_visible()
    judge("connected")
    context.clear_cookies()
    house.traveler("nobody")
    page.goto("/account/login/")
    page.get_by_role("button", name="Go on with Harbor ID").click()
    heading(page, "We do not know your Harbor ID account yet")
    judge("unknown")
    context.close()
    assert wrong == []
