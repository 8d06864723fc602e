"""Looking at drawings: charts in HTML, and whether what is drawn stays where it should."""

from __future__ import annotations

from collections.abc import Iterable

from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from hypothesis import strategies as st

from course.charts.frame import Box, Drawing

PERCENTS = st.floats(0, 100)
LABELS = st.one_of(
    st.sampled_from(
        ["Ethics", "Sharing your story with care", "دعم الأقران والحدود المهنية", "倫理", "x" * 90, ""]
    ),
    st.text(max_size=60),
)


def shown(name: str, chart: object, **others: object) -> BeautifulSoup:
    """The HTML that the chart's template makes of it."""
    html = render_to_string(f"course/charts/{name}.html", {"chart": chart, **others})
    return BeautifulSoup(html, "html.parser")


def table(page: BeautifulSoup) -> list[list[str]]:
    """The cells of the table's body, row by row."""
    body = page.select_one("tbody")
    assert body is not None
    return [[cell.get_text(" ", strip=True) for cell in row(["th", "td"])] for row in body("tr")]


def texts(page: BeautifulSoup, selector: str, size: str = "wide") -> list[str]:
    """The words at a selector in the drawing of one size, without the white space around them."""
    return [each.get_text(strip=True) for each in page.select(f"svg.chart-{size} {selector}")]


def assert_inside(drawing: Drawing, places: Iterable[tuple[float, float]]) -> None:
    outside = [
        (x, y)
        for x, y in places
        if not (-0.1 <= x <= drawing.size.width + 0.1 and -0.1 <= y <= drawing.height + 0.1)
    ]
    assert outside == []


def corners(box: Box) -> list[tuple[float, float]]:
    return [(box.left, box.top), (box.right, box.bottom)]


def around(x: float, y: float, radius: float) -> list[tuple[float, float]]:
    return [(x - radius, y - radius), (x + radius, y + radius)]
