"""Short answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.kind_forms.base import Said, rows_from
from quizzes.kind_forms.rows import Column, RowsField, most_of
from quizzes.kinds import Body, short

COLUMNS = (Column("text", _("Text"), "line"),)


class Short:
    def fields(self) -> dict[str, forms.Field]:
        words = _(
            "* stands for any words or none, ? for any one character; \\ before one of them makes it plain."
        )
        most = most_of(short.schema, "accepted")
        return {
            "accepted": RowsField(
                columns=COLUMNS, one=_("Answer"), most=most, label=_("Accepted answers"), help_text=words
            ),
            "case_matters": forms.BooleanField(label=_("Capital letters matter"), required=False),
            "accents_matter": forms.BooleanField(label=_("Accents matter"), required=False),
        }

    def initial(self, body: Body) -> dict[str, Any]:
        flags = {name: body.get(name, False) for name in ("case_matters", "accents_matter")}
        return {
            "accepted": rows_from(({"text": each} for each in body.get("accepted", [])), COLUMNS),
            **flags,
        }

    def body(self, said: Said, before: Body) -> dict[str, Any]:
        flags = {name: bool(said.get(name)) for name in ("case_matters", "accents_matter")}
        return {"accepted": [row.said["text"].strip() for row in said.get("accepted") or []], **flags}
