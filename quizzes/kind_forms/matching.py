"""Matching: the lines name what belongs to them by the choice's number on the page, as a new choice has no key yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.kind_forms.base import Said, keys_in, rows_from
from quizzes.kind_forms.rows import Column, Row, RowsField, most_of, with_keys
from quizzes.kinds import Body, matching

CHOICES = (Column("text", _("Text"), "line"),)
MOST = most_of(matching.schema, "choices")
NUMBERS = [("", _("Choose"))] + [(str(n), _("Choice %d") % n) for n in range(1, MOST + 1)]
ROWS = (
    Column("text", _("Text")),
    Column("answer", _("What belongs to it"), "select", NUMBERS),
    Column("why", _("Why it does")),
)


class Matching:
    def fields(self) -> dict[str, forms.Field]:
        choices = RowsField(
            columns=CHOICES,
            one=_("Choice"),
            most=MOST,
            label=_("Choices"),
            help_text=_("Every line offers all of them. A row that is left empty is no choice."),
        )
        rows = RowsField(
            columns=ROWS,
            one=_("Line"),
            most=most_of(matching.schema, "rows"),
            label=_("Lines"),
            help_text=_("“Why” is never shown before the answers are."),
        )
        return {"choices": choices, "rows": rows}

    def initial(self, body: Body) -> dict[str, Any]:
        numbers = {key: str(number) for number, key in enumerate(keys_in(body, "choices"), start=1)}
        rows = [{**row, "answer": numbers.get(row["answer"], "")} for row in body.get("rows", [])]
        return {"choices": rows_from(body.get("choices", []), CHOICES), "rows": rows_from(rows, ROWS)}

    def body(self, said: Said, before: Body) -> dict[str, Any]:
        typed: list[Row] = said.get("choices") or []
        choices = with_keys(typed, keys_in(before, "choices"), named_by="text")
        keys = {str(row.number): choice["key"] for row, choice in zip(typed, choices, strict=True)}
        rows = with_keys(said.get("rows") or [], keys_in(before, "rows"), named_by="text")
        return {"choices": choices, "rows": [{**row, "answer": keys.get(row["answer"], "")} for row in rows]}
