"""A text in the state in which trainers have it becomes the parts of a topic."""

from contextlib import suppress

import pytest

from lessons.markdown import lint
from lessons.pasting import Pasted, Source, Why, compose, convert
from lessons.pasting.tables import move
from lessons.pasting.text import decode, guess_kind, repairs, scrub

WALKING = """Walking Beside

Lesson: First Steps
Time Estimate: ~12 minutes

  • Reading Time: ~7 minutes (1,200 words / 175 wpm)
  • Activity: Think of a time (3-5 minutes)

📖 Learning Objectives

By the end of this topic, you will be able to:
✅ Say what walking beside means
✅ Tell it apart from leading


🔍 What is Walking Beside?

A peer walks beside a person. The person picks the road—always.

Signs of a Good Walk:

✔ Listening – The person speaks more than you do.
✔ Waiting – Silence is fine.

🗣️ “I walk next to you. You pick the road.”

RoleWhat They DoWhat They Don’t Do
PeerShares what was livedTells others what to do
Nurse (Day, Night)Gives careShares their own story
Guide (12-Step)Explains the stepsWork with every path

🚫 A Peer Should NEVER:

  • Push a person.

✅ A Peer Should ALWAYS:

  • Start where the person is.

Example: Ray is four weeks in. He rests.

📌 Key Takeaways

✔ You walk beside.
✔ They pick the road.

📌 Click Next to take the First Exam!


📚 References & Research

📖 Core Skills for Peers (example.org)
📖 Walking Together – House of Peers, 2019
"""


def broken(text: str, *encodings: str) -> str:
    """As a program shows it that takes the bytes of UTF-8 for signs of the first encoding that knows them."""

    def sign(byte: int) -> str:
        for encoding in encodings:
            with suppress(UnicodeDecodeError):
                return bytes([byte]).decode(encoding)
        return chr(byte)

    return "".join(map(sign, text.encode()))


@pytest.fixture(scope="module")
def walking() -> Pasted:
    return convert(broken(WALKING, "cp874", "cp1252"), kind="text")


def left(pasted: Pasted, why: Why) -> list[str]:
    return [each.text for each in pasted.left if each.why is why]


def test_the_head_of_a_text_becomes_settings(walking: Pasted) -> None:
    assert (walking.title, walking.lesson, walking.activity) == ("Walking Beside", "First Steps", "3-5")
    assert walking.objectives == ["Say what walking beside means", "Tell it apart from leading"]


def test_the_stated_time_is_kept_apart_and_left_out(walking: Pasted) -> None:
    assert walking.stated is not None
    assert (walking.stated.minutes, walking.stated.words) == (12, 1200)
    assert left(walking, Why.TIME) == [
        "Time Estimate: ~12 minutes",
        "Reading Time: ~7 minutes (1,200 words / 175 wpm)",
    ]
    assert "1,200" not in walking.source


@pytest.mark.parametrize(
    "part",
    [
        "## What is Walking Beside?\n\nA peer walks beside a person. The person picks the road—always.",
        "- Listening – The person speaks more than you do.\n- Waiting – Silence is fine.",
        "> I walk next to you. You pick the road.\n",
        '!!! never "A Peer Should NEVER"\n    - Push a person.',
        '!!! always "A Peer Should ALWAYS"\n    - Start where the person is.',
        '!!! example "Example"\n    Ray is four weeks in. He rests.',
        '!!! takeaways "Key Takeaways"\n    - You walk beside.\n    - They pick the road.',
        "Table: What is Walking Beside?\n\n| Role | What They Do | What They Don’t Do |\n| --- | --- | --- |\n",
        "| Nurse (Day, Night) | Gives care | Shares their own story |",
    ],
)
def test_every_shape_of_the_text_becomes_its_construct(walking: Pasted, part: str) -> None:
    assert part in walking.source


def test_what_only_a_slide_needs_is_left_out_and_said(walking: Pasted) -> None:
    assert left(walking, Why.CLICK) == ["Click Next to take the First Exam!"]
    assert "📖" in walking.signs
    assert not set("📖✔✅🚫📌🗣") & set(walking.source)


def test_sources_are_read_as_far_as_they_tell(walking: Pasted) -> None:
    first, second = walking.references
    assert first == Source("core-skills-for-peers", "Core Skills for Peers", url="https://example.org")
    assert (second.title, second.publisher, second.year) == ("Walking Together", "House of Peers", 2019)


def test_a_topic_made_of_it_has_nothing_to_be_mended(walking: Pasted) -> None:
    source, whole = compose(walking.source, walking.references)
    assert [each.key for each in whole] == ["walking-together"]
    assert "- Core Skills for Peers, https://example.org" in source
    assert lint(source, references=whole, known_steps=()) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["cp874", "cp1252"])
def test_misread_characters_are_shown_before_and_after(encoding: str) -> None:
    damaged = broken("Beside\n\nA “good” road.", encoding, "cp1252")
    assert repairs(damaged) == [(damaged.split("\n")[2], "A “good” road.")]
    assert convert(damaged, kind="text").source == "A “good” road."
    assert convert(damaged, kind="text", repaired=False).source != "A “good” road."


ROWS = ("RoleWhat They DoWhen", "PeerWalks besideAlways", "NurseGives careBy day")


def test_a_table_can_be_cut_anew_or_be_none() -> None:
    text = "\n".join(ROWS)
    assert convert(text, kind="text").tables[0].columns == 3
    two = convert(text, kind="text", cut={0: 2})
    assert two.tables[0].rows[1] == ["Peer", "Walks besideAlways"]
    none = convert(text, kind="text", cut={0: None})
    assert "|" not in none.source
    assert ROWS[1] in none.source


