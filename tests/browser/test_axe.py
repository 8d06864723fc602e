"""axe finds nothing against WCAG 2.2 A and AA: on every page, wide and narrow, light and dark."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.pages import GROUPS
from tests.browser.watch import Watch
from tests.browser.world import World

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (1280, 360)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# The scheme changes colors alone, so where one scheme has had all rules, the other needs the rules about color.
ABOUT_COLOR = ["color-contrast", "link-in-text-block"]
RUN = """async ([runOnly, frames]) => {
  const found = await axe.run(document, {runOnly, resultTypes: ['violations'], iframes: false});
  return found.violations.flatMap(rule => rule.nodes.map(node => [
    rule.id, node.target.join(' '), node.failureSummary.split('\\n').slice(1, 2).join().trim().slice(0, 220),
  ].join(' | ')));
}"""


def violations(page: Page, runs: dict[str, Any]) -> list[str]:
    found: list[str] = page.evaluate(RUN, [runs, False])
    return found


@pytest.mark.parametrize("group", GROUPS)
def test_no_page_has_a_violation(group: str, open_page: OpenPage, world: World, watch: Watch) -> None:
    wrong: list[str] = []
    for place in GROUPS[group]:
        watch.expect(place.odd)
        page = open_page(place.who, bypass_csp=True)
        place.open(page, world)
        page.evaluate(AXE_SCRIPT)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                runs = (
                    {"type": "tag", "values": TAGS}
                    if scheme == "light"
                    else {"type": "rule", "values": ABOUT_COLOR}
                )
                wrong += [f"{place.name} {width} {scheme}: {found}" for found in violations(page, runs)]
        page.context.close()
    assert wrong == []
