"""Ordering: a step is moved by changing its place, so that it keeps its key."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.kind_forms.base import Said, keys_in, rows_from
from quizzes.kind_forms.rows import Column, Row, RowsField, most_of, with_keys
from quizzes.kinds import Body, ordering

MOST = most_of(ordering.schema, "steps")
PLACES = [("", _("As it stands here"))] + [(str(place), str(place)) for place in range(1, MOST + 1)]
COLUMNS = (Column("text", _("Text"), "line"), Column("place", _("Place"), "select", PLACES))


class StepsField(RowsField):
    """Cleans to the steps in the order of their places."""

    def clean(self, value: list[Row]) -> list[Row]:
        return sorted(super().clean(value), key=_place)


def _place(row: Row) -> int:
    place = row.said["place"]
    return int(place) if place in dict(PLACES) and place else row.number


class Ordering:
    def fields(self) -> dict[str, forms.Field]:
        words = _(
            "In the right order. A row that is left empty is no step. To move a step, change its place."
        )
        field = StepsField(columns=COLUMNS, one=_("Step"), most=MOST, label=_("Steps"), help_text=words)
        return {"steps": field}

    def initial(self, body: Body) -> dict[str, Any]:
        steps = [{**step, "place": place} for place, step in enumerate(body.get("steps", []), start=1)]
        return {"steps": rows_from(steps, COLUMNS)}

    def body(self, said: Said, before: Body) -> dict[str, Any]:
        rows = with_keys(said.get("steps") or [], keys_in(before, "steps"), named_by="text", plain=False)
        return {"steps": [{"key": row["key"], "text": row["text"]} for row in rows]}
