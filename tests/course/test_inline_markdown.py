"""Short texts become safe HTML, whatever they hold."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.inline_markdown import markdown_problem, to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Say *it* **well**.", "<p>Say <em>it</em> <strong>well</strong>.</p>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("# no heading", "<p># no heading</p>"),
        ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("![x](y.png)", "<p>![x](y.png)</p>"),
        ("    indented", "<p>indented</p>"),
        ("a\0b", "<p>a\ufffdb</p>"),
    ],
)
def test_what_is_written_is_what_is_shown(text: str, html: str) -> None:
    assert to_html(text) == html


def test_links_to_other_sites_are_safe() -> None:
    assert to_html("[988](https://988lifeline.org)") == (
        '<p><a href="https://988lifeline.org" rel="external noopener noreferrer">988</a></p>'
    )
    assert "href" not in to_html("[x](javascript:alert(1)) [y](http://insecure.org) [z](data:text/html,x)")
    assert "href" not in to_html("[x](<java\tscript:alert>) [y](/admin/) [z](//elsewhere.org)")


def test_a_phone_number_can_be_tapped() -> None:
    assert 'href="tel:988"' in to_html("[988](tel:988)")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("![x](y.png)", "A picture cannot stand here"),
        ("[x](http://a.org)", "“http://a.org” must begin with https://"),
        ("[x](step:roles)", "“step:roles” must begin with https://"),
        (">" * 20, "nested too deeply"),
        ("[" * 20, "brackets are not closed"),
    ],
)
def test_what_an_author_cannot_have_meant_is_said(text: str, said: str) -> None:
    assert said in (markdown_problem(text) or "")


def test_ordinary_text_has_no_problem() -> None:
    assert (
        markdown_problem("- **Be** straight [a]\n- > “No,” he said.\n\n[988](tel:988) [more](https://a.org)")
        is None
    )


@pytest.mark.parametrize(
    "sign",
    [
        "[",
        "]",
        "* ",
        "*a ",
        "> ",
        ">",
        "- ",
        "1. ",
        "`",
        "`a``",
        "<",
        "<a ",
        "[a](b ",
        "![",
        "\\",
        "_",
        "&#",
        "***a",
    ],
)
def test_no_text_takes_long_or_fails(sign: str) -> None:
    before = time.process_time()
    to_html(sign * (20_000 // len(sign)))
    assert time.process_time() - before < 2


@settings(deadline=None)
@given(st.text(max_size=300))
def test_nothing_but_the_listed_tags_ever_comes_out(text: str) -> None:
    html = to_html(text)
    allowed = ("p", "br", "em", "strong", "code", "ul", "ol", "li", "blockquote", "a")
    for piece in html.split("<")[1:]:
        assert piece.lstrip("/").startswith(allowed)
