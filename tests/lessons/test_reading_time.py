"""Words are counted as a reader sees them, and minutes follow from words by plain arithmetic."""

import string
from html import escape
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lessons.markdown import Reference, render
from lessons.reading_time import Estimate, add, count_words, estimate, parse_range, words_in_html
from lessons.visible_text import visible_sections, visible_text

# --- What is a word


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("One two  three\nfour\tfive", 5),
        ("self-determination isn't don’t and/or 24/7 9:30 3.5 $5 50%", 9),
        ("connection—not treatment … hope…again", 5),
        ("a – b − c - d", 4),
        ("5–7 minutes", 2),
        ("see https://example.org/a?b=c or www.example.org/x.", 2),
        ("(https://example.org) mailto:ada@example.org ada.b+c@example.org", 0),
        ("SAMHSA.gov is a name", 4),
        ("• ◦ ✓ ✕ → ☐ — *** 👍 👩‍⚕️ 🇺🇸 1️⃣ #️⃣ ℹ️ ① ⓐ ❷", 0),
        ("👍good 1️⃣ first", 2),
        ("José naïve Ünïcödé cafe\u0301 взаимопомощь مساندة", 6),
        ("支え合い", 4),
        ("ピアサポート、です。", 8),
        ("AIを使う 3人", 6),
        ("동료 지원", 2),
        ("R&D A&B C & D", 4),
    ],
)
def test_words_are_counted_as_a_reader_counts(text: str, count: int) -> None:
    assert count_words(text) == count


TEXTS = st.text(max_size=120) | st.lists(
    st.sampled_from(
        ["word", "self-help", "it's", "—", "https://a.b/c", "a@b.co", "字", "👍", "1️⃣", "\n", "<b>", "&amp;"]
    )
).map(" ".join)
WORDS = st.lists(st.text(alphabet=string.ascii_letters + "éß字", min_size=1, max_size=8), max_size=20)


@given(TEXTS)
def test_a_count_is_never_negative_nor_more_than_there_are_characters(text: str) -> None:
    assert 0 <= count_words(text) <= len(text)


@given(TEXTS, TEXTS)
def test_a_count_is_additive_over_texts(one: str, two: str) -> None:
    assert count_words(f"{one}\n{two}") == count_words(one) + count_words(two)


def test_a_very_long_word_is_counted_at_once() -> None:
    assert count_words("a" * 1_000_000) == 1
    assert count_words("a.b@" * 100_000 + " x") == 1


# --- Markup


INLINE = ["b", "em", "span", "a", "sub", "mark"]
BLOCK = ["p", "li", "td", "div", "h3", "blockquote", "figcaption"]


@given(WORDS, st.data())
def test_a_count_is_indifferent_to_markup(words: list[str], data: st.DataObject) -> None:
    inline = data.draw(st.lists(st.sampled_from(INLINE), min_size=len(words), max_size=len(words)))
    block = data.draw(st.sampled_from(BLOCK))
    marked = " ".join(f'<{tag} class="x">{word}</{tag}>' for word, tag in zip(words, inline, strict=True))
    plain = count_words(" ".join(words))
    assert words_in_html(f"<{block}>{marked}</{block}>") == plain
    assert words_in_html("".join(f"<{block}>{word}</{block}>" for word in words)) == plain


@given(WORDS)
def test_a_count_is_indifferent_to_how_markdown_says_it(words: list[str]) -> None:
    plain = count_words(" ".join(words))
    assert render(" ".join(f"**{word}**" for word in words)).words == plain
    assert render("\n".join(f"- *{word}*" for word in words)).words == plain
    assert render("\n\n".join(f"## {word}" for word in words)).words == plain
    table = "| a | b |\n| --- | --- |\n" + "\n".join(
        f"| {word} | [x](https://example.org) |" for word in words
    )
    assert render(table).words == plain + len(words) + 2


@given(TEXTS)
def test_escaped_text_counts_as_the_text(text: str) -> None:
    assert words_in_html(f"<p>{escape(text)}</p>") == count_words(text)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_the_sections_of_a_page_add_up_to_it(parts: list[tuple[str, str]]) -> None:
    html = "".join(f"<h2>{escape(heading)}</h2><p>{escape(text)}</p>" for heading, text in parts)
    sections = visible_sections(html)
    assert len(sections) == len(parts)
    assert sum(count_words(section.text) for section in sections) == words_in_html(html)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one <b>t</b>wo</p>three", "one two\nthree"),
        ("<ul><li>one<li>two</ul>", "one\ntwo"),
        ("<table><tr><th>one</th><td>two</td></tr></table>", "one\ntwo"),
        ("one<br>two", "one\ntwo"),
        ("one <!-- two --> three", "one three"),
        ("<script>one</script><style>two</style><template>three</template>four", "four"),
        ("<svg><title>one</title></svg>two", "two"),
        ('one<span class="visually-hidden"> two</span>', "one"),
        ('one<sup class="cite"><a href="#s">1</a></sup> <a class="back">↩</a>', "one"),
        ("H<sub>2</sub>O", "H2O"),
        ('<span aria-hidden="true">x</span><p hidden>y</p>one', "one"),
        ('<img alt="one">two', "two"),
        ("one</div></p>two", "one\ntwo"),
        ("&lt;one&gt; &amp; two", "<one> & two"),
    ],
)
def test_visible_text_is_what_a_reader_sees(html: str, text: str) -> None:
    assert visible_text(html) == text


