"""Rules of a state and places to turn to, where a topic asks for them."""

from datetime import date
from xml.etree.ElementTree import Element, fromstring

import pytest

from lessons.markdown import Materials, lint, render
from lessons.markdown.fragments import fragment_problem
from lessons.markdown.materials import Block, Contact, Rule, dialed

DAY = date(2026, 11, 1)
RULE = Rule(
    text="About **80** hours.\n\n- one\n- [two](https://example.org)",
    source_title="RCW *71*",
    source_publisher="State of Washington",
    source_url="https://example.org/law",
    checked_on=DAY,
)
MATERIALS = Materials(
    state="Washington",
    blocks={"training": Block(title="Training", rule=RULE), "warn": Block(title="Duty to warn")},
    contacts={
        "crisis": (
            Contact(
                name="988 <Lifeline>",
                purpose="For anyone.",
                phone="988, then press 1",
                text="838255",
                url="https://988lifeline.org",
                hours="Any time",
                checked_on=DAY,
            ),
            Contact(name="Warmline", purpose="To talk.", phone="(555) 010-0199", checked_on=DAY),
        )
    },
)


def tree(source: str) -> Element:
    return fromstring(f"<body>{render(source, materials=MATERIALS).html}</body>")


def said(element: Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def test_a_local_block_shows_the_rule_with_its_state_source_and_day() -> None:
    box = tree("[local: training]").find("aside")
    assert box is not None
    assert box.get("class") == "box box-local"
    assert said(box.find("p[@class='box-title']")) == "Training in Washington"
    assert [said(item) for item in box.findall("ul/li")] == ["one", "two (opens another site)"]
    line = "Source: RCW *71* (opens another site). State of Washington. Last checked Nov. 1, 2026."
    assert said(box.find("p[@class='origin']")) == line


def test_a_block_that_nobody_filled_in_says_so_calmly() -> None:
    text = render("[local: warn]", materials=MATERIALS).text
    words = "Your program has not added the rules of your state here yet. Ask your trainer."
    assert text == f"Duty to warn\n{words}"


def test_a_rule_and_contacts_count_as_the_words_that_a_reader_sees() -> None:
    assert render("[local: warn]", materials=MATERIALS).words == 3 + 15


def test_resources_are_a_list_that_can_be_called_and_texted() -> None:
    listing = tree("[resources: crisis]").find("ul[@class='contacts']")
    assert listing is not None
    assert [said(item.find("p/strong")) for item in listing] == ["988 <Lifeline>", "Warmline"]
    addresses = [link.get("href") for link in listing.iter("a")]
    assert addresses == ["tel:988", "sms:838255", "https://988lifeline.org", "tel:5550100199"]
    assert said(listing[0][-1]) == "Any time · Last checked Nov. 1, 2026"


@pytest.mark.parametrize(
    ("words", "number"),
    [("988, then press 1", "988"), ("+1 (555) 010-0199", "+15550100199"), ("call us", ""), ("", "")],
)
def test_a_phone_dials_the_number_at_the_beginning(words: str, number: str) -> None:
    assert dialed(words) == number


@pytest.mark.parametrize("source", ["[local: nobody]", "[resources: none]", "See [local: training] here."])
def test_what_cannot_be_shown_stays_as_it_was_typed(source: str) -> None:
    assert render(source, materials=MATERIALS).text == source


def test_a_rule_that_asks_for_a_block_is_not_asked_in_turn() -> None:
    rule = Rule(
        text="[local: training]", source_title="T", source_publisher="P", source_url="", checked_on=DAY
    )
    circle = Materials(state="Ohio", blocks={"training": Block(title="Training", rule=rule)})
    assert render("[local: training]", materials=circle).text.splitlines()[1] == "[local: training]"


def problems(source: str) -> list[tuple[int, str]]:
    found = lint(source, references=[], known_steps=(), known_blocks={"training"}, known_groups={"crisis"})
    return [(each.line, each.message) for each in found]


def test_a_block_or_a_group_that_does_not_exist_is_named_with_its_line() -> None:
    assert problems("Fine.\n\n[local: trainning]\n\n[resources: crises]\n") == [
        (3, "There is no local block “trainning” in local/blocks.yaml or in the admin."),
        (5, "There are no resources in the group “crises”."),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "Words.\n[local: training]",
        "[local: training]\nwords",
        "See [local: training] here.",
        "- [local: training]",
    ],
)
def test_it_stands_alone_between_blank_lines(source: str) -> None:
    assert any("stands alone" in message for _line, message in problems(source))


@pytest.mark.parametrize("source", ["[local: training]", "\n\n[resources: crisis]  \n \nWords."])
def test_alone_it_is_fine(source: str) -> None:
    assert problems(source) == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "## Heading",
            '!!! never "x"',
            "> quoted",
            "| a | b |",
            "[local: x]",
            "<b onclick=x>",
            "![x](images/a.svg)",
        ),
        *("[x](http://example.org)", "[x](step:y)", "[" * 60),
    ],
)
def test_the_text_of_a_rule_is_short_markdown_only(text: str) -> None:
    assert fragment_problem(text)


def test_paragraphs_lists_and_links_are_fine_in_a_rule() -> None:
    assert fragment_problem(RULE.text) is None
