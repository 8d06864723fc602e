"""Setting up a second step and living with it: with an app, without the phone, with a passkey."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from course.demo import DOMAIN, PASSWORD
from tests.browser.conftest import OpenPage, sign_in_by_form
from tests.browser.hands import Hands
from tests.live import Server
from tests.security.conftest import code

pytestmark = pytest.mark.browser

HELLO = "Hello"
ONE_MORE = "One more step"


def test_an_app_is_set_up_lost_and_replaced_with_a_recovery_code(hands: Hands, learner: str) -> None:
    page = hands.page
    sign_in_by_form(hands, learner)
    page.goto("/profile/")
    hands.follow("Second step")
    hands.follow("Set up an app")
    hands.write("Password", PASSWORD)
    hands.press("Go on")
    secret = page.locator("code.key").inner_text()
    hands.write("Code", code(secret))
    hands.press("Use this app")
    expect(page.locator(".codes code")).to_have_count(10)
    recovery = page.locator(".codes code").first.inner_text()
    for typed in (code(secret, steps=1), recovery):
        page.goto("/profile/")
        hands.press("Sign out")
        expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
        _type_password(hands, learner)
        expect(page.get_by_role("heading", level=1)).to_have_text(ONE_MORE)
        hands.write("Code", typed)
        hands.press("Sign in")
        expect(page.get_by_role("heading", level=1)).to_contain_text(HELLO)
    page.goto("/profile/")
    hands.follow("Second step")
    hands.follow("Stop using the app")
    hands.write("Password", PASSWORD)
    hands.press("Go on")
    hands.press("Stop using the app")
    hands.follow("Set up an app")
    new_secret = page.locator("code.key").inner_text()
    assert new_secret != secret
    hands.write("Code", code(new_secret))
    hands.press("Use this app")
    expect(page.locator(".codes code")).to_have_count(10)
    page.goto("/profile/")
    hands.press("Sign out")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    _type_password(hands, learner)
    for typed in (code(secret, steps=1), recovery):
        hands.write("Code", typed)
        hands.press("Sign in")
        expect(page.get_by_text("This code is not right.")).to_be_visible()
    hands.write("Code", code(new_secret, steps=1))
    hands.press("Sign in")
    expect(page.get_by_role("heading", level=1)).to_contain_text(HELLO)
    page.goto("/profile/record/")
    for told in ("Set up a second step", "Removed a second step"):
        expect(page.get_by_text(told).first).to_be_visible()


def _type_password(hands: Hands, who: str) -> None:
    hands.page.goto("/account/login/")
    hands.write("Email", who + DOMAIN)
    hands.write("Password", PASSWORD)
    hands.press("Sign in")


def test_a_passkey_is_added_and_signs_in(open_page: OpenPage, server: Server, learner: str) -> None:
    """With the authenticator that Chromium plays itself. A passkey belongs to a name, so the page is at localhost."""
    page = open_page()
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True}
    automatic = {"isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **automatic}})
    at = f"http://localhost:{server.port}"

    def sign_in() -> None:
        page.goto(f"{at}/account/login/")
        page.get_by_label("Email").fill(learner + DOMAIN)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()

    sign_in()
    expect(page.get_by_role("heading", level=1)).to_contain_text(HELLO)
    page.goto(f"{at}/account/second-step/webauthn/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator(".codes code")).to_have_count(10)
    page.context.clear_cookies()
    sign_in()
    expect(page.get_by_role("heading", level=1)).to_have_text(ONE_MORE)
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(HELLO)


def test_a_passkey_that_fails_says_so_and_leaves_the_code(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/account/login/")
    page.get_by_label("Email").fill(f"olga{DOMAIN}")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("That did not work.")).to_be_hidden()
    # At an address of digits a browser gives no passkey at all.
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_text("That did not work. Try again, or type a code.")).to_be_visible()
    expect(page.get_by_label("Code")).to_be_visible()
