"""What a kind's part of the question form must be able to do, and what several of them use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from django import forms

from course.text import LongTextField
from quizzes.kind_forms.rows import Column, Row
from quizzes.kinds import Body

Said = Mapping[str, Any]
"""What stands in the fields, by name; nothing, or None, where a new question has nothing yet."""


class Part(Protocol):
    """A field has the name of the body's key that it fills; for a key within it, ``key_within``."""

    def fields(self) -> dict[str, forms.Field]:
        """The fields, in the order in which they are shown."""
        ...

    def initial(self, body: Body) -> dict[str, Any]:
        """The fields as this body says them."""
        ...

    def body(self, said: Said, before: Body) -> dict[str, Any]:
        """The body as it stands in the fields, finished or not. What was there ``before`` keeps its keys."""
        ...


def rows_from(items: Iterable[Mapping[str, Any]], columns: Sequence[Column]) -> list[Row]:
    """The rows of a body, as they are typed."""
    return [
        Row(
            number,
            item.get("key", ""),
            {
                each.name: bool(item.get(each.name)) if each.kind == "check" else str(item.get(each.name, ""))
                for each in columns
            },
        )
        for number, item in enumerate(items, start=1)
    ]


def keys_in(body: Body, name: str) -> list[str]:
    """The keys that the rows of a body have already."""
    return [item["key"] for item in body.get(name, [])]


def text_area(label: Any, *, longest: int = 1000, **more: Any) -> LongTextField:
    widget = forms.Textarea(attrs={"rows": 2})
    return LongTextField(label=label, max_length=longest, required=False, initial="", widget=widget, **more)
