"""Invited by a list, somebody agrees, takes their data along, and leaves for good; by keyboard and without scripts."""

from __future__ import annotations

import json
import re
import zipfile
from uuid import uuid4

import pytest
from playwright.sync_api import FilePayload, Page, expect

from course.demo import PASSWORD
from tests.browser.conftest import OpenPage
from tests.browser.hands import Hands
from tests.browser.world import World
from tests.live import Server

pytestmark = pytest.mark.browser


def test_being_invited_agreeing_downloading_and_being_erased(
    hands: Hands, open_page: OpenPage, world: World, server: Server
) -> None:
    page, email = hands.page, f"{uuid4()}@example.org"
    heading = page.get_by_role("heading", level=1)
    staff = open_page("tess", scripts=hands.has_scripts)
    staff.goto(world.address("roster"))
    invite_by_list(staff, f"email,name\n{email},Quin Abernathy\n")
    page.goto(link_for(email, server.installation.python("manage", "send_mail_queue")))
    expect(heading).to_have_text("You are invited")
    hands.follow("Join →")
    hands.write("Password", PASSWORD)
    hands.tick("I have read the privacy notice, and I agree.")
    hands.press("Join")
    expect(heading).to_have_text("Hello, Quin")

    page.goto("/profile/")
    hands.follow("Your data and privacy")
    expect(page.get_by_text("You agreed to version 1")).to_be_visible()
    hands.follow("Download your data")
    expect(heading).to_have_text("Is it you?")
    hands.write("Password", PASSWORD)
    hands.press("Go on")
    expect(heading).to_have_text("Download your data")
    with page.expect_download() as waiting:
        hands.press("Download")
    with zipfile.ZipFile(waiting.value.path()) as archive:
        assert json.loads(archive.read("my-data.json"))["account"]["email"] == email

    page.goto("/privacy/")
    hands.follow("See what would happen")
    expect(page.get_by_text("Nothing has happened yet.")).to_be_visible()
    hands.tick("I understand that this cannot be undone.")
    hands.press("Erase me")
    expect(heading).to_have_text("You are erased")

    page.goto("/account/login/")
    hands.write("Email", email)
    hands.write("Password", PASSWORD)
    hands.press("Sign in")
    expect(page.locator(".alert-danger")).to_be_visible()


def test_somebody_who_has_not_agreed_is_led_on_to_where_they_were_going(open_page: OpenPage) -> None:
    page = open_page("ugo", scripts=False)
    page.goto("/profile/mail/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Privacy notice")
    page.get_by_role("button", name="I agree").click()
    page.wait_for_url("**/profile/mail/")


def invite_by_list(page: Page, people: str) -> None:
    """Upload a list as staff do, look at what it would do, and do it."""
    file: FilePayload = {"name": "people.csv", "mimeType": "text/csv", "buffer": people.encode()}
    page.get_by_label("List of people (CSV)").set_input_files(files=[file])
    page.get_by_role("button", name=re.compile("^Look at the list")).click()
    page.get_by_role("button", name=re.compile("^Invite")).click()
    expect(page.get_by_text("1 person is invited.")).to_be_visible()


def link_for(email: str, sent: str) -> str:
    """The path of the link in the mail to ``email``, among the mails that were sent."""
    found = re.search(rf"^To: {email}$.*?(/invited/\S+)", sent, re.MULTILINE | re.DOTALL)
    assert found, sent
    return found[1]
