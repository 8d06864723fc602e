"""Multiple choice: at least two right and one wrong. The response is ``{"choices": [key, …]}``, sorted.

``policy`` says how points are given, and the page says it before the question is answered:

- ``all-or-nothing``: every right choice and no other earns them.
- ``right-minus-wrong``: the share of the right choices that were chosen, less the share of the wrong ones; not below 0.
- ``per-option``: each choice that is rightly chosen or rightly left earns its share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import model_validator

from quizzes.kinds import choices, parts
from quizzes.kinds.base import Body, Posted, Problem, Response, Told
from quizzes.kinds.choices import keys as keys

label = gettext_lazy("Multiple choice")
template = "quizzes/kinds/multiple.html"
by_hand = False

POLICIES = {
    "all-or-nothing": gettext_lazy("for all right choices and no other"),
    "right-minus-wrong": gettext_lazy("for each right choice; wrong ones take away"),
    "per-option": gettext_lazy("for each choice rightly chosen or rightly left"),
}
DEFAULT = "all-or-nothing"


class MultipleBody(choices.Choices):
    policy: Literal["all-or-nothing", "right-minus-wrong", "per-option"] = "all-or-nothing"

    @model_validator(mode="after")
    def two_right_one_wrong(self) -> MultipleBody:
        if self.right < 2 or self.right == len(self.choices):
            raise ValueError(_("A multiple choice has at least two right choices and one wrong."))
        return self


schema = MultipleBody


def check(body: object, points: Decimal | None = None) -> list[Problem]:
    return parts.problems(MultipleBody, body)


def shown(body: Body, order: Sequence[str]) -> Mapping[str, Any]:
    return {"options": choices.options(body, order), "policy": body.get("policy", DEFAULT)}


def parse(body: Body, data: Posted) -> Response:
    given = sorted(set(choices.chosen(body, data)))
    return {"choices": given} if given else {}


def grade(body: Body, points: Decimal, response: Response) -> Decimal:
    given = set(_given(response))
    # A later version may lack keys of this response; alone they earn nothing, not even for wrong ones left out.
    return parts.share_of(points, _share(body, given)) if given & set(keys(body)) else Decimal(0)


def _share(body: Body, given: set[str]) -> Fraction:
    right = set(choices.right_keys(body))
    wrong = set(keys(body)) - right
    policy = body.get("policy", DEFAULT)
    if policy == "right-minus-wrong":
        return Fraction(len(given & right), len(right)) - Fraction(len(given & wrong), len(wrong))
    if policy == "per-option":
        return Fraction(len(given & right) + len(wrong - given), len(right | wrong))
    return Fraction(given == right)


def code(response: Response) -> str:
    return "+".join(_given(response))


def texts(body: Body, response: Response) -> list[str]:
    return choices.texts(body, _given(response))


def unfinished(body: Body, response: Response) -> str:
    return ""


def tell(body: Body, response: Response) -> list[Told]:
    return choices.told(body, _given(response))


def key_of(body: Body) -> Response:
    return {"choices": sorted(choices.right_keys(body))}


def _given(response: Response) -> list[str]:
    return list(response["choices"]) if response else []
