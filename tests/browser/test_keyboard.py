"""By keyboard alone, beyond the walks: nothing holds the focus fast or hides it, and navigation can be skipped."""

from __future__ import annotations

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.hands import MOST_TABS, Keyboard
from tests.browser.pages import EVERY
from tests.browser.world import World

pytestmark = pytest.mark.browser

PLACES = {
    place.name: place
    for place in EVERY
    if place.name in {"lesson", "item-answered", "reflection", "inbox", "review", "admin-topic-change"}
}


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("width", [1280, 360])
def test_tab_leads_from_the_first_stop_of_a_page_to_its_last(
    name: str, width: int, open_page: OpenPage, world: World
) -> None:
    page = open_page(PLACES[name].who, width=width)
    PLACES[name].open(page, world)
    page.reload()
    keyboard = Keyboard(page)
    stops = [keyboard.tab()]
    while stops[-1] and len(stops) < 2 * MOST_TABS:
        stops.append(keyboard.tab())
    assert "Skip to the page" in stops[0]
    assert stops[-2:] == ['<a href="tel:911">911</a>', ""]


def test_navigation_can_be_skipped(open_page: OpenPage, world: World) -> None:
    page = open_page("ada")
    page.goto(world.address("outline"))
    keyboard = Keyboard(page)
    keyboard.follow("Skip to the page")
    assert "btn-primary" in keyboard.tab()
