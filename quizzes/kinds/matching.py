"""Matching: to each row belongs one of the choices that all rows share. The response is ``{"rows": {row: choice}}``.

Each row with its right choice earns its share. A choice may belong to several rows, or to none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import AfterValidator, Field, ValidationInfo

from course.content.words import did_you_mean
from quizzes.kinds import parts
from quizzes.kinds.base import Body, Option, Posted, Problem, Response, Told

label = gettext_lazy("Matching")
template = "quizzes/kinds/matching.html"
by_hand = False
_LONGEST_IN_CODE = 15


class Row(parts.Named):
    """``answer`` is the key of the choice that belongs here; ``why`` says why it does."""

    answer: str
    why: parts.Words


def _answers_exist(rows: list[Row], info: ValidationInfo) -> list[Row]:
    known = [choice.key for choice in info.data.get("choices", [])]
    for row in rows:
        if known and row.answer not in known:
            near = did_you_mean(row.answer, known)
            raise ValueError(_("The row “%s” has no choice that exists.") % row.key + near)
    return rows


class MatchingBody(parts.Strict):
    choices: Annotated[
        list[parts.Named], Field(min_length=2, max_length=6), AfterValidator(parts.all_different)
    ]
    rows: Annotated[
        list[Row],
        Field(min_length=2, max_length=6),
        AfterValidator(parts.all_different),
        AfterValidator(_answers_exist),
    ]


schema = MatchingBody


def check(body: object, points: Decimal | None = None) -> list[Problem]:
    return parts.problems(MatchingBody, body)


def keys(body: Body) -> list[str]:
    """The rows are put in an order; the choices stay as their author listed them."""
    return [row["key"] for row in body["rows"]]


def shown(body: Body, order: Sequence[str]) -> Mapping[str, Any]:
    return {
        "rows": [Option(row["key"], row["text"]) for row in parts.in_order(body["rows"], order)],
        "choices": [Option(choice["key"], choice["text"]) for choice in body["choices"]],
    }


def parse(body: Body, data: Posted) -> Response:
    known, rows = set(_choices(body)), {}
    for key in keys(body):
        choice = data.get(f"row-{key}")
        if choice and choice not in known:
            raise ValueError(_("This choice does not belong to this question. Load the page again."))
        if choice:
            rows[key] = choice
    return {"rows": rows} if rows else {}


def grade(body: Body, points: Decimal, response: Response) -> Decimal:
    rows = body["rows"]
    right = sum(_given(response).get(row["key"]) == row["answer"] for row in rows)
    return parts.share_of(points, Fraction(right, len(rows)))


def code(response: Response) -> str:
    pairs = sorted(_given(response).items())
    plain = "+".join(f"{row}={choice}" for row, choice in pairs)
    if len(plain) <= parts.MOST_IN_CODE:
        return plain
    return "+".join(f"{row[:_LONGEST_IN_CODE]}={choice[:_LONGEST_IN_CODE]}" for row, choice in pairs)


def texts(body: Body, response: Response) -> list[str]:
    text = _choices(body)
    given = ((row, _given(response).get(row["key"])) for row in body["rows"])
    return [f"{row['text']} → {text[choice]}" for row, choice in given if choice]


def unfinished(body: Body, response: Response) -> str:
    left = len(body["rows"]) - len(_given(response))
    if not response or not left:
        return ""
    return ngettext("%d line has no choice yet.", "%d lines have no choice yet.", left) % left


def tell(body: Body, response: Response) -> list[Told]:
    text = _choices(body)
    return [
        Told(
            row["text"],
            text.get(_given(response).get(row["key"], ""), ""),
            text.get(row["answer"], ""),
            row["why"],
        )
        for row in body["rows"]
    ]


def key_of(body: Body) -> Response:
    return {"rows": {row["key"]: row["answer"] for row in body["rows"]}}


def _choices(body: Body) -> dict[str, str]:
    return {choice["key"]: choice["text"] for choice in body["choices"]}


def _given(response: Response) -> Mapping[str, str]:
    return response["rows"] if response else {}
