"""What the kinds with choices share: the choice itself, and how it is offered and read back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field

from quizzes.kinds.base import Body, Option, Posted, Told
from quizzes.kinds.parts import Named, Strict, Words


class Choice(Named):
    """One choice: ``why`` says why it is, or is not, a good one, and is never shown before the keys are."""

    right: bool = False
    why: Words


def _all_different(choices: list[Choice]) -> list[Choice]:
    for name in ("key", "text"):
        seen = [getattr(choice, name) for choice in choices]
        if len(set(seen)) < len(seen):
            raise ValueError(_("Two choices have the same %(name)s.") % {"name": name})
    return choices


class Choices(Strict):
    """The part of a body that every kind with choices has."""

    choices: Annotated[list[Choice], Field(min_length=3, max_length=4), AfterValidator(_all_different)]

    @property
    def right(self) -> int:
        return sum(choice.right for choice in self.choices)


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


def told(body: Body, given: Sequence[str]) -> list[Told]:
    """Every choice as authored."""
    return [
        Told(choice["text"], choice["key"] in given, bool(choice.get("right")), choice["why"])
        for choice in body["choices"]
    ]


def _texts(body: Body) -> dict[str, Any]:
    return {choice["key"]: choice["text"] for choice in body["choices"]}
