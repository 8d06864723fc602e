"""Tables without signs: what is typed in boxes reads back, and Markdown makes just these cells of it."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons.editor import grid, pasted
from lessons.editor.grid import Grid
from lessons.editor.tables import RULES, Table, find_all, find_at, from_markdown, tidy, to_markdown
from lessons.markdown import lint, render

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12)
CELLS = (WORDS | st.text("ab |\\`*\n:-<>br&", max_size=10)).map(tidy)
TITLES = CELLS.map(lambda text: text or "Title")


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 4))
    head = draw(st.lists(TITLES, min_size=width, max_size=width))
    body = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=4))
    aligns = draw(st.lists(st.sampled_from(sorted(RULES)), min_size=width, max_size=width))
    return Table([head, *body], " ".join(draw(TITLES).split()), aligns)


@given(tables())
def test_a_table_reads_back_as_it_was_written(table: Table) -> None:
    assert from_markdown(to_markdown(table)) == table


@given(tables(), st.sampled_from(["", "Before.\n\n", "## Four 👋🏽 words\n\n"]))
def test_the_caret_finds_its_table_between_other_text(table: Table, before: str) -> None:
    written = to_markdown(table)
    source = f"{before}{written}\n\nAfter it."
    for place in (len(before), len(before) + len(written)):
        found = find_at(source, place)
        assert found is not None
        assert source[found.start : found.end] == written
    assert find_at(source, len(source)) is None


PLAIN = st.text("abc déf", min_size=1, max_size=8).map(tidy).filter(bool)


@given(
    st.lists(
        st.lists(PLAIN | st.text("ab|`*_[<&\\", max_size=6), min_size=3, max_size=3), min_size=2, max_size=4
    )
)
def test_what_was_copied_is_shown_as_it_was(rows: list[list[str]]) -> None:
    """Whatever signs a copied cell holds: a reader sees these signs, in as many cells."""
    rows = [["t" + cell for cell in rows[0]], *rows[1:]]
    written = to_markdown(Table([[pasted.plain(cell) for cell in row] for row in rows], "x"))
    page = render(written, id_prefix="x-").html
    shown = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
    ]
    seen = [[unescape(re.sub("<[^>]*>", "", cell)).strip() for cell in row] for row in shown]
    assert seen == [[" ".join(cell.split()) for cell in row] for row in rows]


@pytest.mark.parametrize(
    "source",
    [
        "No table | here",
        "```\n| a | b |\n| --- | --- |\n| 1 | 2 |\n```",
        "<!--\n| a | b |\n| --- | --- |\n-->",
        "> | a | b |\n> | --- | --- |\n> | 1 | 2 |",
        '!!! example "E"\n    | a | b |\n    | --- | --- |\n    | 1 | 2 |',
    ],
)
def test_what_stands_inside_something_else_is_left_alone(source: str) -> None:
    assert list(find_all(source)) == []


def test_every_table_of_a_text_is_found_with_its_caption() -> None:
    source = "Table: One\n\n| a | b |\n| --- | --: |\n| 1 | 2 |\n\nText.\n\na | b\n--- | ---\n1 | 2 | 3\n"
    first, second = find_all(source)
    assert (first.table.caption, first.table.align) == ("One", ["", "right"])
    # A row with a cell too many loses none.
    assert second.table.rows == [["a", "b", ""], ["1", "2", "3"]]


# --- What is pasted -------------------------------------------------------------------------------------------------

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p {margin:0} --></style></head>
<body><!--StartFragment--><p class=MsoNormal>Before <b>it</b>.</p><table class=MsoTableGrid border=1>
 <tr><td width=10><p class=MsoNormal><b>Role<o:p></o:p></b></p></td><td><p>What they&nbsp;do</p></td></tr>
 <tr><td><p>Peer</p></td><td><p>Shares</p><p>Listens | waits</p></td></tr></table><p>After *it*.</p>
<!--EndFragment--></body></html>"""


def test_a_table_of_word_with_what_stands_around_it() -> None:
    assert pasted.from_html(WORD) == (
        "Before it.\n\nTable: what this table shows\n\n| Role | What they do |\n| --- | --- |\n"
        "| Peer | Shares<br>Listens \\| waits |\n\nAfter \\*it\\*."
    )


def test_a_caption_comes_along_and_joined_cells_keep_their_columns() -> None:
    html = (
        "<table><caption>Who does what</caption><tr><th>Role<th>Does<th>Leaves</tr>"
        "<tr><td rowspan=2>Peer<td>a<td>b</tr><tr><td>c<td>d</tr><tr><td colspan=2>wide<td>e</tr></table>"
    )
    table = from_markdown(pasted.from_html(html))
    assert table is not None
    assert table.caption == "Who does what"
    assert table.rows[1:] == [["Peer", "a", "b"], ["", "c", "d"], ["wide", "", "e"]]


