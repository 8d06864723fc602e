"""Progress week by week: a line with its gaps, names that do not meet, and a table with the same figures."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts import Week, progress
from course.charts.weeks import MOST_DOTS
from course.charts.words import width
from tests.course.charts.drawn import LABELS, PERCENTS, around, assert_inside, shown, table, texts

WEEKS = st.lists(st.builds(Week, LABELS, PERCENTS | st.none()), min_size=1, max_size=40)


@given(WEEKS)
def test_every_known_week_is_on_the_line_and_nothing_leaves_the_drawing(weeks: list[Week]) -> None:
    chart = progress(ident="weeks", title="Progress", weeks=weeks)
    assert bool(chart.drawings) == bool(chart.known)
    for drawing in chart.drawings:
        on_line = [place for run in drawing.runs for place in run.line]
        assert len(on_line) == len(chart.known)
        assert [x for x, _ in on_line] == sorted(x for x, _ in on_line)
        assert set(drawing.dots) <= set(on_line)
        assert_inside(drawing, [at for run in drawing.runs for at in run.area])
        assert_inside(drawing, [at for x, y in drawing.dots for at in around(x, y, 4)])
        assert_inside(drawing, [(drawing.told_x, drawing.told_y - drawing.size.font * 0.8)])


@given(WEEKS)
def test_the_names_of_weeks_stay_in_the_drawing_and_apart(weeks: list[Week]) -> None:
    for drawing in progress(ident="weeks", title="Progress", weeks=weeks).drawings:
        halves = [(tick.x, width(tick.label, drawing.size.small) / 2) for tick in drawing.ticks]
        assert_inside(drawing, [(x + side, drawing.ticks_y) for x, half in halves for side in (-half, half)])
        assert all(left + a < right - b for (left, a), (right, b) in pairwise(halves))
        assert drawing.ticks[-1].at == pytest.approx(drawing.base.x2, abs=drawing.size.width / len(weeks))


@given(st.lists(PERCENTS, min_size=2, max_size=60))
def test_a_greater_share_never_stands_lower(shares: list[float]) -> None:
    weeks = [Week("", share) for share in shares]
    for drawing in progress(ident="weeks", title="Progress", weeks=weeks).drawings:
        (run,) = drawing.runs
        by_share = sorted(zip(shares, (y for _, y in run.line), strict=True))
        assert all(low[1] >= high[1] for low, high in pairwise(by_share))


def test_a_week_without_a_value_is_a_gap() -> None:
    weeks = [Week(f"W{n}", share) for n, share in enumerate([None, 5, 10, None, 20, None])]
    page = shown("progress", progress(ident="weeks", title="Progress", weeks=weeks))
    assert len(page.select("svg.chart-wide polyline")) == 2
    assert len(page.select("svg.chart-wide circle")) == 3
    assert [row[1] for row in table(page)] == ["— no figure", "5", "10", "— no figure", "20", "— no figure"]


def test_the_last_known_share_is_told_as_in_the_table() -> None:
    weeks = [Week("Sep 7", 4.4), Week("Sep 14", 71.6), Week("Sep 21", None)]
    page = shown("progress", progress(ident="weeks", title="Progress", weeks=weeks))
    assert texts(page, ".chart-value") == texts(page, ".chart-value", "narrow") == ["72 %"]
    assert table(page)[1] == ["Sep 14", "72"]
    assert "from 4 percent (Sep 7) to 72 percent (Sep 14)" in page.select_one("desc").text  # type: ignore[union-attr]


def test_one_week_is_a_dot_with_its_share() -> None:
    page = shown("progress", progress(ident="weeks", title="Progress", weeks=[Week("Sep 7", 12)]))
    assert len(page.select("svg.chart-wide circle")) == 1
    assert texts(page, ".chart-value") == ["12 %"]


def test_many_weeks_are_a_line_with_one_dot_at_its_end() -> None:
    weeks = [Week(f"Week {n}", n) for n in range(MOST_DOTS + 1)]
    for drawing in progress(ident="weeks", title="Progress", weeks=weeks).drawings:
        assert drawing.dots == (drawing.runs[0].line[-1],)


@pytest.mark.parametrize("weeks", [[], [Week("Sep 7", None)]])
def test_without_a_week_there_is_a_sentence_and_no_frame(weeks: list[Week]) -> None:
    page = shown("progress", progress(ident="weeks", title="Progress", weeks=weeks))
    assert page("svg") == page("table") == []
    assert "No week to show yet." in page.get_text()


def test_a_share_beyond_the_whole_is_refused() -> None:
    with pytest.raises(ValueError, match="A week's share must be from 0 to 100"):
        progress(ident="weeks", title="Progress", weeks=[Week("Sep 7", 101)])
