"""What holds for all four pictures: names for assistive technology, languages, hostile words, the policy, paper."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.utils import translation

from course.charts import BeforeAfter, Item, Week, dumbbell, histogram, progress, scatter
from tests.course.charts.drawn import shown, texts

HOSTILE = "<script>\"&'</script>"
NAMES = ("histogram", "dumbbell", "scatter", "progress")


def chart(name: str, ident: str = "figure", title: str = "Title", words: str = "Words") -> Any:
    made: dict[str, Any] = {
        "histogram": lambda: histogram(
            ident=ident, title=title, percents=[55, 72.5, 90], pass_mark=62.5, note=words
        ),
        "dumbbell": lambda: dumbbell(
            ident=ident,
            title=title,
            rows=[BeforeAfter(f"{words} {n}", 58.5, 60, n, -1.5, 2.5) for n in range(21)],
        ),
        "scatter": lambda: scatter(ident=ident, title=title, items=[Item("1", 81.5, 25.5, words=words)]),
        "progress": lambda: progress(ident=ident, title=title, weeks=[Week(words, 12.5), Week(words, 50)]),
    }
    return made[name]()


@pytest.mark.parametrize("name", NAMES)
def test_each_drawing_is_an_image_with_a_name_and_a_description(name: str) -> None:
    page = shown(name, chart(name))
    for drawing in page.select("svg[role=img]"):
        title, desc = (page.find(id=part) for part in str(drawing["aria-labelledby"]).split())
        assert title is not None
        assert desc is not None
        assert (title.name, desc.name) == ("title", "desc")
        assert title.get_text().startswith("Title")
        assert len(desc.get_text()) > 30
    assert all(each["aria-hidden"] == "true" for each in page("svg") if each.get("role") != "img")


def test_ids_are_their_own_on_a_page_of_many_charts() -> None:
    pages = [shown(name, chart(name, f"{name}-{number}")) for name in NAMES for number in (1, 2)]
    ids = [each["id"] for page in pages for each in page.select("[id]")]
    assert len(ids) == len(set(ids)) > 30


@pytest.mark.parametrize("name", NAMES)
def test_words_are_said_in_the_readers_format_and_coordinates_are_not(name: str) -> None:
    with translation.override("es"):
        page = shown(name, chart(name))
    attributes = {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "viewbox", "d"}
    wrong = [
        value
        for each in page.select("svg *")
        for key, value in each.attrs.items()
        if key in attributes and "," in value
    ]
    assert wrong == []
    # Shares of weeks are whole numbers.
    assert bool(re.search(r"\d,\d", page.get_text())) == (name != "progress")


@pytest.mark.parametrize("name", NAMES)
def test_hostile_words_stay_words(name: str) -> None:
    page = shown(name, chart(name, title=HOSTILE, words=HOSTILE))
    assert page("script") == []
    assert HOSTILE in page.get_text()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_styled_or_scripted_in_the_page(name: str) -> None:
    page = shown(name, chart(name))
    assert page(["style", "script", "foreignobject", "image", "use"]) == []
    loud = [key for each in page(True) for key in each.attrs if key == "style" or key.startswith("on")]
    assert loud == []


@pytest.mark.parametrize("name", NAMES)
def test_the_table_is_folded_unless_the_page_says_otherwise(name: str) -> None:
    def is_open(page: BeautifulSoup) -> bool:
        return page.select_one("details")["open"] == "" if page.select("details[open]") else False  # type: ignore[index]

    assert not is_open(shown(name, chart(name)))
    assert is_open(shown(name, chart(name), open=True))


@pytest.mark.parametrize("name", NAMES)
def test_what_else_the_page_knows_does_not_get_into_the_picture(name: str) -> None:
    taken = dict.fromkeys(("told", "part", "desc", "mark_words", "id", "note", "title"), "of another")
    assert "of another" not in str(shown(name, chart(name), **taken))


def test_nor_does_it_where_a_picture_has_less_to_say() -> None:
    taken = dict.fromkeys(("told", "part", "mark_words"), "of another")
    unmarked = histogram(ident="figure", title="Title", percents=[50])
    assert "of another" not in str(shown("histogram", unmarked, **taken))
    assert "of another" not in str(
        shown("histogram", histogram(ident="figure", title="Title", percents=[]), **taken)
    )
    pair = dumbbell(
        ident="figure", title="Title", rows=[BeforeAfter("A", 1, 2, 3), BeforeAfter("B", 1, 2, 4)]
    )
    assert "of another" not in str(shown("dumbbell", pair, **taken))


@pytest.mark.parametrize("ident", ["", "Scores", "1st", "two words", '"><script>'])
def test_an_ident_that_cannot_begin_an_id_is_refused(ident: str) -> None:
    with pytest.raises(ValueError, match="A chart's ident"):
        histogram(ident=ident, title="Scores", percents=[])


def test_both_sizes_say_the_same_figures() -> None:
    for name, selector in zip(
        NAMES, (".chart-count", ".chart-value", ".chart-number", ".chart-value"), strict=True
    ):
        page = shown(name, chart(name))
        assert texts(page, selector) == texts(page, selector, "narrow") != []
