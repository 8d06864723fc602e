"""Difficulty against discrimination: every question has its place, labels meet nothing, the table has them all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts import Item, scatter
from course.charts.frame import Box, Scale
from course.charts.items import SAME_PLACE, Mark, ScatterDrawing, Weight
from course.charts.words import width
from tests.course.charts.drawn import PERCENTS, around, assert_inside, corners, shown, table, texts

POINTS = st.tuples(PERCENTS | st.none(), st.floats(-100, 100) | st.none(), st.booleans())


def made(points: Sequence[tuple[float | None, float | None, bool]]) -> list[Item]:
    return [Item(str(number), *point) for number, point in enumerate(points, start=1)]


def label_box(mark: Mark, drawing: ScatterDrawing) -> Box:
    font = Weight.of(sum(len(each.items) for each in drawing.marks), drawing.size).font
    bottom = mark.label_y + font * 0.1
    return Box(mark.label_x, bottom - font * 0.9, mark.label_x + width(mark.label, font), bottom)


@given(st.lists(POINTS, min_size=1, max_size=30))
def test_every_question_has_one_place_and_nothing_leaves_the_drawing(
    points: list[tuple[float | None, float | None, bool]],
) -> None:
    chart = scatter(ident="items", title="Items", items=made(points))
    for drawing in chart.drawings:
        drawn = [item.number for mark in drawing.marks for item in mark.items]
        assert sorted(drawn) == sorted(item.number for item in chart.placed)
        for mark in drawing.marks:
            assert_inside(drawing, around(mark.x, mark.y, mark.radius))
            assert_inside(drawing, corners(label_box(mark, drawing)))
            assert len({item.needs_look for item in mark.items}) == 1


@given(st.lists(POINTS, min_size=2, max_size=30))
def test_labels_meet_neither_each_other_nor_a_mark(
    points: list[tuple[float | None, float | None, bool]],
) -> None:
    for drawing in scatter(ident="items", title="Items", items=made(points)).drawings:
        boxes = [label_box(mark, drawing) for mark in drawing.marks if mark.label]
        shrunk = [Box(b.left + 0.2, b.top + 0.2, b.right - 0.2, b.bottom - 0.2) for b in boxes]
        assert not any(one.meets(other) for one, other in combinations(shrunk, 2))
        dots = [Box(m.x - 2, m.y - 2, m.x + 2, m.y + 2) for m in drawing.marks]
        assert not any(label.meets(dot) for label in shrunk for dot in dots)


@given(st.lists(st.tuples(PERCENTS, st.floats(-100, 100), st.just(False)), min_size=1, max_size=30))
def test_a_mark_stands_where_its_figures_are(points: list[tuple[float, float, bool]]) -> None:
    for drawing in scatter(ident="items", title="Items", items=made(points)).drawings:
        across = Scale(
            drawing.across[0].value, drawing.across[-1].value, drawing.plot.left, drawing.plot.right
        )
        up = Scale(drawing.up[0].value, drawing.up[-1].value, drawing.plot.bottom, drawing.plot.top)
        for mark in drawing.marks:
            for item in mark.items:
                assert item.facility is not None
                assert item.discrimination is not None
                assert mark.x == pytest.approx(across(item.facility), abs=SAME_PLACE)
                assert mark.y == pytest.approx(up(item.discrimination), abs=SAME_PLACE)


def test_questions_at_one_place_share_a_mark_that_names_them() -> None:
    chart = scatter(ident="items", title="Items", items=made([(80, 30, False)] * 2 + [(60, 10, False)] * 5))
    assert texts(shown("scatter", chart), ".chart-number") == ["3, 4, 5 +2", "1, 2"]


def test_a_question_to_look_at_has_another_shape_even_at_the_place_of_others() -> None:
    chart = scatter(ident="items", title="Items", items=made([(80, 30, False), (80, 30, True)]))
    page = shown("scatter", chart)
    for size in ("wide", "narrow"):
        assert len(page.select(f"svg.chart-{size} circle.chart-dot")) == 1
        assert len(page.select(f"svg.chart-{size} polygon.chart-diamond")) == 1
        assert texts(page, ".chart-number-look", size) == ["2"]
    assert "a question to look at" in page.select_one(".chart-key").text  # type: ignore[union-attr]


def test_among_many_those_to_look_at_keep_their_numbers() -> None:
    items = [Item(str(n), 50 + n % 20, n % 7 * 5, needs_look=n % 40 == 0) for n in range(1, 201)]
    chart = scatter(ident="items", title="Items", items=items)
    for drawing in chart.drawings:
        assert all(mark.label for mark in drawing.marks if mark.needs_look)
    page = shown("scatter", chart)
    left = chart.drawings[1].unlabelled
    assert left == 0 or f"{left} question" in page.select_one(".chart-key-narrow").text  # type: ignore[union-attr]
    assert len(table(page)) == 200


def test_questions_that_are_all_alike_are_still_named_and_counted() -> None:
    chart = scatter(ident="items", title="Items", items=made([(100, 0, False)] * 200))
    for drawing in chart.drawings:
        assert [mark.label for mark in drawing.marks] == ["1, 2, 3 +197"]
    one_to_look_at = made([(100, 0, False)] * 20 + [(100, 0, True)])
    for drawing in scatter(ident="items", title="Items", items=one_to_look_at).drawings:
        assert sorted(mark.label for mark in drawing.marks) == ["1, 2, 3 +17", "21"]


def test_the_table_has_every_question_with_its_figures() -> None:
    items = [
        Item("1", 81.44, 31.42, words="Which is a peer role?", url="/question/1/"),
        Item("2", 30, -5, needs_look=True),
        Item("3", None, None),
    ]
    page = shown("scatter", scatter(ident="items", title="Items", items=items))
    assert table(page) == [
        ["1 Which is a peer role?", "81.4", "31.4", "no"],
        ["2", "30.0", "-5.0", "yes"],
        ["3", "— no figure", "— no figure", "no"],
    ]
    assert page.select_one("tbody a")["href"] == "/question/1/"  # type: ignore[index]
    assert "1 question has no discrimination index, and is not placed." in page.get_text()


@pytest.mark.parametrize("items", [[], [Item("1", None, 20), Item("2", 50, None)]])
def test_without_places_there_is_a_sentence_and_no_frame(items: list[Item]) -> None:
    page = shown("scatter", scatter(ident="items", title="Items", items=items))
    assert page("svg") == page("table") == []
    assert "No question has enough answers yet" in page.get_text()


@pytest.mark.parametrize(
    ("facility", "discrimination", "reason"), [(101, 0, "A facility"), (50, 100.1, "A discrimination")]
)
def test_figures_that_cannot_be_are_refused(facility: float, discrimination: float, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        scatter(ident="items", title="Items", items=[Item("1", facility, discrimination)])
