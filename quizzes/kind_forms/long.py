"""Long answer, marked by a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.kind_forms.base import Said, keys_in, rows_from, text_area
from quizzes.kind_forms.rows import Column, RowsField, most_of, with_keys
from quizzes.kinds import Body, long
from quizzes.kinds.number import read_number

COLUMNS = (
    Column("title", _("What is looked for"), "line"),
    Column("points", _("Points at most"), "line"),
    Column("hint", _("How to tell")),
)


class Long:
    def fields(self) -> dict[str, forms.Field]:
        rubric = RowsField(
            columns=COLUMNS,
            one=_("Row"),
            most=most_of(long.schema, "rubric"),
            label=_("Rubric"),
            help_text=_("The points of all rows add up to the points of the question."),
        )
        return {
            "rubric": rubric,
            "words_least": _words(_("Words: at least about")),
            "words_most": _words(_("Words: at most about")),
            "guidance": text_area(_("For whoever marks"), longest=20_000),
        }

    def initial(self, body: Body) -> dict[str, Any]:
        words = body.get("words") or {}
        return {
            "rubric": rows_from(body.get("rubric", []), COLUMNS),
            "words_least": words.get("least"),
            "words_most": words.get("most"),
            "guidance": body.get("guidance", ""),
        }

    def body(self, said: Said, before: Body) -> dict[str, Any]:
        rubric = with_keys(said.get("rubric") or [], keys_in(before, "rubric"), named_by="title")
        words = {name: said.get(f"words_{name}") for name in ("least", "most")}
        return {
            "rubric": [{**row, "points": read_number(row["points"]) or row["points"]} for row in rubric],
            "words": words if any(words.values()) else None,
            "guidance": (said.get("guidance") or "").strip(),
        }


def _words(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=3000)
