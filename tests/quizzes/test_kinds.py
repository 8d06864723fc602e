"""Question kinds: what a body may be, what a form may say, what is offered."""

from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import get_template
from hypothesis import given

from quizzes.kinds import (
    KINDS,
    Refused,
    long,
    matching,
    multiple,
    number,
    ordering,
    short,
    single,
    true_false,
)
from quizzes.kinds.patterns import Folding, _fits, tokens
from tests.quizzes.kind_bodies import SAMPLES, answered, questions, rendered, sent


def choice(key: str, *, right: bool = False, **more: Any) -> dict[str, Any]:
    return {"key": key, "text": f"Text of {key}", "why": f"Why {key}", "right": right} | more


def body(*right: str, keys: str = "abcd", **more: Any) -> dict[str, Any]:
    return {"choices": [choice(key, right=key in right) for key in keys]} | more


ONE = body("b")
TWO = body("a", "c", policy="all-or-nothing")


TRUE = {"answer": True, "why_true": "t", "why_false": "f"}
MATCH = SAMPLES["matching"][0][1]
STEPS = SAMPLES["ordering"][0][1]["steps"]


def with_row(**changes: str) -> dict[str, Any]:
    first, *others = MATCH["rows"]
    return {**MATCH, "rows": [{**first, **changes}, *others]}


def rubric(points: str) -> dict[str, Any]:
    return {"rubric": [{"key": "k", "title": "Asks", "points": points}]}


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
        (true_false, {**TRUE, "answer": "yes"}, "answer: This must be true or false"),
        (true_false, {**TRUE, "why_false": " "}, "why_false: Write something here."),
        (matching, {**MATCH, "rows": MATCH["rows"][:1]}, "rows: This needs at least 2."),
        (matching, {**MATCH, "choices": MATCH["choices"][:1]}, "choices: This needs at least 2."),
        (
            matching,
            with_row(answer="peeer"),
            "The row “dose” has no choice that exists. Did you mean “peer”?",
        ),
        (matching, with_row(why=""), "rows.0.why: Write something here."),
        (matching, with_row(key="hope"), "rows: Two of these have the same key."),
        (matching, with_row(key="correct"), "does not tell the answer"),
        (ordering, {"steps": STEPS[:2]}, "steps: This needs at least 3."),
        (ordering, {"steps": STEPS * 2}, "steps: This takes at most 6."),
        (ordering, {"steps": [*STEPS[:3], STEPS[0]]}, "Two of these have the same key."),
        (ordering, {"steps": [{**STEPS[0], "key": "step-1"}, *STEPS[1:]]}, "does not tell the place"),
        (ordering, {"steps": [{**STEPS[0], "key": "first"}, *STEPS[1:]]}, "does not tell the place"),
        (short, {"accepted": []}, "accepted: This needs at least 1."),
        (short, {"accepted": ["988", " "]}, "accepted.1: Write something here."),
        (short, {"accepted": ["*?"]}, "This accepts any answer."),
        (short, {"accepted": ["a" * 201]}, "at most 200"),
        (
            short,
            {"accepted": ["a"], "case_matter": True},
            "case_matter: Unknown key. Did you mean “case_matters”?",
        ),
        (number, {"answer": "twelve"}, "answer: This must be a number, such as 12 or 0.5."),
        (number, {"answer": "NaN"}, "answer: This must be a number"),
        (number, {"answer": Decimal("Infinity")}, "answer: This must be a number"),
        (number, {"answer": True}, "answer: This must be a number"),
        (number, {"answer": "1", "tolerance": "-1"}, "tolerance: A tolerance is 0 or more."),
        (number, {"answer": "1", "unit": "m" * 41}, "unit: Write one line"),
        (long, {"rubric": []}, "rubric: This needs at least 1."),
        (long, rubric("0"), "rubric.0.points: Points are more than 0"),
        (long, rubric("0.001"), "rubric.0.points: Points are more than 0"),
        (long, {**rubric("1"), "words": {"least": 9, "most": 5}}, "words: The least number of words is more"),
    ],
)
def test_a_mistake_is_named_with_its_place(kind: Any, wrong: object, where: str) -> None:
    assert where in says(kind, wrong)


