"""Single choice: three or four choices, exactly one of them right. The response is ``{"choice": key}``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import model_validator

from quizzes.kinds import choices, parts
from quizzes.kinds.base import Body, Posted, Problem, Response, Told
from quizzes.kinds.choices import keys as keys

label = gettext_lazy("Single choice")
template = "quizzes/kinds/single.html"
by_hand = False


class SingleBody(choices.Choices):
    @model_validator(mode="after")
    def one_right(self) -> SingleBody:
        if self.right != 1:
            raise ValueError(_("A single choice has exactly one right choice; this has %d.") % self.right)
        return self


schema = SingleBody


def check(body: object, points: Decimal | None = None) -> list[Problem]:
    return parts.problems(SingleBody, body)


def shown(body: Body, order: Sequence[str]) -> Mapping[str, Any]:
    return {"options": choices.options(body, order)}


def parse(body: Body, data: Posted) -> Response:
    given = choices.chosen(body, data)
    if len(given) > 1:
        raise ValueError(_("This question takes one choice."))
    return {"choice": given[0]} if given else {}


def grade(body: Body, points: Decimal, response: Response) -> Decimal:
    return points if _given(response) == choices.right_keys(body) else Decimal(0)


def code(response: Response) -> str:
    return "".join(_given(response))


def texts(body: Body, response: Response) -> list[str]:
    return choices.texts(body, _given(response))


def unfinished(body: Body, response: Response) -> str:
    return ""


def tell(body: Body, response: Response) -> list[Told]:
    return choices.told(body, _given(response))


def key_of(body: Body) -> Response:
    return {"choice": choices.right_keys(body)[0]}


def _given(response: Response) -> list[str]:
    return [response["choice"]] if response else []
