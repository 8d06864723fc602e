"""Pictures of figures in a real browser: every word can be read, at any width, on paper, under the strict policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route, expect

from course.charts import BeforeAfter, Item, Week, dumbbell, histogram, progress, scatter
from tests.browser.test_axe import examine

pytestmark = pytest.mark.browser

STYLES = ("tokens", "base", "charts")
POLICY = "default-src 'none'; style-src 'self'"
ADDRESS = "http://figures.invalid/"
# In every drawing that is shown: words that leave it, words that lie on others, and words too small to read.
AMISS = """() => [...document.querySelectorAll('svg[role=img]')].flatMap(drawing => {
  const frame = drawing.getBoundingClientRect();
  if (!frame.width) return [];
  const words = [...drawing.querySelectorAll('text')].map(each => {
    const {left, right, top, bottom} = each.getBoundingClientRect();
    const size = parseFloat(getComputedStyle(each).fontSize) * frame.width / drawing.viewBox.baseVal.width;
    return {left, right, top, bottom, size, says: each.textContent};
  });
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5;
  return words.flatMap((word, index) => [
    ...(word.left < frame.left - 2 || word.right > frame.right + 2 ? [word.says + ' leaves the drawing'] : []),
    ...(word.top < frame.top - 2 || word.bottom > frame.bottom + 2 ? [word.says + ' leaves the drawing'] : []),
    ...(word.size < 11 ? [word.says + ' is small: ' + word.size] : []),
    ...words.slice(index + 1).filter(other => meet(word, other)).map(other => word.says + ' on ' + other.says),
  ]);
})"""


@pytest.fixture
def figures(browser: Browser) -> Iterator[Page]:
    """A page with all four pictures, served with the policy; what it breaks fails the test."""
    files = {
        f"{ADDRESS}{name}.css": Path(settings.BASE_DIR, "static", "css", f"{name}.css") for name in STYLES
    }

    def serve(route: Route) -> None:
        if path := files.get(route.request.url):
            route.fulfill(path=path, content_type="text/css")
        else:
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=_page(), content_type="text/html; charset=utf-8", headers=headers)

    with browser.new_context() as context:
        page = context.new_page()
        troubles: list[str] = []
        page.on("console", lambda message: troubles.append(message.text))
        page.route("**/*", serve)
        page.goto(ADDRESS)
        yield page
        assert troubles == []


def _page() -> str:
    names = [
        "Ethics and boundaries",
        "Relationships that are collaborative and honest",
        "دعم الأقران",
        "x" * 80,
    ]
    items = [Item(str(n), 40 + n * 7 % 60, n * 13 % 17 * 4 - 10, needs_look=n % 9 == 0) for n in range(1, 21)]
    charts = {
        "histogram": histogram(
            ident="h", title="Scores", percents=range(30, 101), pass_mark=75, note="First attempts"
        ),
        "dumbbell": dumbbell(
            ident="d",
            title="Gain",
            rows=[BeforeAfter(name, 40, 99.5, n, 2, 90) for n, name in enumerate(names)],
        ),
        "scatter": scatter(ident="s", title="Items", items=items),
        "progress": progress(ident="p", title="Progress", weeks=[Week(f"Sep {n}", n) for n in range(30)]),
    }
    shown = "".join(
        f'<div class="card">{render_to_string(f"course/charts/{name}.html", {"chart": chart})}</div>'
        for name, chart in charts.items()
    )
    links = "".join(f'<link rel="stylesheet" href="{name}.css">' for name in STYLES)
    return (
        '<!DOCTYPE html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>Figures</title>'
        f'{links}</head><body><main class="page"><h1>Figures</h1>{shown}</main></body></html>'
    )


@pytest.mark.parametrize("width", [320, 360, 720, 1280])
def test_every_word_of_a_picture_can_be_read(figures: Page, width: int) -> None:
    figures.set_viewport_size({"width": width, "height": 800})
    assert figures.evaluate(AMISS) == []
    assert figures.evaluate("document.scrollingElement.scrollWidth") <= width
    size, other = ("wide", "narrow") if width > 690 else ("narrow", "wide")
    expect(figures.locator(f"svg.chart-{size}").first).to_be_visible()
    expect(figures.locator(f"svg.chart-{other}").first).to_be_hidden()


def test_no_picture_and_no_table_has_a_violation(figures: Page) -> None:
    figures.evaluate("for (const table of document.querySelectorAll('details')) table.open = true")
    assert list(examine(figures)) == []


def test_on_paper_the_tables_are_open_and_the_wide_pictures_stand(figures: Page) -> None:
    figures.set_viewport_size({"width": 640, "height": 900})
    cells = figures.locator("tbody tr:first-child th")
    expect(cells.first).to_be_hidden()
    figures.emulate_media(media="print")
    expect(figures.locator("svg.chart-wide").first).to_be_visible()
    expect(figures.locator("svg.chart-narrow").first).to_be_hidden()
    assert figures.evaluate(AMISS) == []
    for cell in cells.all():
        expect(cell).to_be_visible()


def test_in_forced_colors_before_and_after_differ_by_their_fill(figures: Page) -> None:
    figures.emulate_media(forced_colors="active")
    before, after = (
        figures.locator(f"svg.chart-wide {mark}").first.evaluate("each => getComputedStyle(each).fill")
        for mark in (".chart-before", ".chart-after")
    )
    assert before != after
