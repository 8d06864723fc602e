"""The item-writing check: what each rule finds, what it leaves alone, and that no draft makes it stumble."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.item_writing import RULES, Item, Severity, balance_of, check
from tests.quizzes.kind_bodies import questions

STEM = "Maya has not slept for two nights, and tells you so at the door. What do you say first?"
SOURCE = {"title": "Core Competencies", "publisher": "SAMHSA", "year": 2015}
RIGHT = "I am glad that you came in today."
WRONG = ("Have you taken your pills today?", "You should go home and rest now.")


def choices(right: str = RIGHT, *wrong: str) -> list[dict[str, Any]]:
    rows = [{"text": text, "right": False, "why": "W."} for text in (wrong or WRONG)]
    return [{"text": right, "right": True, "why": "W."}, *rows]


def item(stem: str = STEM, body: Any = None, *, kind: str = "single", **more: Any) -> Item:
    said = {"explanation": "E.", "reference": SOURCE, **more}
    return Item("k", kind, stem, {"choices": choices()} if body is None else body, **said)


def rules(found: Item) -> list[str]:
    return [finding.rule for finding in check(found)]


def test_a_good_question_has_no_findings() -> None:
    assert rules(item()) == []


@pytest.mark.parametrize(
    "asks",
    [
        "Which of these is NOT part of your work?",
        "Which is not part of your work?",
        "All of these help EXCEPT one. Which?",
        "What should you never say to her?",
        "Which reply is least helpful?",
        "Which step doesn’t belong here?",
        "Who isn't bound by this rule?",
    ],
)
def test_a_question_that_asks_what_is_not_so_is_found(asks: str) -> None:
    assert "negative-stem" in rules(item(f"Maya is at the door. {asks}"))


@pytest.mark.parametrize(
    "stem",
    [
        "What do you do if she does not answer the door?",
        "What helps someone who cannot sleep?",
        "Maya says, “I will NOT go. Which of you is not lying?” What do you say to her now?",
        "What is the one thing that, at least today, would help her most?",
        "She did not come. What do you do first, and why not later?",
        "No one has told Maya. What do you do, so that she is not alone?",
    ],
)
def test_a_not_in_the_situation_or_in_a_quotation_is_left_alone(stem: str) -> None:
    assert "negative-stem" not in rules(item(f"It is late. {stem}"))


@pytest.mark.parametrize(
    "text",
    [
        "All of the above",
        "None of the above.",
        "Both of these",
        "A and B",
        "both B and C",
        "None of the others",
    ],
)
def test_a_choice_about_other_choices_is_found(text: str) -> None:
    assert "all-of-the-above" in rules(item(body={"choices": choices(RIGHT, WRONG[0], text)}))


@pytest.mark.parametrize(
    "text", ["Ask all of them to come in.", "A friend and a cousin of hers.", "Call none of these people."]
)
def test_a_choice_that_speaks_of_people_is_left_alone(text: str) -> None:
    assert "all-of-the-above" not in rules(item(body={"choices": choices(RIGHT, WRONG[0], text)}))


LONG = "I am glad that you came in today, and I would like to hear what kept you awake for so long."


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (choices(LONG), "key-longer"),
        (choices("Yes.", "No, I do not think that I could do that for you.", "No."), "unlike-lengths"),
        (choices(RIGHT, "You must always rest after lunch.", "You should never be up so late."), "absolute-words"),
        (choices("You have not slept two nights: tell me.", *WRONG), "repeats-the-question"),
        (choices(RIGHT, WRONG[0], "have you taken YOUR pills today"), "same-choice-twice"),
        (choices(RIGHT, WRONG[0]), "few-choices"),
    ],
)  # fmt: skip
def test_what_choices_give_away_is_found(body: list[dict[str, Any]], rule: str) -> None:
    stem = "Maya has hardly slept for nights. She has stayed awake at the door. What do you say first?"
    stem = stem.replace("hardly slept for nights", "slept little these nights")
    assert rule in rules(item(stem, {"choices": body}))


def test_a_right_choice_that_is_a_little_longer_or_not_the_longest_is_left_alone() -> None:
    near = choices(
        "Tell me how it was for you.", "Go and rest.", "Take your pills, and then go home and rest well."
    )
    assert "key-longer" not in rules(item(body={"choices": near}))


def test_an_article_that_only_the_right_choice_can_follow_is_found() -> None:
    body = {"choices": choices("advocate", "sponsor", "friend")}
    assert "grammar" in rules(item("You speak up for her at a meeting. There you are an", body))
    assert "grammar" not in rules(item("You speak up for her at a meeting. There you are a", body))


def test_missing_explanations_are_named_one_by_one() -> None:
    body = {"choices": [{**choice, "why": " "} for choice in choices()[:2]] + choices()[2:]}
    found = [f.where for f in check(item(body=body, explanation="")) if f.rule == "no-explanation"]
    assert found == [("explanation",), ("choices", 0, "why"), ("choices", 1, "why")]


def test_a_bare_question_and_a_missing_source_are_only_hints() -> None:
    found = check(item("What is peer support?", reference={}))
    assert [(f.rule, f.severity) for f in found] == [
        ("no-situation", Severity.CONTEXT),
        ("no-reference", Severity.CONTEXT),
    ]


def test_what_is_kept_is_kept_for_these_words_alone() -> None:
    one, again, other = (
        next(f for f in check(item(stem, reference={})) if f.rule == "no-reference")
        for stem in (STEM, STEM.replace(" ", "  "), STEM + "!")
    )
    assert one.digest == again.digest != other.digest


@given(questions(), st.text(max_size=60), st.text(max_size=20))
def test_any_question_of_any_kind_is_checked_and_said_in_words(
    drawn: tuple[str, dict[str, Any]], stem: str, explanation: str
) -> None:
    kind, body = drawn
    for finding in check(Item("k", kind, stem, body, explanation, {})):
        assert finding.rule in RULES
        assert finding.says
        assert 0 < len(finding.words) <= 200


# --- Over many -------------------------------------------------------------------------------------------------------


def at(place: int, size: int = 4) -> Item:
    rows = [{"text": "Same length", "right": number == place, "why": "W."} for number in range(size)]
    return item(body={"choices": rows})


def test_a_place_that_is_used_too_often_is_named() -> None:
    balance = balance_of([at(0)] * 5 + [at(1)] * 2 + [at(2)] * 14 + [at(3)] * 3)
    assert [place.number for place in balance.overused] == [3]
    assert [place.count for place in balance.places] == [5, 2, 14, 3]


def test_an_even_spread_and_a_handful_are_left_alone() -> None:
    assert balance_of([at(place) for place in range(4)] * 10).overused == ()
    assert balance_of([at(2)] * 7).overused == ()


def test_places_of_questions_with_three_and_four_choices_are_added_up() -> None:
    balance = balance_of([at(0, 3)] * 3 + [at(3, 4)] * 4)
    assert [round(place.expected, 2) for place in balance.places] == [2, 2, 2, 1]


def test_lengths_are_compared_over_all_questions() -> None:
    long, even = item(body={"choices": choices(LONG)}), item(body={"choices": choices("a", "b", "c")})
    assert balance_of([long] * 10).key_longer
    assert balance_of([even] * 10).ratio == 1
    assert balance_of([long] * 2 + [even] * 2).longest == 2
    assert balance_of([]).ratio is None


@given(st.lists(st.tuples(st.integers(2, 5), st.integers(0, 4)), max_size=60))
def test_the_expected_places_add_up_to_the_questions(drawn: list[tuple[int, int]]) -> None:
    balance = balance_of(at(place % size, size) for size, place in drawn)
    assert sum(place.count for place in balance.places) == balance.questions == len(drawn)
    assert sum(place.expected for place in balance.places) == pytest.approx(len(drawn))
