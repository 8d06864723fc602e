"""Each construct of a lesson becomes the HTML that its style sheet and a screen reader expect."""

import re
from xml.etree.ElementTree import Element, fromstring

import pytest

from lessons.markdown import Reference, Rendered, render

VALUES = Reference(
    key="values", title="Twelve Values", publisher="A Press", year=2019, url="https://example.org/v"
)
LINES = Reference(key="lines", title="Where Lines Run?", publisher="B Press", year=2021)
STEPS = {"the-exam": "/course/the-exam/"}


def show(source: str) -> Rendered:
    return render(source, references=[VALUES, LINES], resolve=STEPS.get, image_base="/media/topic/")


def tree(source: str) -> Element:
    """The rendered HTML as a tree; that it parses as XML says that every element is closed."""
    html = re.sub(r"<(img|br|hr)\b([^>]*)>", r"<\1\2/>", show(source).html)
    return fromstring(f"<body>{html}</body>")


def one(source: str, path: str) -> Element:
    (found,) = tree(source).findall(path)
    return found


def said(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def box(kind: str, title: str, body: str = "    - One thing.") -> str:
    return f'!!! {kind} "{title}"\n{body}\n'


TABLE = """
Table: Who does what

| Role | Does | Leaves to **others** |
| --- | --- | ---: |
| Peer | Walks along | Orders |
| Nurse | Treats | Stories |
"""


# --- Boxes


@pytest.mark.parametrize("kind", ["definition", "never", "always", "example", "takeaways"])
def test_a_box_is_a_note_named_by_its_title(kind: str) -> None:
    aside = one(box(kind, "Always and never"), "aside")
    title = one(box(kind, "Always and never"), "aside/p[@class='box-title']")
    assert aside.get("class") == f"box box-{kind}"
    assert aside.get("role") == "note"
    assert aside.get("aria-labelledby") == title.get("id")
    assert said(title) == "Always and never"


@pytest.mark.parametrize("kind", ["never", "always", "takeaways"])
def test_the_list_of_a_list_box_has_marks(kind: str) -> None:
    assert one(box(kind, "Always, never"), "aside/ul").get("class") == "marks"


def test_a_list_in_an_example_has_no_marks() -> None:
    assert one(box("example", "Four weeks in"), "aside/ul").get("class") is None


def test_a_box_without_a_title_is_titled_by_its_meaning() -> None:
    assert said(one('!!! never ""\n    - Push.\n', "aside/p[@class='box-title']")) == "Never"


def test_a_box_of_an_unknown_kind_is_a_plain_box() -> None:
    assert one(box("warning", "Mind"), "aside").get("class") == "box"


def test_a_never_followed_by_an_always_is_a_pair() -> None:
    pair = one(
        box("never", "We never") + "\n" + box("always", "We always") + "\nAfter.", "div[@class='pair']"
    )
    assert [child.get("class") for child in pair] == ["box box-never", "box box-always"]


@pytest.mark.parametrize(
    "source",
    [
        box("always", "We always") + "\n" + box("never", "We never"),
        box("never", "We never") + "\nA word between.\n\n" + box("always", "We always"),
        box("never", "We never") + "\n" + box("example", "One"),
    ],
    ids=["the other way round", "a paragraph between", "another box"],
)
def test_other_neighbors_are_no_pair(source: str) -> None:
    assert tree(source).findall("div[@class='pair']") == []
    assert len(tree(source).findall("aside")) == 2


def test_text_behind_a_pair_stays_behind_it() -> None:
    body = tree(box("never", "We never") + "\n" + box("always", "We always") + "\nAfter.")
    assert [child.tag for child in body] == ["div", "p"]


# --- Tables


def test_a_table_has_its_caption_and_the_line_above_is_gone() -> None:
    assert said(one(TABLE, ".//caption")) == "Who does what"
    assert "Table:" not in show(TABLE).text


def test_a_table_has_headers_for_columns_and_rows() -> None:
    table = one(TABLE, ".//table")
    assert [cell.attrib["scope"] for cell in table.findall("thead/tr/th")] == ["col"] * 3
    assert [said(cell) for cell in table.findall("tbody/tr/th[@scope='row']")] == ["Peer", "Nurse"]


def test_a_table_says_its_roles_since_css_will_lay_it_out_as_cards() -> None:
    table = one(TABLE, ".//table")
    assert table.get("role") == "table"
    assert {group.get("role") for group in table if group.tag != "caption"} == {"rowgroup"}
    assert {row.get("role") for row in table.iter("tr")} == {"row"}
    assert {cell.get("role") for cell in table.iter("th")} == {"columnheader", "rowheader"}
    assert {cell.get("role") for cell in table.iter("td")} == {"cell"}


def test_every_cell_carries_the_title_of_its_column() -> None:
    cells = one(TABLE, ".//table").findall("tbody/tr[1]/td")
    assert [cell.get("data-label") for cell in cells] == ["Does", "Leaves to others"]


def test_a_column_aligned_to_the_right_is_so_by_class() -> None:
    cells = one(TABLE, ".//table").findall("tbody/tr[1]/td")
    assert [cell.get("class") for cell in cells] == [None, "align-right"]


def test_a_wide_table_scrolls_by_keyboard_in_a_region_named_by_the_caption() -> None:
    region = one(TABLE, "div[@role='region']")
    assert region.get("tabindex") == "0"
    assert region.get("aria-labelledby") == one(TABLE, ".//caption").get("id")


def test_a_table_without_a_caption_still_has_a_named_region() -> None:
    assert one("| A | B |\n| --- | --- |\n| 1 | 2 |\n", "div[@role='region']").get("aria-label") == "Table"


def test_a_caption_may_hold_emphasis_and_a_source() -> None:
    caption = one(TABLE.replace("Who does what", "Who *does* what[^values]"), ".//caption")
    assert [child.tag for child in caption] == ["em", "sup"]


# --- Quotations and images


def test_a_quotation_names_its_speaker_below() -> None:
    figure = one("> I walked with her.\n> -- A *peer* specialist\n", "figure[@class='quote']")
    assert said(figure[0]) == "I walked with her."
    assert figure[0].tag == "blockquote"
    assert said(figure[1]) == "A peer specialist"
    assert figure[1].tag == "figcaption"


def test_a_speaker_may_stand_in_a_paragraph_alone() -> None:
    figure = one("> I walked with her.\n>\n> -- Ada\n", "figure")
    assert [said(paragraph) for paragraph in figure.findall("blockquote/p")] == ["I walked with her."]
    assert said(figure[1]) == "Ada"


def test_a_quotation_needs_no_speaker_and_a_dash_inside_it_makes_none() -> None:
    figure = one("> One thing -- the main one -- is trust.\n", "figure[@class='quote']")
    assert figure.findall("figcaption") == []
    assert said(figure) == "One thing -- the main one -- is trust."


def test_an_image_with_a_title_is_a_figure_with_a_caption() -> None:
    figure = one('![Two people on a bench](images/bench.svg "Side by side")', "figure")
    assert figure[0].attrib == {
        "src": "/media/topic/bench.svg",
        "alt": "Two people on a bench",
        "loading": "lazy",
    }
    assert said(figure[1]) == "Side by side"


def test_a_decorative_image_has_an_empty_alt_text() -> None:
    image = one("![](images/line.svg){: .decorative }", ".//img")
    assert image.get("alt") == ""
    assert image.get("src") == "/media/topic/line.svg"


def test_an_image_in_running_text_stays_there() -> None:
    assert one('See ![a bench](images/bench.svg "Side by side") here.', "p/img").get("title") is None


# --- Sources


CITED = "First.[^lines] Second.[^values] Again.[^lines]"


def test_sources_are_numbered_as_a_reader_meets_them() -> None:
    links = tree(CITED).findall("p/sup/a")
    assert [said(link) for link in links] == ["1", "2", "1"]
    assert [link.get("aria-label") for link in links] == ["Source 1", "Source 2", "Source 1"]


def test_numbers_follow_the_page_even_where_markdown_reads_in_another_order() -> None:
    source = f"## Head[^values]\n\n- Item **bold[^lines]**\n\n{TABLE.replace('Orders', 'Orders[^values]')}"
    assert [said(sup) for sup in tree(source).iter("sup")] == ["1", "2", "1"]


def test_sources_are_listed_under_a_heading_with_title_publisher_and_year() -> None:
    section = one(CITED, "section[@class='references']")
    assert said(section[0]) == "Sources"
    assert section[0].tag == "h2"
    assert section.get("aria-labelledby") == section[0].get("id")
    items = show(CITED).text.splitlines()[-2:]
    assert items == ["Where Lines Run? B Press, 2021.", "Twelve Values. A Press, 2019."]


def test_every_marker_and_its_source_lead_to_each_other() -> None:
    body = tree(CITED)
    ids = {element.get("id") for element in body.iter() if element.get("id")}
    targets = [link.attrib["href"][1:] for link in body.iter("a") if link.attrib["href"].startswith("#")]
    assert set(targets) <= ids
    back = [link.get("aria-label") for link in body.findall("section//a[@class='back']")]
    assert back == [
        "Back to where source 1 is cited, place 1 of 2",
        "Back to where source 1 is cited, place 2 of 2",
        "Back to where source 2 is cited",
    ]


def test_a_text_that_cites_nothing_lists_no_sources() -> None:
    assert tree("Nothing cited.").findall("section") == []


def test_a_citation_of_an_unknown_source_is_left_as_it_was_written() -> None:
    assert show("See.[^nobody]").text == "See.[^nobody]"


def test_the_title_of_a_source_is_text_and_never_markdown() -> None:
    odd = Reference(key="odd", title="*Stars* & <b>tags</b>", publisher="C_D_E", year=2020)
    assert render("See.[^odd]", references=[odd]).text.endswith("*Stars* & <b>tags</b>. C_D_E, 2020.")


# --- Headings and links


def test_a_heading_has_an_id_and_beside_it_a_named_link() -> None:
    wrapper = one("## What a peer *is*\n", "div[@class='heading']")
    assert [child.tag for child in wrapper] == ["h2", "a"]
    assert wrapper[0].get("id") == "s-what-a-peer-is"
    assert wrapper[1].get("href") == "#s-what-a-peer-is"
    assert wrapper[1].get("aria-label") == "Link to the section “What a peer is”"
    assert said(wrapper[1]) == ""


def test_headings_of_the_same_words_have_ids_of_their_own() -> None:
    ids = [heading.get("id") for heading in tree("## Again\n\n## Again\n").iter("h2")]
    assert len(set(ids)) == 2


def test_a_heading_in_another_script_keeps_its_letters_in_its_id() -> None:
    assert one("## ¿Qué es apoyo?\n", ".//h2").get("id") == "s-qué-es-apoyo"


def test_all_ids_take_the_prefix_so_that_two_texts_fit_on_one_page() -> None:
    source = f"## Head\n\n{TABLE}\n{box('example', 'One')}\nCited.[^values]"
    html = render(source, references=[VALUES], id_prefix="weigh-").html
    ids = re.findall(r'id="([^"]+)"', html)
    assert len(ids) >= 5
    assert all(name.startswith("weigh-") for name in ids)


def test_a_link_to_a_step_leads_there() -> None:
    link = one("[the exam](step:the-exam)", "p/a")
    assert link.attrib == {"href": "/course/the-exam/"}


def test_a_link_to_an_unknown_step_leaves_its_words() -> None:
    body = tree("Take [the *other* exam](step:nowhere) now.")
    assert list(body.iter("a")) == []
    assert said(body) == "Take the other exam now."


def test_outside_a_course_no_step_is_known() -> None:
    assert render("[the exam](step:the-exam)").html == "<p><span>the exam</span></p>"


def test_a_link_to_another_site_says_so() -> None:
    link = one("[SAMHSA](https://www.samhsa.gov)", "p/a")
    assert link.get("rel") == "external noopener noreferrer"
    assert link.get("class") == "external"
    assert said(link) == "SAMHSA (opens another site)"
    assert one("[SAMHSA](https://www.samhsa.gov)", "p/a/span").get("class") == "visually-hidden"
    assert show("[SAMHSA](https://www.samhsa.gov)").words == 1


def test_a_crisis_line_can_be_called_and_texted() -> None:
    links = tree("[Call](tel:988) or [text](sms:988).").findall("p/a")
    assert [link.attrib for link in links] == [{"href": "tel:988"}, {"href": "sms:988"}]


# --- The rest of Markdown


def test_a_definition_list_and_an_abbreviation_are_kept() -> None:
    body = tree("Peer\n:   One who walks along with NAPS.\n\n*[NAPS]: The association\n")
    assert said(one("Peer\n:   One who walks.\n", "dl/dt")) == "Peer"
    assert next(body.iter("abbr")).get("title") == "The association"


def test_indented_text_is_never_code_and_an_underline_never_a_heading() -> None:
    assert [child.tag for child in tree("First\n=====\n\n    Indented\n")] == ["p", "p"]


def test_a_fence_and_backticks_are_code_as_written() -> None:
    body = tree("Write `[^values]` so:\n\n```\n!!! never\n<b>x</b>\n```\n")
    assert [said(code) for code in body.iter("code")] == ["[^values]", "!!! never <b>x</b>"]


def test_comments_are_not_shown() -> None:
    assert (
        show("One <!-- hidden *words* --> two.\n\n<!-- more\n\nlines -->\n\nThree.").text
        == "One two.\nThree."
    )


def test_words_and_sections_add_up() -> None:
    rendered = show(
        f"Before we start.\n\n## One\n\nTwo words.\n\n### Deeper\n\n{TABLE}\n\n## Last\n\nCited.[^lines]"
    )
    assert [section.heading for section in rendered.sections] == ["", "One", "Last", "Sources"]
    assert [section.words for section in rendered.sections] == [3, 19, 2, 7]
    assert rendered.words == 31
    assert rendered.text.startswith("Before we start.\nOne\nTwo words.\nDeeper\nWho does what\nRole\n")
