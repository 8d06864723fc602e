"""Self-checks in a topic: where they stand, what an answer is told, and that nothing tells before it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from course import registry, versions
from course.models import Enrollment, Person
from lessons import authoring
from lessons.authoring import EMPTY_TOPIC
from lessons.checks.placing import fill, mark, placing_problems
from lessons.models import GlossaryTerm, Topic
from lessons.reading_time import count_words
from lessons.rendering import rendered_topic
from tests.conftest import NOW
from tests.lessons.conftest import statements

TOPIC = "/courses/peer/foundations/roles/"
SECRETS = ("WHY-RIGHT", "WHY-WRONG", "EXPLAIN")

SINGLE: dict[str, Any] = {
    "key": "dose",
    "kind": "single",
    "stem": "Who answers a question about a **dose**?",
    "choices": [
        {"key": "you", "text": "You do.", "why": "WHY-WRONG-1"},
        {"key": "nurse", "text": "The nurse does.", "right": True, "why": "WHY-RIGHT"},
        {"key": "web", "text": "A web page does.", "why": "WHY-WRONG-2"},
    ],
    "explanation": "EXPLAIN the dose.",
}
MULTIPLE: dict[str, Any] = {
    "key": "gifts",
    "kind": "multiple",
    "stem": "What do you bring?",
    "choices": [
        {"key": "hope", "text": "Hope.", "right": True, "why": "WHY-RIGHT-1"},
        {"key": "story", "text": "Your story.", "right": True, "why": "WHY-RIGHT-2"},
        {"key": "orders", "text": "Orders.", "why": "WHY-WRONG"},
    ],
    "explanation": "EXPLAIN the gifts.",
}
TRUE_FALSE: dict[str, Any] = {
    "key": "same",
    "kind": "true_false",
    "stem": "Every recovery looks the same.",
    "answer": False,
    "why_true": "WHY-WRONG",
    "why_false": "WHY-RIGHT",
    "explanation": "EXPLAIN recovery.",
}
CHECKS = [SINGLE, MULTIPLE, TRUE_FALSE]
SOURCE = "Before.\n\n[check: dose]\n\nAfter."


def publish(*checks: dict[str, Any], source: str = SOURCE) -> Topic:
    topic = Topic.objects.select_related("live", "draft", "loaded", "step__lesson__course").get(
        step__slug="roles"
    )
    payload: dict[str, Any] = {"title": "The Role", **EMPTY_TOPIC, "source": source}
    payload |= {"checks": list(checks)} if checks else {}
    rendered = rendered_topic(payload, topic.step.lesson.course)
    versions.take_from_file(topic, payload=payload, rendered=rendered, at=NOW)
    return topic


@pytest.fixture
def topic(enrollment: Enrollment) -> Topic:
    return publish(*CHECKS)


def page(client: Client, query: str = "", **headers: Any) -> str:
    answer = client.get(f"{TOPIC}{query}", **headers)
    assert answer.status_code == 200
    return str(answer.content.decode())


def part(html: str, key: str) -> str:
    """The check with this key alone."""
    found = re.search(rf'<section class="self-check" id="check-{key}".*?</section>', html, re.DOTALL)
    assert found, key
    return found[0]


def test_a_check_stands_where_it_was_placed_and_the_others_after_the_text(
    as_ada: Client, topic: Topic
) -> None:
    html = page(as_ada)
    places = [html.index(words) for words in ("Before.", 'id="check-dose"', "After.", 'id="check-gifts"')]
    assert places == sorted(places)
    assert html.count('<section class="self-check"') == 3
    assert "[check:" not in html


def test_before_an_answer_the_page_holds_no_key_and_no_explanation(as_ada: Client, topic: Topic) -> None:
    for query in ("", "?check=dose", "?check=dose&tell=1", "?check=dose&check-dose-choice=", "?check=none"):
        html = page(as_ada, query)
        for secret in SECRETS:
            assert secret not in html, query


@pytest.mark.parametrize(
    ("query", "told", "untold"),
    [
        (
            "?check=dose&check-dose-choice=nurse",
            ["Yes, that fits.", "WHY-RIGHT", "WHY-WRONG-1", "EXPLAIN"],
            [],
        ),
        (
            "?check=dose&check-dose-choice=you",
            ["Not quite.", "WHY-WRONG-1", "Try again"],
            ["WHY-RIGHT", "EXPLAIN"],
        ),
        (
            "?check=dose&check-dose-choice=you&tell=1",
            ["Not quite.", "WHY-WRONG-1", "WHY-RIGHT", "EXPLAIN"],
            [],
        ),
        ("?check=gifts&check-gifts-choice=hope", ["there is more to find", "WHY-RIGHT-1"], ["WHY-RIGHT-2"]),
        (
            "?check=gifts&check-gifts-choice=hope&check-gifts-choice=story",
            ["Yes, that fits.", "WHY-RIGHT-2", "EXPLAIN"],
            [],
        ),
        ("?check=same&check-same-choice=false", ["Yes, that fits.", "WHY-RIGHT"], []),
        ("?check=same&check-same-choice=true", ["Not quite.", "WHY-WRONG"], ["WHY-RIGHT", "EXPLAIN"]),
        ("?check=dose", ["Choose an answer first."], []),
        ("?check=dose&check-dose-choice=other", ["does not belong"], []),
        ("?check=dose&check-dose-choice=you&check-dose-choice=web", ["takes one choice"], []),
    ],
)
def test_an_answer_is_told_what_it_earned_to_know(
    as_ada: Client, topic: Topic, query: str, told: list[str], untold: list[str]
) -> None:
    key = re.match(r"\?check=(\w+)", query)
    assert key
    whole = page(as_ada, query)
    html = part(whole, key[1])
    for words in told:
        assert words in html, words
    for words in untold:
        assert words not in html, words
    others = whole.replace(html, "")
    assert not [secret for secret in SECRETS if secret in others]


def test_an_answer_to_one_page_is_not_shown_on_the_next(as_ada: Client, as_ben: Client, topic: Topic) -> None:
    page(as_ada, "?check=dose&check-dose-choice=nurse")
    for client in (as_ada, as_ben):
        html = page(client)
        assert "Yes, that fits." not in html
        assert " checked" not in html


def test_a_topic_that_follows_its_course_keeps_its_checks(as_ada: Client, topic: Topic, tess: Person) -> None:
    """A new word of the glossary, or an older draft that goes live: the page is rendered with what holds today."""
    assert topic.live is not None
    payload = {**authoring.payload_of(topic.live), "source": "Walk beside a peer.\n\n[check: dose]"}
    authoring.draft_topic(topic, payload, author=tess, at=NOW)
    GlossaryTerm.objects.create(
        course=topic.step.lesson.course, key="peer", term="Peer", definition="Beside."
    )
    authoring.publish_topic(topic, author=tess, at=NOW)
    html = page(as_ada)
    assert "Who answers a question about a <strong>dose</strong>?" in html
    assert "glossary/#" in html


def test_the_script_swaps_the_check_alone(as_ada: Client, topic: Topic) -> None:
    html = page(as_ada, "?check=dose&check-dose-choice=you", headers={"HX-Request": "true"})
    assert html.strip().startswith('<section class="self-check" id="check-dose"')
    assert "<html" not in html
    assert "WHY-RIGHT" not in html


@pytest.mark.parametrize("query", ["?check=%00", "?check=dose&check-dose-choice=%00", f"?check={'x' * 5000}"])
def test_odd_answers_break_nothing(as_ada: Client, topic: Topic, query: str) -> None:
    page(as_ada, query)


def test_nothing_is_stored_and_no_statement_is_added(as_ada: Client, topic: Topic) -> None:
    page(as_ada)
    counts = []
    for query in ("", "?check=dose&check-dose-choice=you"):
        with CaptureQueriesContext(connection) as queries:
            page(as_ada, query)
        counts.append(len(statements(queries.captured_queries)))
        assert all(sql.startswith("SELECT") for sql in statements(queries.captured_queries))
    assert counts[0] == counts[1] <= 6


def test_a_page_with_checks_and_no_scenario_brings_the_script_that_swaps(
    as_ada: Client, topic: Topic
) -> None:
    topic.scenarios.update(retired=True)
    assert "htmx" in page(as_ada).split("</footer>")[-1]
    publish()
    assert "htmx.min.js" not in page(as_ada)


def test_the_words_of_question_and_options_are_read(enrollment: Enrollment) -> None:
    without = publish(source="Before.").live
    with_one = publish(SINGLE, source="Before.\n\n[check: dose]").live
    assert without
    assert with_one
    options = "You do. The nurse does. A web page does."
    more = count_words(f"Who answers a question about a dose? {options}")
    assert with_one.words == without.words + more


def test_a_topic_without_checks_has_the_payload_that_it_always_had(enrollment: Enrollment) -> None:
    live = publish().live
    assert live
    assert (live.checks, live.checks_html) == ([], {})
    plain = {"title": "The Role", **EMPTY_TOPIC, "source": SOURCE}
    assert live.digest == versions.digest(plain)


def test_a_topic_in_its_course_language_still_has_its_marks_out_of_the_text(topic: Topic) -> None:
    assert topic.live
    assert "<!--check:dose-->" in topic.live.html


def test_what_is_stored_is_what_is_written_again() -> None:
    about = registry.self_checks()
    for check in CHECKS:
        once = about.in_order(check)
        assert about.in_order(once) == once
        assert once == check


# --- Placing, pure -----------------------------------------------------------------------------------------------

keys = st.lists(st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True), max_size=3, unique=True)


@given(st.lists(st.sampled_from(["<p>Words.</p>", "<p>[check: a]</p>", "<p>[check: b]</p>"])), keys)
def test_every_check_stands_once_and_no_other_text_is_touched(pieces: list[str], keys: list[str]) -> None:
    marked = mark("\n".join(pieces), keys)
    for key in keys:
        assert marked.count(f"<!--check:{key}-->") == 1
    assert fill(marked, dict.fromkeys(keys, "")).count("Words.") == pieces.count("<p>Words.</p>")


def test_checks_without_a_place_come_before_the_sources() -> None:
    html = '<p>Text.</p>\n<section class="references" aria-labelledby="x"></section>'
    assert mark(html, ["a"]).index("check:a") < mark(html, ["a"]).index("references")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Text.\n\n[check: gone]\n", "3: There is no self-check “gone”"),
        ("[check: a]\n\n[check: a]", "3: The self-check “a” stands in the text already."),
        ("Text\n[check: a]\n\nMore.", "2: A self-check stands on a line of its own"),
        ("- [check: a]", "1: A self-check stands on a line of its own"),
        ("    [check: a]", "1: A self-check stands on a line of its own"),
        ("See [check: a] here.", "1: A self-check stands on a line of its own"),
    ],
)
def test_a_wrong_place_is_said_with_its_line(source: str, expected: str) -> None:
    (problem,) = placing_problems(source, ["a"])
    assert f"{problem.line}: {problem.message}".startswith(expected)


@given(st.text(alphabet="[]check: a\n`-", max_size=60))
def test_any_text_can_be_looked_at(source: str) -> None:
    placing_problems(source, ["a"])


def test_a_place_shown_as_code_is_none() -> None:
    assert placing_problems("Write `[check: a]` in the text.", []) == []
