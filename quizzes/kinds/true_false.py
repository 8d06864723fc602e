"""True or false. The response is ``{"answer": true}`` or ``{"answer": false}``; the right one earns every point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.kinds import parts
from quizzes.kinds.base import Body, Option, Posted, Problem, Response, Told

label = gettext_lazy("True or false")
template = "quizzes/kinds/true_false.html"
by_hand = False


class TrueFalseBody(parts.Strict):
    """``why_true`` says why the statement is true, or why one may think so; ``why_false`` the other way around."""

    answer: bool
    why_true: parts.Words
    why_false: parts.Words


schema = TrueFalseBody


def check(body: object, points: Decimal | None = None) -> list[Problem]:
    return parts.problems(TrueFalseBody, body)


def keys(body: Body) -> list[str]:
    """True stands before false, always: there is nothing to put in another order."""
    return []


def shown(body: Body, order: Sequence[str]) -> Mapping[str, Any]:
    return {"options": [Option("true", _word(True)), Option("false", _word(False))]}


def parse(body: Body, data: Posted) -> Response:
    given = [value for value in data.getlist("choice") if value]
    if not set(given) <= {"true", "false"} or len(given) > 1:
        raise ValueError(_("This question takes one answer, true or false. Load the page again."))
    return {"answer": given[0] == "true"} if given else {}


def grade(body: Body, points: Decimal, response: Response) -> Decimal:
    return points if response and response["answer"] is body["answer"] else Decimal(0)


def code(response: Response) -> str:
    return str(response["answer"]).lower() if response else ""


def texts(body: Body, response: Response) -> list[str]:
    return [_word(response["answer"])] if response else []


def unfinished(body: Body, response: Response) -> str:
    return ""


def tell(body: Body, response: Response) -> list[Told]:
    given = response.get("answer")
    return [
        Told(_word(each), given is each, body["answer"] is each, body[f"why_{str(each).lower()}"])
        for each in (True, False)
    ]


def key_of(body: Body) -> Response:
    return {"answer": body["answer"]}


def _word(answer: bool) -> str:
    return _("True") if answer else _("False")