def test_a_table_that_only_lays_out_a_page_becomes_paragraphs() -> None:
    assert pasted.from_html("<table><tr><td>One</td></tr><tr><td>Two</td></tr></table>") == ""
    both = "<table><tr><td><p>Menu</p></td></tr></table><table><tr><td>a<td>b<tr><td>1<td>2</table>"
    assert pasted.from_html(both).startswith("Menu\n\nTable:")


@pytest.mark.parametrize("text", ["a\tb\n1\t2", "a,b\n1,2\n3,4", "a;b\n1;2\n3;4", '"a"\t"b"\n1\t2\r\n'])
def test_rows_of_a_spreadsheet_and_of_csv_files(text: str) -> None:
    table = from_markdown(pasted.from_text(text))
    assert table is not None
    assert list(table.rows[:2]) == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    "text", ["", "One, two.\nThree, four.", "a\tb", "Well, yes.\n\nNo, not, so.\nA, b", '"\n"']
)
def test_running_text_is_no_table(text: str) -> None:
    assert pasted.from_text(text) == ""


@given(st.text(max_size=60) | st.text("<table>trdh/ \"='=0span\n", max_size=80))
def test_anything_can_be_pasted(text: str) -> None:
    pasted.from_text(text)
    pasted.from_html(f"<table>{text}")
    pasted.from_html(text)


def test_too_much_is_refused_in_words() -> None:
    with pytest.raises(pasted.TooBig, match="12 columns and 300 rows"):
        pasted.from_text("\n".join(["a\tb"] * 400))
    with pytest.raises(pasted.TooBig, match="too much"):
        pasted.from_html("x" * 1_000_001)


def test_a_pasted_table_has_no_lint_problem() -> None:
    written = pasted.from_text("Role\tDoes\n*Peer*\t[walks] <b>\n")
    assert lint(written, references=[], known_steps=[]) == []


# --- The boxes ------------------------------------------------------------------------------------------------------

TABLE = Table([["A", "B"], ["1", "2"], ["3", "4"]], "Letters", ["", "right"])


def change(do: str) -> Grid:
    return grid.change(TABLE, do)


@pytest.mark.parametrize(
    ("do", "rows", "focus"),
    [
        ("add-row", [["A", "B"], ["1", "2"], ["3", "4"], ["", ""]], "cell-3-1"),
        ("add-column", [["A", "B", ""], ["1", "2", ""], ["3", "4", ""]], "cell-0-3"),
        ("row-up:2", [["A", "B"], ["3", "4"], ["1", "2"]], "row-up:1"),
        ("row-down:1", [["A", "B"], ["3", "4"], ["1", "2"]], "row-down:2"),
        ("row-up:1", [["A", "B"], ["1", "2"], ["3", "4"]], "row-up:1"),
        ("row-gone:1", [["A", "B"], ["3", "4"]], "cell-1-1"),
        ("column-left:2", [["B", "A"], ["2", "1"], ["4", "3"]], "column-left:1"),
        ("column-right:1", [["B", "A"], ["2", "1"], ["4", "3"]], "column-right:2"),
        ("column-gone:1", [["B"], ["2"], ["4"]], "cell-0-1"),
        ("row-gone:99", [["A", "B"], ["1", "2"], ["3", "4"]], "caption"),
        ("nonsense:²", [["A", "B"], ["1", "2"], ["3", "4"]], "caption"),
    ],
)
def test_each_button_does_what_it_says_and_leads_on(do: str, rows: list[list[str]], focus: str) -> None:
    changed = change(do)
    assert [list(row) for row in changed.table.rows] == rows
    assert changed.focus == focus


def test_the_alignment_goes_with_its_column() -> None:
    assert change("column-left:2").table.align == ["right", ""]


def test_the_last_row_and_the_last_column_stay() -> None:
    small = Table([["A"], ["1"]])
    assert grid.change(small, "row-gone:1").table.rows == [["A"], ["1"]]
    assert grid.change(small, "column-gone:1").table.rows == [["A"], ["1"]]


def test_a_table_that_is_full_takes_no_more_and_says_so() -> None:
    full = Table([["A"] * 12, ["1"] * 12])
    assert "12 columns" in grid.change(full, "add-column").problems[0]


def test_titles_and_caption_are_asked_for_by_name() -> None:
    told = grid.problems_of(Table([["A", " "], ["1", "a\x07"]]))
    assert [each.split(":")[0] for each in told] == [
        "Caption",
        "Column 2 has no title.",
        "Row 1, column 2",
    ]


@given(
    st.dictionaries(
        st.sampled_from(["rows", "columns", "caption", "cell-0-1", "align-1"]), st.text(max_size=9)
    )
)
def test_whatever_is_posted_is_read_as_a_table(posted: dict[str, str]) -> None:
    table = grid.read(posted)
    assert from_markdown(to_markdown(table)) is not None or not any(map(str.strip, table.rows[0]))
