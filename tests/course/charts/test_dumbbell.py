"""Before and after, row by row: dots where the figures are, words that fit, and a table with the same figures."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts import BeforeAfter, dumbbell
from course.charts.frame import WIDE
from course.charts.gain_rows import DOT
from course.charts.gains import PANEL
from course.charts.words import width
from tests.course.charts.drawn import LABELS, PERCENTS, around, assert_inside, shown, table, texts


@st.composite
def rows(draw: st.DrawFn) -> BeforeAfter:
    low, high = sorted(draw(st.tuples(st.floats(-150, 150), st.floats(-150, 150))))
    means = draw(st.tuples(PERCENTS | st.none(), PERCENTS | st.none()))
    interval = (low, high) if draw(st.booleans()) else (None, None)
    return BeforeAfter(draw(LABELS), *means, draw(st.integers(0, 30_000)), *interval)


@given(st.lists(rows(), min_size=1, max_size=24))
def test_all_rows_are_drawn_in_order_and_nothing_leaves_the_drawing(given_rows: list[BeforeAfter]) -> None:
    chart = dumbbell(ident="gain", title="Gain", rows=given_rows)
    if not chart.panels:
        assert all(row.before is row.after is None for row in given_rows)
        return
    assert [row for panel in chart.panels for row in panel.rows] == given_rows
    assert all(len(panel.rows) <= PANEL for panel in chart.panels)
    for panel in chart.panels:
        for drawing in panel.drawings:
            assert tuple(drawn.row for drawn in drawing.rows) == panel.rows
            assert all(above.line.y1 < below.line.y1 for above, below in pairwise(drawing.rows))
            for drawn in drawing.rows:
                dots = [x for x in (drawn.before, drawn.after) if x is not None]
                assert_inside(drawing, [at for x in dots for at in around(x, drawn.line.y1, DOT)])
                ends = [(line.x + width(line.text, drawing.size.font), line.y) for line in drawn.label]
                assert_inside(drawing, [*ends, (drawn.told_x, drawn.told_y), (0, drawn.n_y or 0)])
                if drawn.whisker:
                    assert drawn.line.x1 <= drawn.whisker.x1 <= drawn.whisker.x2 <= drawn.line.x2


@given(st.lists(rows(), min_size=1, max_size=12))
def test_the_words_of_a_row_meet_neither_its_neighbors_nor_the_figures(given_rows: list[BeforeAfter]) -> None:
    for panel in dumbbell(ident="gain", title="Gain", rows=given_rows).panels:
        for drawing in panel.drawings:
            for above, below in pairwise(drawing.rows):
                last = max([line.y for line in above.label], default=0)
                assert last + drawing.size.font * 0.3 <= below.label[0].y - drawing.size.font * 0.8
                assert above.line.y1 + DOT <= below.line.y1 - DOT
            room = drawing.rows[0].line.x1 if drawing.size is WIDE else drawing.size.width - 100
            ends = [width(line.text, drawing.size.font) for row in drawing.rows for line in row.label]
            assert max(ends) <= room + 10


@given(PERCENTS, PERCENTS)
def test_a_dot_stands_where_its_figure_is(before: float, after: float) -> None:
    chart = dumbbell(ident="gain", title="Gain", rows=[BeforeAfter("Ethics", before, after, 9)])
    for drawing in chart.panels[0].drawings:
        (row,) = drawing.rows
        for figure, at in ((before, row.before), (after, row.after)):
            assert at is not None
            share = (at - row.line.x1) / (row.line.x2 - row.line.x1)
            assert share * 100 == pytest.approx(figure, abs=0.1)


def test_the_table_says_what_the_picture_says() -> None:
    chart = dumbbell(
        ident="gain",
        title="Gain",
        rows=[BeforeAfter("Ethics", 58.44, 85.61, 14, 20, 34.3), BeforeAfter("Crisis", 60, 57.5, 12)],
    )
    page = shown("dumbbell", chart)
    assert table(page) == [
        ["Ethics", "58.4", "85.6", "27.2", "20.0 to 34.3", "14"],
        ["Crisis", "60.0", "57.5", "-2.5", "— no figure", "12"],
    ]
    for size in ("wide", "narrow"):
        assert texts(page, ".chart-value", size) == ["58.4 → 85.6", "60.0 → 57.5"]
    assert "Higher after than before: 1. Lower: 1. The same: 0." in page.select_one("desc").text  # type: ignore[union-attr]


def test_one_number_of_learners_is_told_once_and_different_ones_in_each_row() -> None:
    same = [BeforeAfter("Ethics", 50, 60, 14), BeforeAfter("Crisis", 40, 60, 14)]
    page = shown("dumbbell", dumbbell(ident="gain", title="Gain", rows=same))
    assert "14 learners" in page.select_one("figcaption").text  # type: ignore[union-attr]
    assert "learners" not in " ".join(texts(page, "text"))
    page = shown(
        "dumbbell", dumbbell(ident="gain", title="Gain", rows=[*same, BeforeAfter("Story", 1, 2, 1)])
    )
    assert [each for each in texts(page, "text") if "learner" in each] == [
        "14 learners",
        "14 learners",
        "1 learner",
    ]


def test_what_nobody_answered_has_no_dot_and_says_so() -> None:
    rows = [BeforeAfter("Ethics", None, 60, 3), BeforeAfter("Crisis", None, None, 0)]
    page = shown("dumbbell", dumbbell(ident="gain", title="Gain", rows=rows))
    assert len(page.select("svg.chart-wide .chart-before")) == 0
    assert len(page.select("svg.chart-wide .chart-after")) == 1
    assert page.select("svg.chart-wide .chart-change") == []
    assert texts(page, ".chart-value") == ["— → 60.0"]
    assert "no answers" in texts(page, ".chart-tick")
    assert table(page)[1][1:4] == ["— no figure"] * 3


def test_an_interval_that_leaves_the_scale_has_no_cap_there() -> None:
    chart = dumbbell(ident="gain", title="Gain", rows=[BeforeAfter("Ethics", 90, 96, 5, -4, 16)])
    whisker = chart.panels[0].drawings[0].rows[0].whisker
    assert whisker is not None
    assert [cap.x1 for cap in whisker.caps] == [whisker.x1]


def test_sixty_competencies_are_continued_in_panels_that_say_which_they_are() -> None:
    rows = [BeforeAfter(f"Competency {number}", 40, 60, 9) for number in range(60)]
    page = shown("dumbbell", dumbbell(ident="gain", title="Gain", rows=rows))
    assert [each.text for each in page.select("svg.chart-wide title")] == [
        "Gain (1 of 4)",
        "Gain (2 of 4)",
        "Gain (3 of 4)",
        "Gain (4 of 4)",
    ]
    assert len(table(page)) == 60


def test_a_long_name_is_whole_in_the_table() -> None:
    name = "Relationships that are collaborative, reciprocal and honest about their limits " * 3
    page = shown("dumbbell", dumbbell(ident="gain", title="Gain", rows=[BeforeAfter(name, 1, 2, 3)]))
    assert table(page)[0][0] == name.strip()
    assert texts(page, ".chart-label")[-1].endswith("…")


@pytest.mark.parametrize("rows", [[], [BeforeAfter("Ethics", None, None, 0)]])
def test_without_figures_there_is_a_sentence_and_no_frame(rows: list[BeforeAfter]) -> None:
    page = shown("dumbbell", dumbbell(ident="gain", title="Gain", rows=rows))
    assert page("svg") == page("table") == []
    assert "Nothing to compare yet." in page.get_text()


@pytest.mark.parametrize("interval", [(1, None), (None, 1), (2, 1), (float("nan"), 1), (1, float("inf"))])
def test_half_an_interval_is_refused(interval: tuple[float | None, float | None]) -> None:
    with pytest.raises(ValueError, match="An interval"):
        dumbbell(ident="gain", title="Gain", rows=[BeforeAfter("Ethics", 1, 2, 3, *interval)])


def test_a_page_with_the_table_below_has_it_once_and_the_picture_says_where() -> None:
    chart = dumbbell(ident="gain", title="Gain", rows=[BeforeAfter("Ethics", 40, 60, 9, None, None)])
    page = shown("dumbbell", chart, table_below=True)
    assert not page.select("table, details")
    assert all(
        desc.get_text().endswith("The table below has the figures.") for desc in page.select("svg > desc")
    )
    assert "The table below" not in shown("dumbbell", chart).get_text()
