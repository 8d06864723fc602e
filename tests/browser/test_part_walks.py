"""A learner checks herself and walks a story, and a trainer writes one: by mouse without scripts, and by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.hands import Hands, Keyboard, Mouse
from tests.browser.world import World

pytestmark = pytest.mark.browser


def _hands(open_page: OpenPage, who: str, how: str) -> Hands:
    page = open_page(who, scripts=how != "plain")
    return Keyboard(page) if how == "keyboard" else Mouse(page, has_scripts=how != "plain")


def _choose(hands: Hands, words: str) -> None:
    hands.choose(hands.page.locator(".choice", has_text=words).locator("input"))


@pytest.mark.parametrize("how", ["mouse", "plain", "keyboard"])
def test_a_learner_checks_herself(how: str, open_page: OpenPage, world: World) -> None:
    hands = _hands(open_page, "lou", how)
    page: Page = hands.page
    page.goto(world.address("step"))
    check = page.locator("#check-a-sleepy-pill")
    _choose(hands, "one night without it")
    page.locator("#check-a-sleepy-pill button").focus()
    page.keyboard.press("Enter")
    expect(check).to_contain_text("Not quite.")
    expect(check).not_to_contain_text("Ask: whose job is this first?")
    _choose(hands, "Help him put his question")
    check.get_by_role("button", name="Try again").press("Enter")
    expect(check).to_contain_text("Yes, that fits.")
    expect(check).to_contain_text("Ask: whose job is this first?")
    if how == "plain":
        assert page.url.endswith("#check-a-sleepy-pill")
    else:
        assert "check=" not in page.url
        expect(check.locator(".check-said")).to_be_focused()


@pytest.mark.parametrize("how", ["plain", "keyboard"])
def test_a_learner_walks_a_story_to_an_ending(how: str, open_page: OpenPage, world: World) -> None:
    hands = _hands(open_page, "wade", how)
    page = hands.page
    page.goto(world.address("walk"))
    for words in ("Turn to Tom\u00e1s", "Ask him quietly"):
        _choose(hands, words)
        hands.press(re.compile("^Go on"))
        expect(page.locator(".led-to")).to_contain_text(words)
    expect(page.get_by_text("What this way shows")).to_be_visible()
    expect(page.locator(".way > li")).to_have_count(2)
    hands.press(re.compile("One step back"))
    expect(page.get_by_role("heading", name="Decision 2")).to_be_visible()
    hands.press("Start again")
    expect(page.get_by_role("heading", name="Decision 1")).to_be_visible()


def test_the_way_is_what_is_printed(open_page: OpenPage, world: World) -> None:
    page = open_page("noah")
    page.goto(world.address("walk", "walk_ended"))
    page.emulate_media(media="print")
    expect(page.locator(".way")).to_be_visible()
    expect(page.get_by_role("button", name="Start again")).to_be_hidden()
    page.goto(world.address("step"))
    page.emulate_media(media="print")
    expect(page.locator("#check-a-sleepy-pill .stem")).to_be_visible()
    expect(page.locator("#check-a-sleepy-pill .choice").first).to_be_visible()
    expect(page.locator("#check-a-sleepy-pill button")).to_be_hidden()


@pytest.mark.parametrize("how", ["plain", "keyboard"])
def test_a_trainer_rearranges_a_story_without_a_script(how: str, open_page: OpenPage, world: World) -> None:
    hands = _hands(open_page, "tess", how)
    page = hands.page
    page.goto(world.address("admin:lessons_scenario_branches", "admin_scenario_branches"))
    hands.press("Add an ending")
    expect(page.locator("fieldset.branch-row")).to_have_count(7)
    expect(page.locator(".story-map")).to_contain_text("Ending D: No choice leads here")
    hands.press("Remove: Ending D")
    expect(page.locator("fieldset.branch-row")).to_have_count(6)
    expect(page.locator(".story-map")).to_contain_text("Every way leads to an ending")
