"""Every page on the narrowest phone, without sideways scrolling; and the lesson on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, Tour
from tests.browser.pages import GROUPS
from tests.browser.world import World

pytestmark = pytest.mark.browser

NARROW = 320
# The page's width, and what sticks out of it where it is too wide.
SIDEWAYS = """width => {
  if (document.scrollingElement.scrollWidth <= width) return [];
  const out = [...document.querySelectorAll('body *')].filter(element => {
    const box = element.getBoundingClientRect();
    return box.width && box.right > width && !element.closest('.table-wrap, .visually-hidden');
  });
  return [document.scrollingElement.scrollWidth, ...out.slice(0, 3).map(element => element.outerHTML.slice(0, 120))];
}"""


@pytest.mark.parametrize("group", GROUPS)
def test_no_page_scrolls_sideways(group: str, tour: Tour) -> None:
    wide = {
        place.name: found
        for place, page in tour(group, width=NARROW)
        if (found := page.evaluate(SIDEWAYS, NARROW))
    }
    assert wide == {}


def test_the_lesson_on_paper_is_the_lesson_alone(open_page: OpenPage, world: World) -> None:
    page = open_page("ada")
    page.goto(world.address("step"))
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1, name="The Role of a Peer Specialist")).to_be_visible()
    expect(page.locator(".reading table caption")).to_be_visible()
    for words in ("Course", "My reflections", "Whole course"):
        expect(page.get_by_role("link", name=words, exact=True)).to_be_hidden()
    expect(page.get_by_role("button", name=re.compile("Mark as read"))).to_be_hidden()
    expect(page.get_by_label("Your reflection")).to_be_hidden()


def test_a_learners_page_on_paper_shows_every_step_and_nothing_to_press(
    open_page: OpenPage, world: World
) -> None:
    page = open_page("tess")
    page.goto(world.address("learner"))
    steps = page.locator(".path li")
    expect(steps.first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Path")).to_be_visible()
    for number in range(steps.count()):
        expect(steps.nth(number)).to_be_visible()
    expect(page.locator(".btn:visible, .link-button:visible")).to_have_count(0)
