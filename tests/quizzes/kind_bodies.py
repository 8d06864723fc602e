"""Questions of every kind for tests: two that read as questions do, and any number that do not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import strategies as st

from course import versions
from course.models import Competency, Course
from quizzes.kinds import KINDS, Body, Response
from quizzes.models import Question
from quizzes.rendering import rendered_question
from tests.make import MADE_AT
from tests.page_forms import fields_of

Item = tuple[str, dict[str, Any]]
"""A stem and its body."""


def choice(key: str, text: str, why: str, *, right: bool = False) -> dict[str, Any]:
    return {"key": key, "text": text, "right": right, "why": why}


def criterion(key: str, title: str, points: str) -> dict[str, Any]:
    return {"key": key, "title": title, "points": points, "hint": f"KEY-HINT {title}"}


_LISTENS = [
    choice("ask-first", "Ask what would help.", "KEY-WHY He knows best.", right=True),
    choice("stay-near", "Stay near him.", "KEY-WHY He is not alone.", right=True),
    choice("take-over", "Make the call for him.", "KEY-WHY It is his call."),
    choice("look-away", "Leave the room.", "KEY-WHY He asked for you."),
]
_WORRIES = [
    choice("tell-dana", "Tell Dana what you saw.", "KEY-WHY She can act.", right=True),
    choice("write-it", "Write down the time.", "KEY-WHY Others will need it.", right=True),
    choice("keep-it", "Keep it to yourself.", "KEY-WHY Nobody can keep this."),
]
_ROLES = [
    {"key": "peer", "text": "A peer"},
    {"key": "clinician", "text": "A clinician"},
    {"key": "case-manager", "text": "A case manager"},
]


def _row(key: str, text: str, answer: str) -> dict[str, Any]:
    return {"key": key, "text": text, "answer": answer, "why": f"KEY-WHY {answer}."}


SAMPLES: dict[str, list[Item]] = {
    "single": [
        ("What helps most?", {"choices": [{**each, "right": not n} for n, each in enumerate(_LISTENS)]}),
        ("What comes first?", {"choices": [{**each, "right": n == 1} for n, each in enumerate(_WORRIES)]}),
    ],
    "multiple": [
        ("What helps Marcus now?", {"choices": _LISTENS, "policy": "per-option"}),
        ("What do you do at once?", {"choices": _WORRIES, "policy": "right-minus-wrong"}),
    ],
    "true_false": [
        (
            "A peer may share their own story to give hope.",
            {
                "answer": True,
                "why_true": "KEY-WHY It shows a way.",
                "why_false": "KEY-WHY It is allowed.",
            },
        ),
        (
            "A peer keeps every secret, whatever it is.",
            {
                "answer": False,
                "why_true": "KEY-WHY Trust has limits.",
                "why_false": "KEY-WHY Danger is told.",
            },
        ),
    ],
    "matching": [
        (
            "Whose job is this first?",
            {
                "choices": _ROLES,
                "rows": [
                    _row("dose", "Change how much medicine he takes", "clinician"),
                    _row("hope", "Say how you found your own way", "peer"),
                    _row("rent", "Fill in the form for rent help", "case-manager"),
                ],
            },
        ),
        (
            "Who is asked first?",
            {
                "choices": _ROLES[:2],
                "rows": [
                    _row("sleep", "He sleeps badly since the new pills", "clinician"),
                    _row("alone", "He does not want to walk in alone", "peer"),
                ],
            },
        ),
    ],
    "ordering": [
        (
            "Put these in order.",
            {
                "steps": [
                    {"key": "listen", "text": "Listen to what he says"},
                    {"key": "ask", "text": "Ask whether he is safe"},
                    {"key": "call", "text": "Call for help together"},
                    {"key": "note", "text": "Write down what happened"},
                ]
            },
        ),
        (
            "What comes when?",
            {
                "steps": [
                    {"key": "greet", "text": "Say who you are"},
                    {"key": "agree", "text": "Agree on a time"},
                    {"key": "meet", "text": "Meet at the place she chose"},
                ]
            },
        ),
    ],
    "short": [
        (
            "Which number do people call or text in a crisis?",
            {"accepted": ["988", "nine eight eight"], "case_matters": False, "accents_matter": False},
        ),
        (
            "What is shared in peer support?",
            {"accepted": ["*lived experience*", "café"], "case_matters": False, "accents_matter": False},
        ),
    ],
    "number": [
        ("How many minutes are three half hours?", {"answer": "90", "tolerance": "0", "unit": "minutes"}),
        ("About how many days are in a year?", {"answer": "365.25", "tolerance": "0.5", "unit": ""}),
    ],
    "long": [
        (
            "Write what you say to Marcus.",
            {
                "rubric": [
                    criterion("hears", "Says back what he heard", "2"),
                    criterion("asks", "Asks before helping", "1"),
                ],
                "words": {"least": 50, "most": 150},
                "guidance": "KEY-GUIDANCE Read twice.",
            },
        ),
        (
            "Describe a limit that you would keep.",
            {"rubric": [criterion("limit", "Names a limit", "3")], "words": None, "guidance": ""},
        ),
    ],
}


def add_item(course: Course, competency: Competency, kind: str, number: int = 0) -> Question:
    """A live question of this kind, its first or its second, worth 3 points."""
    stem, body = SAMPLES[kind][number]
    question = Question.objects.create(
        course=course, key=f"{kind.replace('_', '-')}-{number}", kind=kind, competency=competency
    )
    points = Decimal("3.00")
    payload = {
        "stem": stem,
        "body": body,
        "points": points,
        "explanation": "KEY-EXPLAIN it.",
        "reference": {},
    }
    versions.take_from_file(question, payload=payload, rendered=rendered_question(payload), at=MADE_AT)
    return question


class _Page:
    def __init__(self, html: str) -> None:
        # A page of nothing but empty lists would send nothing that the reader of forms sees.
        self.content = f'<form id="answer"><input name="save_id" value="1">{html}</form>'.encode()


def rendered(kind: str, body: Body, response: Response, *, prefix: str = "") -> str:
    """The inputs of a question, as its page shows them."""
    way = KINDS[kind]
    context = {**way.shown(body, way.keys(body)), "response": response, "prefix": prefix}
    return render_to_string(way.template, context)


def sent(html: str, prefix: str = "") -> QueryDict:
    """What a browser sends of these inputs, the prefix taken off."""
    data = QueryDict(mutable=True)
    for name, values in fields_of(_Page(html), "answer").items():
        data.setlist(name.removeprefix(prefix), values)
    return data


# --- Any question of any kind ----------------------------------------------------------------------------------------

_KEYS = ["call-now", "wait", "tell", "ask", "go-along", "listen"]
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf"]), min_size=1, max_size=20)
WORDS = WORDS.filter(lambda text: text.strip() == text and "�" not in text)
NUMBERS = st.decimals(-9999, 9999, places=3).map(lambda number: f"{number:f}")


def _named(draw: st.DrawFn, least: int, most: int) -> list[dict[str, Any]]:
    keys = draw(st.lists(st.sampled_from(_KEYS), min_size=least, max_size=most, unique=True))
    texts = draw(st.lists(WORDS, min_size=len(keys), max_size=len(keys), unique=True))
    return [{"key": key, "text": text} for key, text in zip(keys, texts, strict=True)]


@st.composite
def bodies(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """A sound body."""
    match kind:
        case "single" | "multiple":
            choices = _named(draw, 3, 4)
            low, high = (1, 1) if kind == "single" else (2, len(choices) - 1)
            indices = st.sets(st.integers(0, len(choices) - 1), min_size=low, max_size=high)
            right = draw(indices)
            body: dict[str, Any] = {
                "choices": [{**each, "right": n in right, "why": "w"} for n, each in enumerate(choices)]
            }
            if kind == "multiple":
                policies = ["all-or-nothing", "right-minus-wrong", "per-option"]
                body["policy"] = draw(st.sampled_from(policies))
        case "true_false":
            body = {"answer": draw(st.booleans()), "why_true": draw(WORDS), "why_false": draw(WORDS)}
        case "matching":
            choices = _named(draw, 2, 6)
            answers = st.sampled_from([each["key"] for each in choices])
            body = {
                "choices": choices,
                "rows": [{**row, "answer": draw(answers), "why": "w"} for row in _named(draw, 2, 6)],
            }
        case "ordering":
            body = {"steps": _named(draw, 3, 6)}
        case "short":
            pattern = st.text("ab cé*?\\-", min_size=1, max_size=12).filter(
                lambda text: any(letter in text for letter in "abcé")
            )
            body = {
                "accepted": draw(st.lists(pattern, min_size=1, max_size=3)),
                "case_matters": draw(st.booleans()),
                "accents_matter": draw(st.booleans()),
            }
        case "number":
            tolerance = st.decimals(0, 10, places=2).map(lambda number: f"{number:f}")
            body = {
                "answer": draw(NUMBERS),
                "tolerance": draw(tolerance),
                "unit": draw(st.sampled_from(["", "mg"])),
            }
        case _:
            body = {"rubric": [{"key": "a", "title": "A", "points": "1", "hint": ""}], "words": None}
            body["guidance"] = ""
    assert KINDS[kind].check(body) == []
    return body


@st.composite
def posts(draw: st.DrawFn, kind: str, body: Body) -> QueryDict:
    """What a learner may send of a question: anything, from nothing to all of it."""
    data = QueryDict(mutable=True)
    match kind:
        case "single" | "multiple":
            keys = [each["key"] for each in body["choices"]]
            most = 1 if kind == "single" else len(keys)
            data.setlist("choice", draw(st.lists(st.sampled_from(keys), max_size=most, unique=True)))
        case "true_false":
            data["choice"] = draw(st.sampled_from(["", "true", "false"]))
        case "matching":
            keys = ["", *(each["key"] for each in body["choices"])]
            for row in body["rows"]:
                data[f"row-{row['key']}"] = draw(st.sampled_from(keys))
        case "ordering":
            places = ["", *map(str, range(1, len(body["steps"]) + 1))]
            for step in body["steps"]:
                data[f"step-{step['key']}"] = draw(st.sampled_from(places))
        case "number":
            data["text"] = draw(
                st.one_of(WORDS, NUMBERS, st.sampled_from([" 1,500", "1,5", "12 mg", "-.5", "."]))
            )
        case _:
            data["text"] = draw(st.one_of(WORDS, st.text("ab c*?\n", max_size=20).map(_one_line(kind))))
    return data


def _one_line(kind: str) -> Any:
    return lambda text: text.replace("\n", " ") if kind == "short" else text


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    kind = draw(st.sampled_from(sorted(KINDS)))
    return kind, draw(bodies(kind))


@st.composite
def answered(draw: st.DrawFn) -> tuple[str, dict[str, Any], Response]:
    kind, body = draw(questions())
    return kind, body, KINDS[kind].parse(body, draw(posts(kind, body)))
