"""How a trainer fills in a self-check: the parts of a question's form that it needs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from course.text import LongTextField
from quizzes.admin.question_forms import place_of
from quizzes.kind_forms import KIND_FORMS
from quizzes.kinds import Problem


class CheckForm(forms.Form):
    """One check. What is not finished yet is kept; what cannot be kept is refused, field by field."""

    kind: ClassVar[str]
    body_fields: ClassVar[tuple[str, ...]]

    stem = LongTextField(
        label=_("Question"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "manuscript"}),
    )
    explanation = LongTextField(
        label=_("Explanation"),
        max_length=20_000,
        required=False,
        help_text=_("Learners read it once they have answered."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "manuscript"}),
    )

    def __init__(self, data: Any = None, *, prefix: str, check: Mapping[str, Any] | None = None) -> None:
        self.before = check or {}
        initial = {name: self.before.get(name, "") for name in ("stem", "explanation")}
        body = KIND_FORMS[self.kind].initial(self.before)
        super().__init__(data, prefix=prefix, initial={**body, **initial})
        self.order_fields(["stem", *self.body_fields, "explanation"])

    def check(self, key: str) -> dict[str, Any]:
        """What stands in the fields, as a topic holds it."""
        self.is_valid()
        said = self.cleaned_data
        body = KIND_FORMS[self.kind].body(said, self.before)
        texts = {name: said.get(name, "").strip() for name in ("stem", "explanation")}
        return {
            "key": key,
            "kind": self.kind,
            "stem": texts["stem"],
            **body,
            "explanation": texts["explanation"],
        }


@cache
def check_form(kind: str) -> type[CheckForm]:
    """The form for checks of this kind."""
    fields = {name: field for name, field in KIND_FORMS[kind].fields().items() if name != "policy"}
    return type("CheckForm", (CheckForm,), {**fields, "kind": kind, "body_fields": tuple(fields)})


def as_sentence(kind: str, problem: Problem) -> str:
    """``Choices: Choice 2, why: …``"""
    form = check_form(kind)
    name, says = place_of(problem, form.base_fields, [], form.body_fields)
    return f"{form.base_fields[name].label}: {says}"
