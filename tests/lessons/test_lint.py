"""Every mistake an author can make is named, with its line; and what is right is left in peace."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.markdown import Problem, Reference, lint
from lessons.markdown.page import MOST_CHARACTERS

VALUES = Reference(key="values", title="Twelve Values", publisher="A Press", year=2019)
STEPS = {"the-exam", "what-peers-do"}
SHIPPED = Path(__file__).resolve().parents[2] / "content" / "peer-specialist"
LESSONS = SHIPPED / "lessons"


def problems(source: str, *references: Reference, first_line: int = 1) -> list[Problem]:
    return lint(
        source,
        references=references,
        known_steps=STEPS,
        known_blocks={"training"},
        known_groups={"crisis"},
        first_line=first_line,
    )


def only(source: str, *references: Reference) -> tuple[int, str]:
    (problem,) = problems(source, *references)
    assert problem.field == "body"
    return problem.line, problem.message


GOOD = """
Words before the first heading.

## One

Table: Who does what[^values]

| Role | Does |
| --- | --- |
| Peer | Walks \\| runs |

### Deeper

!!! never "A peer specialist never"
    - Pushes.
      A second line.

!!! always "What we ALWAYS do"
    Words first.

    1. Listens.

!!! example "Ray <sup>1</sup>"
    No list.

![Two people](images/bench.svg "On a bench")

![](images/line.svg){: .decorative }

> Words.
> -- Ada