def test_text_before_the_first_heading_is_a_section_only_if_there_is_any() -> None:
    assert [section.heading for section in visible_sections("<p>x</p><h2>A <b>b</b></h2>y")] == ["", "A b"]
    assert [section.heading for section in visible_sections(" <h2>A</h2>y")] == ["A"]
    assert visible_sections("") == ()


# --- Real pages

LESSON = (
    Path(__file__).resolve().parents[2] / "content/peer-specialist/lessons/01-foundations-of-peer-support"
)

COUNTED_BY_HAND = {
    "the-role-of-a-peer-specialist": 1133,
    "what-peer-specialists-do": 1120,
    "characteristics-and-qualifications": 1066,
}
"""What a reader sees of each page, its sources included, counted on 22 November 2026 in two other ways.

The rendered page's text as Chromium shows it (``innerText``, markers and helper text hidden), its words told by white
space, gave these numbers; a sign that stood alone was not. And the file's own text, its marks taken off by ``sed``,
was counted before and after its last rewording, which uses none of our code: with what had been counted by hand before,
it came to 1129, 1118, and 1060. What the course holds for all topics (a rule, a list of numbers) counts as two words
that call for it: here is no course.
Whoever rewords a page by more than a hundredth counts it again.
"""


@pytest.mark.parametrize("slug", COUNTED_BY_HAND)
def test_a_real_page_has_the_words_that_were_counted_by_hand(slug: str) -> None:
    head, body = (LESSON / f"{slug}.md").read_text(encoding="utf-8").removeprefix("---\n").split("\n---\n", 1)
    references = [Reference(**entry) for entry in yaml.safe_load(head)["references"]]
    words = render(body, references=references, resolve=lambda slug: f"/{slug}/").words
    assert words == pytest.approx(COUNTED_BY_HAND[slug], rel=0.01)


# --- Minutes


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, 0), (1, 1), (175, 1), (176, 2), (860, 5), (1050, 6), (1051, 7)]
)
def test_reading_is_rounded_up_to_whole_minutes(words: int, minutes: int) -> None:
    assert estimate(words, words_per_minute=175).reading_minutes == minutes


def test_activities_widen_the_estimate() -> None:
    result = estimate(860, words_per_minute=175, activities=[(5, 7), (2, 2)])
    assert (result.activity_low, result.activity_high) == (7, 9)
    assert (result.low, result.high) == (12, 14)


@pytest.mark.parametrize(("words", "speed"), [(-1, 175), (10, 0), (10, -5)])
def test_an_estimate_of_nonsense_is_refused(words: int, speed: int) -> None:
    with pytest.raises(ValueError, match="words per minute"):
        estimate(words, words_per_minute=speed)


ESTIMATES = st.builds(
    lambda words, low, more: estimate(words, words_per_minute=175, activities=[(low, low + more)]),
    st.integers(0, 5000),
    st.integers(0, 60),
    st.integers(0, 60),
)


@given(st.lists(ESTIMATES, min_size=1))
def test_a_roll_up_is_the_sum_of_what_stands_beside_its_parts(parts: list[Estimate]) -> None:
    whole = add(parts)
    assert (whole.low, whole.high) == (sum(part.low for part in parts), sum(part.high for part in parts))
    assert whole.words == sum(part.words for part in parts)
    assert whole.words_per_minute == 175


def test_two_short_texts_take_two_minutes_and_not_one() -> None:
    assert add([estimate(50, words_per_minute=175)] * 2).low == 2


def test_nothing_rolls_up_to_nothing() -> None:
    assert (add([]).low, add([]).high, add([]).words) == (0, 0, 0)


def test_estimates_at_different_speeds_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="different speeds"):
        add([estimate(1, words_per_minute=175), estimate(1, words_per_minute=238)])


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("5-7", (5, 7)),
        ("5–7", (5, 7)),
        (" 5 - 7 ", (5, 7)),
        ("5", (5, 5)),
        ("0-0", (0, 0)),
        ("240", (240, 240)),
    ],
)
def test_a_range_of_minutes_is_read(text: str, minutes: tuple[int, int]) -> None:
    assert parse_range(text) == minutes


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("7-5", "backward"),
        ("5-241", "more than 240"),
        ("9" * 5, "not a range"),
        ("", "not a range"),
        ("-5", "not a range"),
        ("5-", "not a range"),
        ("5-7-9", "not a range"),
        ("five", "not a range"),
        ("5.5", "not a range"),
        ("٥-٧", "not a range"),
    ],
)
def test_what_is_no_range_of_minutes_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse_range(text)
