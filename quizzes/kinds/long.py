"""Long answer: a text that a person marks with a rubric. The response is ``{"text": as typed}``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import AfterValidator, Field, model_validator

from course.text import problem_in
from quizzes.kinds import parts
from quizzes.kinds.base import Body, Posted, Problem, Refused, Response, Told

label = gettext_lazy("Long answer")
template = "quizzes/kinds/long.html"
by_hand = True
LONGEST = 20_000


def _worth_something(points: str) -> str:
    if Fraction(points) <= 0 or len(points.partition(".")[2]) > 2:
        raise ValueError(_("Points are more than 0, with at most two digits after the point."))
    return points


class Criterion(parts.Strict):
    """One thing that a marker looks for, and what it is worth at most; ``hint`` says how to tell."""

    key: parts.Key
    title: parts.Words
    points: Annotated[parts.Number, AfterValidator(_worth_something)]
    hint: parts.MaybeWords = ""


class Length(parts.Strict):
    """Advice on how many words to write. Nothing is refused for it."""

    least: Annotated[int, Field(ge=1, le=3000)]
    most: Annotated[int, Field(ge=1, le=3000)]

    @model_validator(mode="after")
    def least_first(self) -> Length:
        if self.least > self.most:
            raise ValueError(_("The least number of words is more than the most."))
        return self


class LongBody(parts.Strict):
    rubric: Annotated[
        list[Criterion], Field(min_length=1, max_length=10), AfterValidator(parts.all_different)
    ]
    words: Length | None = None
    guidance: parts.MaybeWords = ""


schema = LongBody


def check(body: object, points: Decimal | None = None) -> list[Problem]:
    found = parts.problems(LongBody, body)
    if found or points is None:
        return found
    total = sum(
        Fraction(criterion["points"]) for criterion in LongBody.model_validate(body).model_dump()["rubric"]
    )
    if total == Fraction(points):
        return []
    said = {"total": f"{Decimal(total.numerator) / total.denominator:f}", "points": f"{points.normalize():f}"}
    says = _("The points of the rubric add up to %(total)s; the question has %(points)s.") % said
    return [Problem(("rubric",), says)]


def keys(body: Body) -> list[str]:
    return []


def shown(body: Body, order: Sequence[str]) -> Mapping[str, Any]:
    return {"words": body.get("words"), "longest": LONGEST}


def parse(body: Body, data: Posted) -> Response:
    text = data.get("text", "").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        return {}
    problem = problem_in(text)
    if len(text) > LONGEST:
        said = {"count": len(text), "most": LONGEST}
        problem = _("This answer has %(count)d characters; at most %(most)d can be kept.") % said
    if problem:
        raise Refused(problem, {"text": text})
    return {"text": text}


def grade(body: Body, points: Decimal, response: Response) -> Decimal:
    """Nothing yet: a person gives the points."""
    return Decimal(0)


def code(response: Response) -> str:
    return parts.cut(response.get("text", ""))


def texts(body: Body, response: Response) -> list[str]:
    return [response["text"]] if response else []


def unfinished(body: Body, response: Response) -> str:
    return ""


def tell(body: Body, response: Response) -> list[Told]:
    rubric = [
        Told(
            _("%(title)s (up to %(points)s)") % {"title": each["title"], "points": each["points"]},
            False,
            False,
            each.get("hint", ""),
        )
        for each in body["rubric"]
    ]
    given = response.get("text", "")
    return [Told("", given, "", ""), *rubric] if given else rubric


def key_of(body: Body) -> Response:
    return {}
