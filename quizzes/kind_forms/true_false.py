"""True or false."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quizzes.kind_forms.base import Said, text_area
from quizzes.kinds import Body


class TrueFalse:
    def fields(self) -> dict[str, forms.Field]:
        answers = [("true", _("True")), ("false", _("False"))]
        return {
            "answer": forms.ChoiceField(label=_("The statement is"), choices=answers),
            "why_true": text_area(_("What is said about “true”")),
            "why_false": text_area(_("What is said about “false”")),
        }

    def initial(self, body: Body) -> dict[str, Any]:
        whys = {name: body.get(name, "") for name in ("why_true", "why_false")}
        return {"answer": "true" if body.get("answer", True) else "false", **whys}

    def body(self, said: Said, before: Body) -> dict[str, Any]:
        whys = {name: (said.get(name) or "").strip() for name in ("why_true", "why_false")}
        return {"answer": said.get("answer") != "false", **whys}