@pytest.mark.parametrize("wrong", [None, [], "text", {}, {"choices": None}, {"choices": [None, 1, "x"]}])
def test_any_rubbish_is_refused_and_not_raised(wrong: object) -> None:
    assert all(kind.check(wrong) for kind in KINDS.values())


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
        (true_false, TRUE, "choice=false", {"answer": False}),
        (true_false, TRUE, "choice=", {}),
        (matching, MATCH, "row-hope=peer&row-dose=", {"rows": {"hope": "peer"}}),
        (matching, MATCH, "row-dose=&choice=peer", {}),
        (ordering, {"steps": STEPS}, "step-call=1&step-ask=1", {"places": {"ask": 1, "call": 1}}),
        (ordering, {"steps": STEPS}, "step-call=", {}),
        (short, {"accepted": ["988"]}, "text=+9+88+", {"text": " 9 88 "}),
        (short, {"accepted": ["988"]}, "text=+", {}),
        (number, {"answer": "1"}, "text=1,500.50", {"text": "1,500.50", "number": "1500.5"}),
        (number, {"answer": "1"}, "text=twelve", {"text": "twelve"}),
        (long, rubric("1"), "text=One%0D%0A%0D%0Atwo", {"text": "One\n\ntwo"}),
    ],
)
def test_a_form_is_read_into_a_response(kind: Any, of: Any, posted: str, response: Any) -> None:
    assert kind.parse(of, QueryDict(posted)) == response


@pytest.mark.parametrize(
    ("kind", "of", "posted"),
    [
        (single, ONE, "choice=zzz"),
        (single, ONE, "choice=a&choice=b"),
        (multiple, TWO, "choice=a&choice=%00"),
        (true_false, TRUE, "choice=maybe"),
        (true_false, TRUE, "choice=true&choice=false"),
        (matching, MATCH, "row-hope=sponsor"),
        (ordering, {"steps": STEPS}, "step-call=5"),
        (ordering, {"steps": STEPS}, "step-call=x"),
    ],
)
def test_a_form_that_is_not_ours_is_refused(kind: Any, of: Any, posted: str) -> None:
    with pytest.raises(ValueError, match="question"):
        kind.parse(of, QueryDict(posted))


@pytest.mark.parametrize(("kind", "of"), [(single, ONE), (multiple, TWO)])
def test_options_come_in_the_order_asked_and_tell_nothing(kind: Any, of: Any) -> None:
    offered = kind.shown(of, ["c", "a", "d", "b"])["options"]

    assert [option.key for option in offered] == ["c", "a", "d", "b"]
    assert [option._fields for option in offered] == [("key", "text")] * 4
    assert not any("Why" in part for option in offered for part in option)


def test_a_response_has_a_short_code_and_its_words() -> None:
    assert single.code({"choice": "b"}) == "b"
    assert multiple.code({"choices": ["a", "c"]}) == "a+c"
    assert single.code({}) == multiple.code({}) == ""
    assert multiple.texts(TWO, {"choices": ["c", "a"]}) == ["Text of a", "Text of c"]
    assert single.texts(ONE, {}) == []


