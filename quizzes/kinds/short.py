"""Short answer: one line of text. The response is ``{"text": as typed}``; one that fits a pattern earns every point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import AfterValidator, Field

from course.text import problem_in
from quizzes.kinds import parts
from quizzes.kinds.base import Body, Posted, Problem, Refused, Response, Told
from quizzes.kinds.patterns import Folding, filled, fits, tokens

label = gettext_lazy("Short answer")
template = "quizzes/kinds/short.html"
by_hand = False
LONGEST = 200


def _sound_pattern(pattern: str) -> str:
    parts.clean_words(pattern)
    if len(pattern) > LONGEST or "\n" in pattern:
        raise ValueError(_("Write one line of at most %d characters.") % LONGEST)
    if not any(isinstance(token, str) for token in tokens(pattern, Folding())):
        raise ValueError(_("This accepts any answer. Write at least one character that must be there."))
    return pattern


class ShortBody(parts.Strict):
    """``accepted`` are patterns: ``*`` is any run of characters, ``?`` any one; a backslash makes either plain."""

    accepted: Annotated[
        list[Annotated[str, AfterValidator(_sound_pattern)]], Field(min_length=1, max_length=20)
    ]
    case_matters: bool = False
    accents_matter: bool = False


schema = ShortBody


def check(body: object, points: Decimal | None = None) -> list[Problem]:
    return parts.problems(ShortBody, body)


def keys(body: Body) -> list[str]:
    return []


def shown(body: Body, order: Sequence[str]) -> Mapping[str, Any]:
    return {"longest": LONGEST}


def parse(body: Body, data: Posted) -> Response:
    text = data.get("text", "")
    return kept_line(text, LONGEST) if text.strip() else {}


def kept_line(text: str, longest: int) -> Response:
    """A line of text as typed. Raises Refused when it is too long or holds what cannot be kept."""
    problem = problem_in(text)
    if "\n" in text or "\r" in text:
        problem = _("This answer is one line. Take the line ends out, then save again.")
    if len(text) > longest:
        said = {"count": len(text), "most": longest}
        problem = _("This answer has %(count)d characters; at most %(most)d can be kept.") % said
    if problem:
        raise Refused(problem, {"text": text})
    return {"text": text}


def grade(body: Body, points: Decimal, response: Response) -> Decimal:
    text = response.get("text", "")
    right = any(fits(pattern, text, _folding(body)) for pattern in body["accepted"])
    return points if text and right else Decimal(0)


def code(response: Response) -> str:
    return parts.cut(response.get("text", ""))


def texts(body: Body, response: Response) -> list[str]:
    return [response["text"]] if response else []


def unfinished(body: Body, response: Response) -> str:
    return ""


def tell(body: Body, response: Response) -> list[Told]:
    right = _(" or ").join(filled(pattern, "…") for pattern in body["accepted"])
    return [Told("", response.get("text", ""), right, "")]


def key_of(body: Body) -> Response:
    """The first pattern, its wildcards filled with as little as will do."""
    pattern = body["accepted"][0]
    tries = (filled(pattern, filler) for filler in ("", "x"))
    return {"text": next((text for text in tries if fits(pattern, text, _folding(body))), pattern)}


def _folding(body: Body) -> Folding:
    return Folding(case=body.get("case_matters", False), accents=body.get("accents_matter", False))
