"""Question kinds: what a body may be, what a form may say, what is offered."""

from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import get_template

from quizzes.kinds import KINDS, multiple, single


def choice(key: str, *, right: bool = False, **more: Any) -> dict[str, Any]:
    return {"key": key, "text": f"Text of {key}", "why": f"Why {key}", "right": right} | more


def body(*right: str, keys: str = "abcd", **more: Any) -> dict[str, Any]:
    return {"choices": [choice(key, right=key in right) for key in keys]} | more


ONE = body("b")
TWO = body("a", "c", policy="all-or-nothing")


def says(kind: Any, wrong: object) -> str:
    return " ".join(map(str, kind.check(wrong)))


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_template_and_a_name(name: str) -> None:
    assert get_template(KINDS[name].template)
    assert str(KINDS[name].label)


def test_a_sound_body_has_no_problems() -> None:
    assert single.check(ONE) == []
    assert single.check({"choices": [choice("a", right=True), choice("b"), choice("c")]}) == []
    assert multiple.check(TWO) == []
    assert multiple.check(body("a", "c")) == []


@pytest.mark.parametrize(
    ("kind", "wrong", "where"),
    [
        (single, body("a", "b"), "exactly one right choice; this has 2"),
        (single, body(), "exactly one right choice; this has 0"),
        (single, body("a", keys="ab"), "choices"),
        (single, body("a", keys="abcde"), "choices"),
        (single, body("a", policy="all-or-nothing"), "policy"),
        (single, {"choices": [choice("a", right=True), choice("b", why=""), choice("c")]}, "choices.1.why"),
        (single, {"choices": [choice("a", right=True), choice("b", text=7), choice("c")]}, "choices.1.text"),
        (single, {"choices": [choice("a", right=True), choice("b", tip="x"), choice("c")]}, "choices.1.tip"),
        (single, {"choices": [choice("A b", right=True), choice("b"), choice("c")]}, "choices.0.key"),
        (single, {"choices": [choice("a", right=True), choice("a", text="x"), choice("c")]}, "the same key"),
        (
            single,
            {"choices": [choice("a", right=True), choice("b", text="Text of a"), choice("c")]},
            "same text",
        ),
        (single, {"choices": [choice("a", right=True), choice("b", text="a\x00"), choice("c")]}, "control"),
        (multiple, body("a"), "at least two right choices and one wrong"),
        (multiple, body("a", "b", "c", "d"), "at least two right choices and one wrong"),
        (multiple, body("a", "b", policy="by-luck"), "policy"),
    ],
)
def test_a_mistake_is_named_with_its_place(kind: Any, wrong: object, where: str) -> None:
    assert where in says(kind, wrong)


@pytest.mark.parametrize("wrong", [None, [], "text", {}, {"choices": None}, {"choices": [None, 1, "x"]}])
def test_any_rubbish_is_refused_and_not_raised(wrong: object) -> None:
    assert single.check(wrong)
    assert multiple.check(wrong)


@pytest.mark.parametrize("key", ["right", "correct", "best", "wrong"])
def test_a_choice_key_that_tells_the_answer_is_refused(key: str) -> None:
    telling = {"choices": [choice(key, right=True), choice("b"), choice("c")]}

    assert "does not tell" in says(single, telling)


@pytest.mark.parametrize(
    ("kind", "of", "posted", "response"),
    [
        (single, ONE, "choice=b", {"choice": "b"}),
        (single, ONE, "", {}),
        (single, ONE, "choice=", {}),
        (multiple, TWO, "choice=c&choice=a", {"choices": ["a", "c"]}),
        (multiple, TWO, "choice=a&choice=a", {"choices": ["a"]}),
        (multiple, TWO, "", {}),
    ],
)
def test_a_form_is_read_into_a_response(kind: Any, of: Any, posted: str, response: Any) -> None:
    assert kind.parse(of, QueryDict(posted)) == response


@pytest.mark.parametrize(
    ("kind", "of", "posted"),
    [(single, ONE, "choice=zzz"), (single, ONE, "choice=a&choice=b"), (multiple, TWO, "choice=a&choice=%00")],
)
def test_a_form_that_is_not_ours_is_refused(kind: Any, of: Any, posted: str) -> None:
    with pytest.raises(ValueError, match="question"):
        kind.parse(of, QueryDict(posted))


@pytest.mark.parametrize(("kind", "of"), [(single, ONE), (multiple, TWO)])
def test_options_come_in_the_order_asked_and_tell_nothing(kind: Any, of: Any) -> None:
    offered = kind.options(of, ["c", "a", "d", "b"])

    assert [option.key for option in offered] == ["c", "a", "d", "b"]
    assert [option._fields for option in offered] == [("key", "text")] * 4
    assert not any("Why" in part for option in offered for part in option)


def test_a_response_has_a_short_code_and_its_words() -> None:
    assert single.code({"choice": "b"}) == "b"
    assert multiple.code({"choices": ["a", "c"]}) == "a+c"
    assert single.code({}) == multiple.code({}) == ""
    assert multiple.texts(TWO, {"choices": ["c", "a"]}) == ["Text of a", "Text of c"]
    assert single.texts(ONE, {}) == []


def test_the_longest_code_fits_its_column() -> None:
    keys = [letter * 40 for letter in "abcd"]
    long = {"choices": [choice(key, right=index < 2) for index, key in enumerate(keys)]}

    assert multiple.check(long) == []
    assert len(multiple.code({"choices": keys})) <= 200
