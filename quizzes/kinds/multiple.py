"""Multiple choice: at least two right and one wrong. The response is ``{"choices": [key, …]}``, sorted.

``policy`` says how points are given. ``all-or-nothing``: every right choice and no other earns them.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import model_validator

from quizzes.kinds import choices
from quizzes.kinds.base import Body, Posted, Problem, Response
from quizzes.kinds.choices import keys, options

__all__ = [
    "check",
    "code",
    "grade",
    "key_of",
    "keys",
    "label",
    "options",
    "parse",
    "schema",
    "template",
    "texts",
]

label = gettext_lazy("Multiple choice")
template = "quizzes/kinds/multiple.html"


class MultipleBody(choices.Choices):
    policy: Literal["all-or-nothing"] = "all-or-nothing"

    @model_validator(mode="after")
    def two_right_one_wrong(self) -> MultipleBody:
        if self.right < 2 or self.right == len(self.choices):
            raise ValueError(_("A multiple choice has at least two right choices and one wrong."))
        return self


schema = MultipleBody


def check(body: object) -> list[Problem]:
    return choices.problems(MultipleBody, body)


def parse(body: Body, data: Posted) -> Response:
    given = sorted(set(choices.chosen(body, data)))
    return {"choices": given} if given else {}


def grade(body: Body, points: Decimal, response: Response) -> Decimal:
    return points if set(_given(response)) == set(choices.right_keys(body)) else Decimal(0)


def code(response: Response) -> str:
    return "+".join(_given(response))


def texts(body: Body, response: Response) -> list[str]:
    return choices.texts(body, _given(response))


def key_of(body: Body) -> Response:
    return {"choices": sorted(choices.right_keys(body))}


def _given(response: Response) -> list[str]:
    return list(response["choices"]) if response else []
