"""Single and multiple choice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.kind_forms.base import Said, keys_in, rows_from
from quizzes.kind_forms.rows import Column, RowsField, most_of, with_keys
from quizzes.kinds import Body, multiple, single

COLUMNS = (
    Column("text", _("Text")),
    Column("right", _("This one is right"), "check"),
    Column("why", _("Why it is, or is not")),
)


class Single:
    def fields(self) -> dict[str, forms.Field]:
        words = _("A row that is left empty is no choice. “Why” is never shown before the answers are.")
        most = most_of(single.schema, "choices")
        field = RowsField(columns=COLUMNS, one=_("Choice"), most=most, label=_("Choices"), help_text=words)
        return {"choices": field}

    def initial(self, body: Body) -> dict[str, Any]:
        return {"choices": rows_from(body.get("choices", []), COLUMNS)}

    def body(self, said: Said, before: Body) -> dict[str, Any]:
        known = keys_in(before, "choices")
        return {"choices": with_keys(said.get("choices") or [], known, named_by="text")}


class Multiple(Single):
    def fields(self) -> dict[str, forms.Field]:
        policy = forms.ChoiceField(
            label=_("Points are given"), required=False, choices=list(multiple.POLICIES.items())
        )
        return {**super().fields(), "policy": policy}

    def initial(self, body: Body) -> dict[str, Any]:
        return {**super().initial(body), "policy": body.get("policy", multiple.DEFAULT)}

    def body(self, said: Said, before: Body) -> dict[str, Any]:
        return {**super().body(said, before), "policy": said.get("policy") or multiple.DEFAULT}
