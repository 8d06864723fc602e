"""What the kinds with choices share: the choice itself, and how it is offered and read back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from course.content.words import explain
from course.text import problem_in
from quizzes.kinds.base import Body, Option, Posted, Problem

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_KEY = 40
# A choice's key is sent to the browser, so it must not tell.
_TELLING = {"right", "correct", "best", "answer", "key", "wrong", "incorrect"}


def _usable_key(key: str) -> str:
    if not _SLUG.fullmatch(key) or len(key) > _LONGEST_KEY:
        raise ValueError(_("Use small letters, digits and single hyphens, at most 40, such as call-now."))
    if key in _TELLING:
        raise ValueError(_("Learners' browsers receive this key: choose one that does not tell the answer."))
    return key


def _clean_words(text: str) -> str:
    if not text.strip():
        raise ValueError(_("Write something here."))
    if problem := problem_in(text):
        raise ValueError(problem)
    return text


class Choice(BaseModel):
    """One choice: ``why`` says why it is, or is not, a good one, and is never shown before the keys are."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    key: Annotated[str, AfterValidator(_usable_key)]
    text: Annotated[str, AfterValidator(_clean_words)]
    right: bool = False
    why: Annotated[str, AfterValidator(_clean_words)]


def _all_different(choices: list[Choice]) -> list[Choice]:
    for name in ("key", "text"):
        seen = [getattr(choice, name) for choice in choices]
        if len(set(seen)) < len(seen):
            raise ValueError(_("Two choices have the same %(name)s.") % {"name": name})
    return choices


class Choices(BaseModel):
    """The part of a body that every kind with choices has."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    choices: Annotated[list[Choice], Field(min_length=3, max_length=4), AfterValidator(_all_different)]

    @property
    def right(self) -> int:
        return sum(choice.right for choice in self.choices)


def problems(schema: type[BaseModel], body: object) -> list[Problem]:
    """What ``schema`` finds wrong with ``body``, in the order of the body."""
    try:
        schema.model_validate(body)
    except ValidationError as error:
        return [Problem(found["loc"], explain(found, schema)) for found in error.errors()]
    return []


def keys(body: Body) -> list[str]:
    return [choice["key"] for choice in body["choices"]]


def right_keys(body: Body) -> list[str]:
    return [choice["key"] for choice in body["choices"] if choice.get("right")]


def options(body: Body, order: Sequence[str]) -> list[Option]:
    """The choices in this order of keys, without what tells them apart."""
    text = _texts(body)
    return [Option(key, text[key]) for key in order]


def chosen(body: Body, data: Posted) -> list[str]:
    """The posted keys, without the empty ones. Raises ValueError for a key that the question does not have."""
    given = [key for key in data.getlist("choice") if key]
    if not set(given) <= set(keys(body)):
        raise ValueError(_("This choice does not belong to this question. Load the page again."))
    return given


def texts(body: Body, given: Sequence[str]) -> list[str]:
    text = _texts(body)
    return [text[key] for key in keys(body) if key in given]


def _texts(body: Body) -> dict[str, Any]:
    return {choice["key"]: choice["text"] for choice in body["choices"]}