See [the exam](step:the-exam), [a site](https://example.org/a_(b)), <https://example.org>, [988](tel:988).

A sign by itself: \\[

1. One
2. Two

- Item
continued lazily
- Item

5 < 6 and a <b>bold</b> word<br>here, x <3 you@example.org, `<div>` and `[^nobody]`, `![](x)`.

<!-- A comment with <div> and [^nobody]
over two lines -->

```
# Not a heading
<div> ![](x)
| not | a table |
```

!!! content-note "Before you read"
    What comes is hard.

!!! dialogue "At the bus stop"
    Maya: I am done
      with: all of it.
    You: - You will be fine.
    You: + I have time.

    (She sits down.)

[local: training]

[resources: crisis]

## Last
"""


def test_a_text_with_every_construct_has_no_problem() -> None:
    assert problems(GOOD, VALUES) == []


@pytest.mark.parametrize("path", sorted(LESSONS.rglob("*.md")), ids=lambda path: path.stem)
def test_the_shipped_topics_have_no_problem(path: Path) -> None:
    head, body = path.read_text(encoding="utf-8").removeprefix("---\n").split("\n---\n", 1)
    references = [Reference(**entry) for entry in yaml.safe_load(head)["references"]]
    steps = {each.stem for folder in ("lessons/*/*.md", "exams/*.yaml") for each in SHIPPED.glob(folder)}
    blocks = {each["key"] for each in yaml.safe_load((SHIPPED / "local/blocks.yaml").read_text())["blocks"]}
    groups = {each["group"] for each in yaml.safe_load((SHIPPED / "resources.yaml").read_text())["resources"]}
    found = lint(body, references=references, known_steps=steps, known_blocks=blocks, known_groups=groups)
    assert found == []


def test_lines_are_those_of_the_file_and_problems_come_in_their_order() -> None:
    source = "Fine.\r\n\r\n[x](step:no)\r\n\r\n![](images/a.svg)\r\n\r\n# Head\r\n"
    assert [problem.line for problem in problems(source, VALUES, first_line=10)] == [0, 12, 14, 16]


def test_a_source_that_is_never_cited_is_a_problem_of_the_front_matter() -> None:
    (problem,) = problems("No citation, but `[^values]` in code.", VALUES)
    assert (problem.line, problem.field) == (0, "references")
    assert "values" in problem.message


def test_a_citation_without_a_source() -> None:
    line, message = only("One.\n\nTwo.[^values] Three.[^nobody]", VALUES)
    assert (line, "nobody" in message) == (3, True)


def test_a_source_defined_in_the_text() -> None:
    line, message = only("One.[^values]\n\n[^values]: Twelve Values.", VALUES)
    assert (line, "front matter" in message) == (3, True)


# --- Images and links


def test_an_image_without_alt_text() -> None:
    line, message = only('One.\n\n![ ](images/bench.svg "On a bench")')
    assert (line, "alt text" in message, "images/bench.svg" in message) == (3, True, True)


@pytest.mark.parametrize(
    "place", ["https://example.org/a.svg", "bench.svg", "images/../a.svg", "/images/a.svg"]
)
def test_an_image_from_elsewhere(place: str) -> None:
    line, message = only(f"![A bench]({place})")
    assert (line, place in message) == (1, True)


def test_attributes_on_an_image() -> None:
    assert "{: .decorative }" in only("![A bench](images/a.svg){: width=10 }")[1]


def test_a_link_to_a_step_that_is_not_there() -> None:
    line, message = only("See [the exam](step:the-exam).\n\nAnd [the\nother](step:the-exams).")
    assert (line, "the-exams" in message) == (4, True)


@pytest.mark.parametrize(
    "target", ["http://example.org", "javascript:x", "other.md", "#there", "www.example.org"]
)
def test_a_link_that_is_neither_a_step_nor_https(target: str) -> None:
    assert target in only(f"One\n[two]({target})")[1]


def test_a_plain_address_in_angle_brackets_is_checked_too() -> None:
    assert "http://example.org" in only("<http://example.org>")[1]


def test_a_link_without_words() -> None:
    assert "no words" in only("[ ](step:the-exam)")[1]


def test_an_image_may_be_the_words_of_a_link() -> None:
    assert problems("[![The exam](images/exam.svg)](step:the-exam)") == []


# --- Headings


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("# Title", 1, "# is the title"),
        ("One.\n\n### Deep", 3, "skips a level"),
        ("## One\n\n#### Deep", 3, "after ## comes ###"),
        ("## One\n\n### Two\n\n## Three\n\n#### Deep", 7, "skips a level"),
        ("##\n", 1, "no words"),
        ('!!! example "One"\n    ## Inside', 2, "inside a box"),
        ("- ## Inside", 1, "a list"),
        ("One.\n#1 of all", 2, "# is the title"),
    ],
)
def test_a_heading_out_of_order(source: str, line: int, says: str) -> None:
    found, message = only(source)
    assert (found, says in message) == (line, True), message


# --- Boxes


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ('!!! warning "Mind"\n    Words.', "no box “warning”"),
        ("!!! never\n    - Push.", "straight quotation marks"),
        ("!!! never “A peer never”\n    - Push.", "straight quotation marks"),
        ('!!! never ""\n    - Push.', "no title"),
        ('!!! never "What to avoid"\n    - Push.', "the word “never”"),
        ('!!! never "Nevermore"\n    - Push.', "the word “never”"),
        ('!!! always "What we never do"\n    - Listen.', "the word “always”"),
        ('!!! never "We never"\n    Push.', "holds a list"),
        ('!!! takeaways "Keep"\n    Words.', "holds a list"),
        ('!!! example "One"\nNot indented.', "is empty"),
    ],
)
def test_a_box_that_is_not_right(source: str, says: str) -> None:
    line, message = only(f"One.\n\n{source}")
    assert (line, says in message) == (3, True), message


def test_the_word_of_a_box_may_be_that_of_the_course_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lessons.markdown.block_checks.required_word", lambda kind: "nunca")
    assert problems('!!! never "Nunca hacemos esto"\n    - Empujar.') == []


# --- Tables and lists


TABLE = "| Role | Does |\n| --- | --- |\n| Peer | Walks |\n"


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("Words.\n\n" + TABLE, 3, "no caption"),
        ("Table:\n\n" + TABLE, 3, "no caption"),
        (TABLE, 1, "no caption"),
        ("Table: Who does what\n" + TABLE, 2, "blank line"),
        ("Table: Who\n\n| Role | Does |\n| Peer | Walks |\n", 3, "no header row"),
        ("Table: Who\n\n" + TABLE.replace("Does", "  "), 3, "is empty"),
        ("Table: Who\n\n" + TABLE + "| Nurse | Treats | More |\n", 6, "3 cells"),
        ("Table: Who\n\n" + TABLE + "| Nurse |\n", 6, "1 cells"),
        ("Table: Who\n\nRole | Does\n--- | --- | ---\nPeer | Walks\n", 4, "3 cells"),
    ],
)
def test_a_table_that_is_not_right(source: str, line: int, says: str) -> None:
    found, message = only(source)
    assert (found, says in message) == (line, True), message


def test_a_list_right_below_a_paragraph() -> None:
    line, message = only("We do this:\n- Listen.\n- Ask.")
    assert (line, "blank line" in message) == (2, True)


# --- HTML, characters, tangles


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<script>alert(1)</script>", "script"),
        ("<SCRIPT src=x>", "script"),
        ("<div>\n\nx\n\n</div>", "div"),
        ("<iframe src=x></iframe>", "iframe"),
        ("<b onclick=x>bold</b>", "b"),
        ("<br clear=all>", "br"),
        ("<details\nopen>", "details"),
    ],
)
def test_html_that_is_not_allowed(html: str, name: str) -> None:
    found = problems(f"One.\n\nTwo {html}")
    assert found[0].line == 3
    assert f"<{name}>" in found[0].message


def test_a_comment_that_is_not_closed() -> None:
    line, message = only("One.\n\n<!-- two\n\n## Three")
    assert (line, "-->" in message) == (3, True)


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\0", "NUL (U+0000)"),
        ("\x1b", "U+001B"),
        ("\u202a", "LEFT-TO-RIGHT EMBEDDING (U+202A)"),
        ("\u202e", "RIGHT-TO-LEFT OVERRIDE (U+202E)"),
        ("\u2066", "LEFT-TO-RIGHT ISOLATE (U+2066)"),
        ("\u2069", "POP DIRECTIONAL ISOLATE (U+2069)"),
        ("\ud800", "LONE SURROGATE (U+D800)"),
    ],
)
def test_a_character_that_is_not_allowed_is_named(character: str, name: str) -> None:
    line, message = only(f"One.\n\n`in code {character}`")
    assert (line, name in message) == (3, True)


def test_marks_that_only_hint_at_direction_are_allowed() -> None:
    assert problems("עברית\u200f and \u200eEnglish") == []


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("An open [bracket.", "[ is not closed with ]"),
        ("A <b>bold\n\nword</b>.", "<b> is not closed with </b>"),
        ("[x](step:the-exam", "not closed with )"),
        ("- " * 9 + "x", "nested too deeply"),
        (">" * 9 + "x", "nested too deeply"),
        ("[" * 9 + "x" + "]" * 9, "nested too deeply"),
        ("*[a]: b\n" * 101, "more than 100 abbreviations and definitions"),
    ],
)
def test_a_tangle(source: str, says: str) -> None:
    assert any(says in problem.message for problem in problems(source))


def test_a_text_beyond_the_limit_is_one_problem() -> None:
    line, message = only("x" * (MOST_CHARACTERS + 1))
    assert (line, f"{MOST_CHARACTERS + 1} characters" in message) == (1, True)
    assert problems("x" * MOST_CHARACTERS) == []


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("[]()!<>*`#|:-{}^\\\"' \n\r\t.1ax\u202e"), max_size=80),
    st.integers(1, 50),
)
def test_no_soup_of_signs_breaks_the_lint_and_every_line_is_in_the_text(source: str, first_line: int) -> None:
    last = first_line + source.count("\n")
    assert all(first_line <= problem.line <= last for problem in problems(source, first_line=first_line))
