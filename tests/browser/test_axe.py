"""axe finds nothing against WCAG 2.2 A and AA: on every page, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.conftest import Tour
from tests.browser.pages import GROUPS

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (1280, 360)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
# The scheme changes colors alone: where light has had all rules, dark needs those about color.
RULES = {
    "light": {"type": "tag", "values": TAGS},
    "dark": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
RUN = """async runOnly => {
  const found = await axe.run(document, {runOnly, resultTypes: ['violations'], iframes: false});
  return found.violations.flatMap(rule => rule.nodes.map(node => [
    rule.id, node.target.join(' '), '|', node.failureSummary.split('\\n').slice(1, 2).join().trim().slice(0, 220),
  ].join(' ')));
}"""


@pytest.mark.parametrize("group", GROUPS)
def test_no_page_has_a_violation(group: str, tour: Tour) -> None:
    # A preview forbids scripts, axe's too; the policy itself is watched where the small screen is tested.
    wrong = [
        f"{place.name} {found}" for place, page in tour(group, bypass_csp=True) for found in examine(page)
    ]
    assert wrong == []


def test_a_violation_would_be_found(tour: Tour) -> None:
    _place, page = next(tour("visitor", bypass_csp=True))
    page.evaluate("document.querySelector('h1').style.color = '#ccc'")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"data:,\">')")
    rules = {found.split()[2] for found in examine(page)}
    assert rules == {"color-contrast", "image-alt"}


def examine(page: Page) -> Iterator[str]:
    """Width, scheme, rule, element and reason of each violation."""
    page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            for found in page.evaluate(RUN, RULES[scheme]):
                yield f"{width} {scheme} {found}"
