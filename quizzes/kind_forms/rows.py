"""Rows in which the parts of a question are typed, as one form field: choices, steps, accepted answers and the like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Literal, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel

from course.text import problem_in

LONGEST = 1000
_NAMES = {
    "key": gettext_lazy("key"),
    "text": gettext_lazy("text"),
    "why": gettext_lazy("why"),
    "answer": gettext_lazy("what belongs to it"),
    "title": gettext_lazy("what is looked for"),
    "points": gettext_lazy("points"),
    "hint": gettext_lazy("how to tell"),
}
MOST_ROWS = 20


class Column(NamedTuple):
    """One input of a row. ``options`` are those of a ``select``: value and words."""

    name: str
    label: str | Promise
    kind: Literal["text", "line", "check", "select"] = "text"
    options: Sequence[tuple[str, str | Promise]] = ()


class Row(NamedTuple):
    """One row as typed. ``number`` counts the rows on the page from 1; ``key`` is empty for a new row.

    ``said`` holds a text for each column, and yes or no for a check box.
    """

    number: int
    key: str
    said: Mapping[str, Any]

    def __str__(self) -> str:
        """What was typed, a line for each column."""
        return "\n".join(str(each) for each in self.said.values() if each)


def most_of(schema: type[BaseModel], name: str) -> int:
    """How many rows a body of this schema may have in its list ``name``."""
    limits = [getattr(limit, "max_length", None) for limit in schema.model_fields[name].metadata]
    return min([MOST_ROWS, *(limit for limit in limits if limit)])


class Rows(forms.Widget):
    """A group of inputs for each row. A row that is left empty is none."""

    template_name = "admin/quizzes/choice_rows.html"
    use_fieldset = True

    def __init__(self, *, columns: Sequence[Column], one: str | Promise, most: int) -> None:
        super().__init__()
        self.columns, self.one, self.most = columns, one, most

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        rows = list(value or [])
        rows += [Row(number, "", {}) for number in range(len(rows) + 1, self.most + 1)]
        shown = [(row, [(column, row.said.get(column.name, "")) for column in self.columns]) for row in rows]
        return {**super().get_context(name, value, attrs), "rows": shown, "one": self.one}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """With the project's own templates, which a form's renderer does not look through."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:
        first = self.columns[0].name
        return [
            Row(number, data.get(f"{name}-{number}-key", ""), self._said(data, f"{name}-{number}"))
            for number in range(1, self.most + 1)
            if f"{name}-{number}-{first}" in data
        ]

    def _said(self, data: Any, row: str) -> dict[str, Any]:
        return {
            column.name: f"{row}-{column.name}" in data
            if column.kind == "check"
            else data.get(f"{row}-{column.name}", "").replace("\r\n", "\n")
            for column in self.columns
        }

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-1-{self.columns[0].name}" not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-1-{self.columns[0].name}"


class RowsField(forms.Field):
    """Cleans to the rows that hold something. What cannot be kept is refused with the number of its row.

    ``one`` names a row, such as "Choice".
    """

    widget = Rows

    def __init__(self, *, columns: Sequence[Column], one: str | Promise, most: int, **kwargs: Any) -> None:
        self.columns, self.one = columns, one
        super().__init__(required=False, widget=Rows(columns=columns, one=one, most=most), **kwargs)

    def clean(self, value: list[Row]) -> list[Row]:
        typed = [column for column in self.columns if column.kind in ("text", "line")]
        rows = [row for row in value if any(row.said[column.name].strip() for column in typed)]
        wrong = [
            self.in_row(row.number, column.name, problem)
            for row in rows
            for column in typed
            if (problem := _problem_in(row.said[column.name], column))
        ]
        if wrong:
            raise ValidationError(wrong)
        return rows

    def in_row(self, number: int, name: str, problem: str) -> str:
        """``Choice 2, why: …``"""
        return _("%(row)s %(number)d, %(field)s: %(problem)s") % {
            "row": self.one,
            "number": number,
            "field": _NAMES.get(name, name),
            "problem": problem,
        }

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [row[1:] for row in initial or []] != [row[1:] for row in data or []]


def _problem_in(text: str, column: Column) -> str | None:
    if len(text) > LONGEST:
        too_long = _("This has %(count)d characters; at most %(most)d are kept.")
        return too_long % {"count": len(text), "most": LONGEST}
    return problem_in(text)


def with_keys(
    rows: list[Row], known: list[str], *, named_by: str, plain: bool = True
) -> list[dict[str, Any]]:
    """The rows as a body holds them. A row that was there keeps its key; a new one gets a key of its own.

    A new key is made of the first words in the column ``named_by``, which say no more than the row itself.
    ``plain`` False keeps numbers out of new keys, where a number could tell the row's place.
    """
    kept = {row.key for row in rows if row.key in known}
    used, items = set(kept), []
    for row in rows:
        key = row.key if row.key in kept else _new_key(row.said[named_by], used, plain)
        kept.discard(key)
        used.add(key)
        said = {name: text.strip() if isinstance(text, str) else text for name, text in row.said.items()}
        items.append({"key": key, **said})
    return items


def _new_key(text: str, used: set[str], plain: bool) -> str:
    words = [word for word in slugify(text.replace("_", " ")).split("-") if word][:4] or ["choice"]
    stem, number = "-".join(words)[:30].strip("-"), 1
    if not plain:
        stem = f"{stem}-x{sha256(text.encode()).hexdigest()[:5]}"
    # A single word could tell ("right"), and a kind would refuse it.
    key = stem if "-" in stem else f"{stem}-1"
    while key in used:
        number += 1
        key = f"{stem}-{number}"
    return key
