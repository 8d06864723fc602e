"""A number with a tolerance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from course.text import CleanCharField
from quizzes.kind_forms.base import Said
from quizzes.kinds import Body
from quizzes.kinds.number import read_number


class Number:
    def fields(self) -> dict[str, forms.Field]:
        return {
            "answer": CleanCharField(label=_("Right number"), max_length=60, required=False, initial=""),
            "tolerance": CleanCharField(
                label=_("Give or take"),
                max_length=60,
                required=False,
                initial="0",
                help_text=_("How far an answer may be from the right number, on either side."),
            ),
            "unit": CleanCharField(
                label=_("Unit"),
                max_length=40,
                required=False,
                initial="",
                help_text=_("Shown after the box, such as mg."),
            ),
        }

    def initial(self, body: Body) -> dict[str, Any]:
        return {
            "answer": body.get("answer", ""),
            "tolerance": body.get("tolerance", "0"),
            "unit": body.get("unit", ""),
        }

    def body(self, said: Said, before: Body) -> dict[str, Any]:
        return {
            "answer": _plain(said.get("answer") or ""),
            "tolerance": _plain(said.get("tolerance") or "0"),
            "unit": said.get("unit") or "",
        }


def _plain(text: str) -> str:
    """As files say it; what is no number stays as it was typed, to be mended."""
    number = read_number(text)
    return text if number is None else number
