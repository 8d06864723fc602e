"""A number with a tolerance. The response is ``{"text": as typed, "number": "1500"}``, or without ``number``.

Numbers are read as people in the United States write them, and compared exactly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import AfterValidator

from quizzes.kinds import parts
from quizzes.kinds.base import Body, Posted, Problem, Response, Told
from quizzes.kinds.short import kept_line

label = gettext_lazy("Number")
template = "quizzes/kinds/number.html"
by_hand = False
LONGEST = 60
_WRITTEN = re.compile(
    r"(?P<sign>[+-]?) ?(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]*)(?:\.(?P<part>[0-9]*))?", re.ASCII
)


def _not_below_zero(number: str) -> str:
    if Fraction(number) < 0:
        raise ValueError(_("A tolerance is 0 or more."))
    return number


def _short_line(text: str) -> str:
    if len(text) > 40 or "\n" in text:
        raise ValueError(_("Write one line of at most %d characters.") % 40)
    return text


class NumberBody(parts.Strict):
    """``tolerance`` is how far an answer may be from ``answer``, on either side. ``unit`` is shown after the box."""

    answer: parts.Number
    tolerance: Annotated[parts.Number, AfterValidator(_not_below_zero)] = "0"
    unit: Annotated[parts.MaybeWords, AfterValidator(_short_line)] = ""


schema = NumberBody


def check(body: object, points: Decimal | None = None) -> list[Problem]:
    return parts.problems(NumberBody, body)


def keys(body: Body) -> list[str]:
    return []


def shown(body: Body, order: Sequence[str]) -> Mapping[str, Any]:
    return {"unit": body.get("unit", ""), "longest": LONGEST}


def parse(body: Body, data: Posted) -> Response:
    text = data.get("text", "")
    if not text.strip():
        return {}
    number = read_number(text, body.get("unit", ""))
    return {**kept_line(text, LONGEST), **({"number": number} if number is not None else {})}


def read_number(text: str, unit: str = "") -> str | None:
    """``1,500`` or ``-0.50 mg`` as an exact decimal; None when it is no number. The unit may be typed along."""
    line = " ".join(text.replace("−", "-").split())
    if unit and line.casefold().endswith(unit.casefold()):
        line = line[: -len(unit)].rstrip()
    found = _WRITTEN.fullmatch(line)
    if found is None or not (found["whole"] or found["part"]):
        return None
    whole = found["whole"].replace(",", "").lstrip("0") or "0"
    part = (found["part"] or "").rstrip("0")
    number = f"{whole}.{part}" if part else whole
    return f"-{number}" if found["sign"] == "-" and number != "0" else number


def grade(body: Body, points: Decimal, response: Response) -> Decimal:
    if "number" not in response:
        return Decimal(0)
    away = abs(Fraction(response["number"]) - Fraction(body["answer"]))
    return points if away <= Fraction(body.get("tolerance", "0")) else Decimal(0)


def code(response: Response) -> str:
    return parts.cut(response.get("number", response.get("text", "")))


def texts(body: Body, response: Response) -> list[str]:
    return [response["text"]] if response else []


def unfinished(body: Body, response: Response) -> str:
    return _("This is not a number. Write it in digits.") if response and "number" not in response else ""


def tell(body: Body, response: Response) -> list[Told]:
    right = _with_unit(body["answer"], body)
    if body.get("tolerance", "0") not in ("", "0"):
        said = {"number": right, "tolerance": body["tolerance"]}
        right = _("%(number)s, give or take %(tolerance)s") % said
    given = response.get("text", "")
    return [Told("", _with_unit(given, body) if "number" in response else given, right, "")]


def key_of(body: Body) -> Response:
    return {"text": body["answer"], "number": body["answer"]}


def _with_unit(number: str, body: Body) -> str:
    unit = body.get("unit", "")
    return number if not unit or number.casefold().endswith(unit.casefold()) else f"{number} {unit}"
