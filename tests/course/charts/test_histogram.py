"""How scores are spread: bars as tall as their counts, a line at the pass mark, and a table with the same figures."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts import histogram
from tests.course.charts.drawn import PERCENTS, assert_inside, shown, table, texts

SCORES = [0, 9.9, 10, 55, 69.99, 70, 72.5, 99, 100, 100]


@given(st.lists(PERCENTS, min_size=1), PERCENTS | st.none())
def test_every_score_counts_once_and_nothing_leaves_the_drawing(
    percents: list[float], pass_mark: float | None
) -> None:
    chart = histogram(ident="scores", title="Scores", percents=percents, pass_mark=pass_mark)
    assert chart.n == len(percents)
    for drawing in chart.drawings:
        assert [bar.count for bar in drawing.bars] == [each.count for each in chart.classes]
        for bar in drawing.bars:
            assert_inside(drawing, [(bar.x, bar.y), (bar.x + bar.width, bar.y + bar.height)])
            assert bar.told_at > 10 or not bar.is_told
        assert all(left.x + left.width <= right.x for left, right in pairwise(drawing.bars))
        if mark := drawing.pass_mark:
            assert_inside(drawing, [(mark.x, mark.words_y), (mark.words_x, mark.words_y)])
            assert_inside(
                drawing, [at for line in mark.lines for at in ((line.x1, line.y1), (line.x2, line.y2))]
            )


@given(st.lists(PERCENTS, min_size=1))
def test_more_scores_never_make_a_lower_bar(percents: list[float]) -> None:
    for drawing in histogram(ident="scores", title="Scores", percents=percents).drawings:
        bars = sorted(drawing.bars, key=lambda bar: bar.count)
        assert all(low.height <= high.height for low, high in pairwise(bars))
        assert all(bool(bar.height) == bool(bar.count) for bar in bars)


def test_a_class_holds_its_lower_edge_and_the_last_one_holds_a_full_score() -> None:
    chart = histogram(ident="scores", title="Scores", percents=SCORES)
    assert [each.count for each in chart.classes] == [2, 1, 0, 0, 0, 1, 1, 2, 0, 3]


def test_the_table_says_what_the_bars_say() -> None:
    page = shown("histogram", histogram(ident="scores", title="Scores", percents=SCORES))
    told = [row[1] for row in table(page) if row[1] != "0"]
    assert texts(page, ".chart-count") == texts(page, ".chart-count", "narrow") == told
    assert len(page.select("svg.chart-wide .chart-bar")) == len(told)
    assert table(page)[-1] == ["90 to 100", "3"]
    assert page.select_one("tfoot td").get_text() == "10"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("mark", "words"), [(75, "Pass mark 75 %"), (72.5, "Pass mark 72.5 %"), (0, "Pass mark 0 %")]
)
def test_the_pass_mark_is_named_at_its_line(mark: float, words: str) -> None:
    chart = histogram(ident="scores", title="Scores", percents=SCORES, pass_mark=mark)
    assert texts(shown("histogram", chart), ".chart-mark") == [words]
    for drawing in chart.drawings:
        assert drawing.pass_mark is not None
        left, right = drawing.ticks[0].at, drawing.ticks[-1].at
        assert drawing.pass_mark.x == pytest.approx(left + (right - left) * mark / 100, abs=0.1)


def test_the_description_says_what_one_sees() -> None:
    page = shown("histogram", histogram(ident="scores", title="Scores", percents=SCORES, pass_mark=75))
    assert [each.get_text() for each in page("desc")] == [
        "10 scores. Bars show how many scores are in each class of ten percent. The fullest class, 90 to 100 percent,"
        " has 3 scores. The pass mark is 75 percent."
    ] * 2


def test_the_line_of_the_pass_mark_leaves_out_the_count_that_it_meets() -> None:
    for drawing in histogram(ident="scores", title="Scores", percents=[72], pass_mark=75).drawings:
        assert drawing.pass_mark is not None
        above, below = drawing.pass_mark.lines
        assert above.y2 < drawing.bars[7].told_at <= below.y1
    for drawing in histogram(ident="scores", title="Scores", percents=[72], pass_mark=62).drawings:
        assert drawing.pass_mark is not None
        assert [line.y2 for line in drawing.pass_mark.lines] == [drawing.base.y1]


def test_few_scores_make_a_low_picture() -> None:
    one, many = (
        histogram(ident="scores", title="Scores", percents=[70] * n).drawings[0].height for n in (1, 40)
    )
    assert one < many / 2


def test_counts_that_would_meet_are_left_to_the_table() -> None:
    chart = histogram(ident="scores", title="Scores", percents=[65] * 1234 + [75] * 1235)
    page = shown("histogram", chart)
    assert texts(page, ".chart-count") == ["1,234", "1,235"]
    assert texts(page, ".chart-count", "narrow") == ["1,235"]


def test_without_scores_there_is_a_sentence_and_no_frame() -> None:
    chart = histogram(ident="scores", title="Scores", percents=[], pass_mark=70)
    page = shown("histogram", chart)
    assert page("svg") == page("table") == []
    assert "No scores yet." in page.get_text()
    assert "Nobody sat it." in shown("histogram", chart, empty="Nobody sat it.").get_text()


@pytest.mark.parametrize("score", [-1, 100.5, float("nan"), float("inf")])
def test_a_score_that_cannot_be_is_refused(score: float) -> None:
    with pytest.raises(ValueError, match="A score must be"):
        histogram(ident="scores", title="Scores", percents=[score])