def test_a_cut_moves_by_a_word_and_not_past_its_neighbor() -> None:
    line = "PeerWalks besideAlways"
    assert move(line, (4, 16), 1, right=False) == (4, 10)
    assert move(line, (4, 10), 1, right=False) == (4, 4)
    assert move(line, (4, 4), 1, right=False) == (4, 4)
    assert move(line, (4, 16), 1, right=True) == (4, 22)


def test_rows_that_kept_their_tabs_need_no_guess() -> None:
    table = convert("Role\tTask\nPeer\tWalks beside", kind="text").tables[0]
    assert (table.sure, table.rows) == (True, [["Role", "Task"], ["Peer", "Walks beside"]])


def test_plain_text_shows_every_sign_as_it_stands() -> None:
    source = convert(
        "Use *stars*, [brackets], a|b, <b>, {: .x } and 1984.\n\n> not a quote", kind="text"
    ).source
    assert lint(source, references=[], known_steps=()) == []


def test_lines_wrapped_at_a_margin_are_one_paragraph() -> None:
    wrapped = "A peer walks beside a person who looks for\na road of their own, and does so for as long as\nit takes."
    assert convert(f"Title\n\n{wrapped}", kind="text").source == wrapped


def test_a_negative_sign_in_a_list_stays() -> None:
    assert convert("One way:\n\n❌ Give advice\n❌ Lead", kind="text").source.endswith(
        "- ❌ Give advice\n- ❌ Lead"
    )


def test_a_list_keeps_its_levels_and_numbers() -> None:
    text = "Steps for a walk\n\n3. Go\n   - slowly\n4. Stop\n\nEnd."
    assert "3. Go\n    - slowly\n4. Stop" in convert(text, kind="text").source


# --- Web pages and Word -----------------------------------------------------------------------------------------------

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p {}</style></head><body>
<!-- StartFragment --><h1>Beside</h1>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span>·&nbsp;&nbsp; </span>
<![endif]>First<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span>o&nbsp;&nbsp; </span>Inner</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span>·&nbsp; </span>Sec<b>ond</b><b> one</b></p>
<p>After.</p></body></html>"""


def test_a_list_from_word_is_a_list_with_its_levels() -> None:
    pasted = convert(WORD, kind="html")
    assert pasted.title == "Beside"
    assert pasted.source == "- First\n    - Inner\n- Sec**ond one**\n\nAfter."


def test_merged_cells_of_a_web_page_are_filled_out() -> None:
    html = (
        "<table><caption>Tasks</caption><tr><th>Who</th><th colspan=2>What</th></tr>"
        "<tr><td rowspan=2>Peer</td><td>walks</td><td>rests</td></tr><tr><td>waits</td></tr></table>"
    )
    source = convert(html, kind="html").source
    assert "| Who | What | What |" in source
    assert "| Peer | walks | rests |\n| Peer | waits |  |" in source
    assert source.startswith("Table: Tasks")


def test_scripts_go_and_images_and_odd_links_are_listed() -> None:
    html = (
        "<p>Go <a href='/x'>here</a> <img src=a.png alt='A bench'></p><script>steal()</script><!-- hush -->"
    )
    pasted = convert(html, kind="html")
    assert (pasted.title, pasted.source) == ("", "Go here")
    assert (left(pasted, Why.IMAGE), left(pasted, Why.ADDRESS)) == (["A bench"], ["/x"])


def test_tags_nested_without_end_are_read_as_plain_words() -> None:
    assert "deep" in convert("<div>" * 5_000 + "deep", kind="html").source


# --- Markdown ---------------------------------------------------------------------------------------------------------

MARKDOWN = """---
title: Beside
objectives:
  - Walk
activity: 5-7
mood: calm
references:
  - {key: core, title: Core, publisher: House, year: 2015}
---

## One

#### Too deep

Words[^core] and [a link](http://example.org).
- a list

| A | B |
| - | - |
| 1 | 2 |

!!! never "Never"
    - Push.

[^more]: More – Press, 2001
"""


def test_settings_headings_tables_and_notes_of_markdown_are_taken() -> None:
    pasted = convert(MARKDOWN, kind="markdown")
    assert (pasted.title, pasted.objectives, pasted.activity) == ("Beside", ["Walk"], "5-7")
    assert left(pasted, Why.SETTING) == ["mood: calm"]
    assert [(each.key, each.year) for each in pasted.references] == [("core", 2015), ("more", 2001)]
    assert "### Too deep\n\nWords[^core] and [a link](https://example.org).\n\n- a list" in pasted.source
    assert "Table: Too deep\n\n| A | B |\n" in pasted.source
    source, whole = compose(pasted.source, pasted.references)
    assert lint(source, references=whole, known_steps=()) == []  # type: ignore[arg-type]


# --- What arrives -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_of_common_encodings_are_read(encoding: str) -> None:
    assert decode("It’s “fine” – café".encode(encoding)) == "It’s “fine” – café"


def test_characters_that_nobody_sees_go() -> None:
    assert scrub("a\x00b\x0bc\u200bd\u00ade\r\nf\u00a0g\ud800") == "ab\ncde\nf g"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("<p>a</p><p>b</p>", "", "html"),
        ("a < b", "", "text"),
        ("a", "page.HTM", "html"),
        ("## Head", "", "markdown"),
        ("---\ntitle: x\n---\n", "", "markdown"),
        ("a", "x.md", "markdown"),
        ("• a", "notes.txt", "text"),
    ],
)
def test_the_kind_is_told_by_name_or_content(text: str, name: str, kind: str) -> None:
    assert guess_kind(text, name) == kind


def test_a_megabyte_is_converted_in_seconds() -> None:
    pasted = convert("A line of words that goes on\n\n" * 33_000, kind="text")
    assert pasted.source.count("goes on") == 33_000 - 1