@pytest.mark.parametrize(
    ("kind", "of", "text", "says"),
    [
        (short, {"accepted": ["a"]}, "a\x00", "invisible control character"),
        (short, {"accepted": ["a"]}, "a" * 201, "201 characters; at most 200"),
        (short, {"accepted": ["a"]}, "a\nb", "one line"),
        (number, {"answer": "1"}, "1" * 61, "61 characters; at most 60"),
        (long, rubric("1"), "a\u202eb", "reading direction"),
        (long, rubric("1"), "a" * 20_001, "20001 characters; at most 20000"),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_and_can_be_shown_again(
    kind: Any, of: Any, text: str, says: str
) -> None:
    posted = QueryDict(mutable=True)
    posted["text"] = text

    with pytest.raises(Refused, match=says) as refused:
        kind.parse(of, posted)
    assert refused.value.typed == {"text": text}


def test_the_longest_code_fits_its_column() -> None:
    keys = [letter * 40 for letter in "abcdef"]
    named = [{"key": key, "text": key} for key in keys]
    long_ones = {"choices": [choice(key, right=index < 2) for index, key in enumerate(keys[:4])]}
    match = {"choices": named, "rows": [{**each, "answer": keys[0], "why": "w"} for each in named]}
    steps = {"steps": named}

    assert multiple.check(long_ones) == matching.check(match) == ordering.check(steps) == []
    codes = {
        multiple.code({"choices": keys[:4]}),
        matching.code(matching.key_of(match)),
        ordering.code(ordering.key_of(steps)),
        short.code({"text": "w" * 200}),
        number.code({"text": "1" * 60, "number": "1" * 60}),
        long.code({"text": "words and words\n" * 900}),
    }
    assert len(codes) == 6
    assert all(50 < len(code) <= 200 for code in codes)


@given(answered())
def test_what_a_page_shows_is_sent_back_as_it_is_stored(case: tuple[str, Any, Any]) -> None:
    kind, of, response = case
    for prefix in ("", "3-"):
        html = rendered(kind, of, response, prefix=prefix)
        assert KINDS[kind].parse(of, sent(html, prefix)) == response


@given(answered())
def test_every_answer_has_words_a_code_and_a_line_for_each_part(case: tuple[str, Any, Any]) -> None:
    kind, of, response = case
    way = KINDS[kind]
    told = way.tell(of, response)

    assert bool(way.texts(of, response)) is bool(way.code(response)) is bool(response)
    assert len(way.code(response)) <= 200
    assert any(line.given for line in told) is bool(response)
    assert "\n" not in way.code(response)


@given(questions())
def test_the_key_is_whole_and_every_line_of_it_is_right(case: tuple[str, Any]) -> None:
    kind, of = case
    way, key = KINDS[kind], KINDS[kind].key_of(case[1])

    assert way.unfinished(of, {}) == way.unfinished(of, key) == ""
    if kind not in ("short", "number", "long"):
        assert all(line.given == line.right for line in way.tell(of, key))


class Names(HTMLParser):
    """Every name, id and reference to an id in some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.made: list[str] = []
        self.used: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.made += [given[name] or "" for name in ("id", "name") if name in given]
        for name in ("for", "aria-labelledby", "aria-describedby"):
            self.used += (given.get(name) or "").split()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number_of", [0, 1])
def test_every_name_and_id_begins_with_the_prefix_and_leads_somewhere(kind: str, number_of: int) -> None:
    _stem, of = SAMPLES[kind][number_of]
    response: Any = {"text": "no number"} if kind == "number" else {}
    if kind == "ordering":
        response = {"places": dict.fromkeys(KINDS[kind].keys(of), 1)}
    names = Names(rendered(kind, of, response, prefix="17-"))

    assert names.made
    assert all(name.startswith("17-") for name in names.made + names.used)
    assert set(names.used) <= {*names.made, "17-stem"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("number_of", [0, 1])
def test_what_is_shown_before_the_answer_tells_no_key(kind: str, number_of: int) -> None:
    _stem, of = SAMPLES[kind][number_of]
    key = KINDS[kind].key_of(of)

    html = rendered(kind, of, {})
    assert "KEY-" not in html
    assert not [word for word in ("checked", "selected") if word in html]
    if kind in ("short", "number"):
        assert key["text"] not in html


@given(questions())
def test_steps_unshuffled_do_not_stand_in_their_order(case: tuple[str, Any]) -> None:
    kind, of = case
    if kind == "ordering":
        right = [step["key"] for step in of["steps"]]
        assert ordering.keys(of) != right
        assert sorted(ordering.keys(of)) == sorted(right)


def test_what_is_unfinished_is_said_in_words() -> None:
    steps = {"steps": STEPS}

    said = ordering.unfinished(steps, {"places": {"call": 2, "ask": 2}})
    assert said == (
        "Place 2 is given more than once: “Ask whether he is safe”, “Call for help together”. "
        "2 steps have no place yet."
    )
    assert matching.unfinished(MATCH, {"rows": {"hope": "peer"}}) == "2 lines have no choice yet."
    assert (
        number.unfinished({"answer": "1"}, {"text": "a few"}) == "This is not a number. Write it in digits."
    )
    assert "Another step has place 2, too." in rendered("ordering", steps, {"places": {"call": 2, "ask": 2}})
    assert "This is not a number." in rendered("number", {"answer": "1"}, {"text": "a few"})


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ("all-or-nothing", "It counts when you have all of them and no other."),
        ("right-minus-wrong", "takes some away"),
        ("per-option", "rightly leave, earns a part"),
    ],
)
def test_the_page_says_how_a_multiple_choice_counts(policy: str, words: str) -> None:
    assert words in rendered("multiple", {**TWO, "policy": policy}, {})


def test_only_a_long_answer_is_marked_by_hand() -> None:
    assert [name for name, kind in KINDS.items() if kind.by_hand] == ["long"]


def test_a_rubric_adds_up_to_the_questions_points() -> None:
    of = SAMPLES["long"][0][1]

    assert long.check(of, Decimal("3.00")) == long.check(of) == []
    (problem,) = long.check(of, Decimal("10.00"))
    assert str(problem) == "rubric: The points of the rubric add up to 3; the question has 10."


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("12", "12"),
        (" 12.50 ", "12.5"),
        ("1,500", "1500"),
        ("1,234,567.80", "1234567.8"),
        (".5", "0.5"),
        ("5.", "5"),
        ("-0.50", "-0.5"),
        ("−3", "-3"),
        ("+3", "3"),
        ("-0", "0"),
        ("007", "7"),
        ("12mg", "12"),
        ("12 MG", "12"),
        *(
            (wrong, None)
            for wrong in ("1,5", "1.5.2", "1500,", ",5", "12 kg", "mg", ".", "-", "1e3", "٣", "½", "a")
        ),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, read: str | None) -> None:
    assert number.read_number(text, "mg") == read


@pytest.mark.parametrize(
    ("given_number", "right"),
    [("364.75", True), ("365.75", True), ("364.749999999999999999999", False), ("365.7500001", False)],
)
def test_a_tolerance_is_exact_to_the_last_digit(given_number: str, right: bool) -> None:
    of = SAMPLES["number"][1][1]

    assert (number.grade(of, Decimal(1), {"text": "", "number": given_number}) == 1) is right


@pytest.mark.parametrize(
    ("accepted", "answer", "right"),
    [
        ("lived experience", "  Lived   EXPERIENCE ", True),
        ("*experience", "the lived experience", True),
        ("experience", "lived experience", False),
        ("carry*on", "carry it on", True),
        ("carry?on", "carry-on", True),
        ("carry?on", "carryon", False),
        ("café", "CAFE", True),
        ("cafe", "café", True),
        ("don't", "don’t", True),
        (r"really\?", "really?", True),
        (r"really\?", "really!", False),
        (r"5 \* 2", "5 * 2", True),
        (r"5 \* 2", "5 and 2", False),
        ("a\\\\b", "a\\b", True),
        ("straße", "STRASSE", True),
        ("a*b*c", "axxbxxc", True),
        ("a*b*c", "axxbxx", False),
        ("*ab", "aab", True),
        ("*a?c", "abaabc", True),
    ],
)
def test_a_short_answer_fits_a_pattern_or_does_not(accepted: str, answer: str, right: bool) -> None:
    of = {"accepted": ["something else", accepted]}

    assert short.check(of) == []
    assert (short.grade(of, Decimal(1), {"text": answer}) == 1) is right


def test_case_and_accents_matter_where_an_author_says_so() -> None:
    of = {"accepted": ["José"], "case_matters": True, "accents_matter": True}

    assert short.grade(of, Decimal(1), {"text": "José"}) == 1
    assert short.grade(of, Decimal(1), {"text": "José"}) == 1
    assert short.grade(of, Decimal(1), {"text": "Jose"}) == 0
    assert short.grade(of, Decimal(1), {"text": "josé"}) == 0


def test_the_worst_pattern_takes_no_longer_than_its_length_allows() -> None:
    class Counted(str):
        """Counts how often its characters are looked at."""

        looks = 0

        def __getitem__(self, place: Any) -> str:
            type(self).looks += 1
            return super().__getitem__(place)

    pattern, text = tokens("a*" * 60 + "a" * 30 + "b", Folding()), Counted("a" * 200)

    assert _fits(pattern, text) is False
    assert Counted.looks <= len(pattern) * len(text)
