"""What a body is made of, whatever the kind: keys that do not tell, clean words, exact numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, TypeVar

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from course.content.words import explain
from course.text import problem_in
from quizzes.kinds.base import Problem

MOST_IN_CODE = 200
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
_LONGEST_KEY = 40
# A key is sent to the browser, so it must not tell.
_TELLING = {"right", "correct", "best", "answer", "key", "wrong", "incorrect"}


class Strict(BaseModel):
    """A group of keys: no key but these, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def usable_key(key: str) -> str:
    if not _SLUG.fullmatch(key) or len(key) > _LONGEST_KEY:
        raise ValueError(_("Use small letters, digits and single hyphens, at most 40, such as call-now."))
    if key in _TELLING:
        raise ValueError(_("Learners' browsers receive this key: choose one that does not tell the answer."))
    return key


def sound_words(text: str) -> str:
    if problem := problem_in(text):
        raise ValueError(problem)
    return text


def clean_words(text: str) -> str:
    if not text.strip():
        raise ValueError(_("Write something here."))
    return sound_words(text)


def _plain_number(value: object) -> object:
    """A number without quotes, or one in them, as the shortest text that says it exactly; JSON holds no decimals."""
    if isinstance(value, Decimal) and value.is_finite():
        value = f"{value:f}"
    elif isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise ValueError(_("This must be a number, such as 12 or 0.5."))
    return f"{Fraction(value).numerator}" if "." not in value else value.rstrip("0").rstrip(".")


Key = Annotated[str, AfterValidator(usable_key)]
Words = Annotated[str, AfterValidator(clean_words)]
MaybeWords = Annotated[str, AfterValidator(sound_words)]
Number = Annotated[str, BeforeValidator(_plain_number)]
"""A decimal as text, exact: ``"0.5"``."""


class Named(Strict):
    """A line of words that has a key."""

    key: Key
    text: Words


M = TypeVar("M", bound=BaseModel)


def all_different(rows: list[M]) -> list[M]:
    """Validator: no two of these have the same key, or the same text."""
    for name in ("key", "text"):
        seen = [getattr(row, name) for row in rows if hasattr(row, name)]
        if len(set(seen)) < len(seen):
            raise ValueError(_("Two of these have the same %(name)s.") % {"name": name})
    return rows


def problems(schema: type[BaseModel], body: object) -> list[Problem]:
    """What ``schema`` finds wrong with ``body``, in the order of the body."""
    try:
        schema.model_validate(body)
    except ValidationError as error:
        return [Problem(found["loc"], explain(found, schema)) for found in error.errors()]
    return []


def share_of(points: Decimal, share: Fraction) -> Decimal:
    """This share of the points, rounded once to 0.01, halves up; never above the points, never below 0."""
    if share >= 1:
        return points
    hundredths = int(Fraction(points) * max(share, Fraction(0)) * 100 + Fraction(1, 2))
    return min(points, Decimal(hundredths).scaleb(-2))


def in_order(rows: Iterable[Any], order: Sequence[str]) -> list[Any]:
    """The rows of a body in this order of their keys."""
    by_key = {row["key"]: row for row in rows}
    return [by_key[key] for key in order]


def cut(text: str, most: int = MOST_IN_CODE) -> str:
    """One line of at most ``most`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
