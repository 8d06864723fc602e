"""A learner has finished a topic. Its wording is mended: nothing shows. Then its substance changes: they read how."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, sign_in_by_form
from tests.browser.hands import Hands
from tests.browser.publishing_stage import CODE
from tests.browser.world import World

pytestmark = pytest.mark.browser

SIGN = "Changed since you finished this"


def test_a_wording_fix_shows_nothing_and_a_change_of_substance_is_read_and_acknowledged(
    hands: Hands, open_page: OpenPage, world: World, learner: str
) -> None:
    note = f"The number has changed, {uuid4().hex[:8]}."
    reader = open_page(learner, scripts=hands.has_scripts, width=360)
    _finish(reader, world)
    sign_in_by_form(hands, "alma")

    _open(hands, world)
    hands.write(re.compile("^Text"), f"\n\nThis reads better, {uuid4().hex[:8]}.\n", after=True)
    hands.press("Publish")
    expect(hands.page.get_by_text(re.compile("^Published. Learners now see"))).to_be_visible()
    reader.goto(world.address("step", "walked_page"))
    expect(reader.get_by_text(SIGN)).to_have_count(0)

    _open(hands, world)
    hands.write(re.compile("^Text"), f"\n\nCall the other one, {note}\n", after=True)
    hands.choose(hands.page.get_by_label("Something changed that they should know."))
    hands.write("What changed", note)
    hands.tick("Ask them to say that they have read it")
    hands.press("Publish")
    expect(hands.page.get_by_text(re.compile("^Published. Learners now see"))).to_be_visible()
    expect(
        hands.page.get_by_text(re.compile("asked to read what changed ha(s|ve) yet to say so"))
    ).to_be_visible()

    reader.goto("/courses/changing/")
    expect(reader.locator("main").get_by_text(SIGN)).to_be_visible()
    reader.goto(world.address("step", "walked_page"))
    expect(reader.locator("article").get_by_text(note, exact=True)).to_be_visible()
    reader.get_by_role("link", name="See what changed, and say that you have read it").click()
    expect(reader.locator("ins").get_by_text(f"Call the other one, {note}")).to_be_visible()
    assert reader.evaluate("document.documentElement.scrollWidth") <= 360
    reader.get_by_role("button", name="I have read what changed").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("By Phone")
    expect(reader.get_by_text(SIGN)).to_have_count(0)


def _finish(page: Page, world: World) -> None:
    page.goto(f"/join/{CODE}/")
    page.get_by_role("button", name=re.compile("^Join")).click()
    page.goto(world.address("step", "walked_page"))
    page.get_by_role("button", name=re.compile("^Mark as read")).click()


def _open(hands: Hands, world: World) -> None:
    hands.page.goto(world.address("admin:lessons_topic_change", "walked_topic"))
