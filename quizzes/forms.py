"""The form in which a learner answers one question."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from course.text import CleanCharField
from quizzes.kinds import KINDS, Posted, Response
from quizzes.models import AttemptItem

_LARGEST = 2**31 - 1
_INCOMPLETE = _("This form arrived incomplete, so nothing was saved. Load the page again.")


class AnswerForm(forms.Form):
    """One save. ``revision`` is the newest that the page had seen; ``replaces`` is one the learner chose to replace.

    ``waited`` is for how many seconds the browser has tried. ``go`` is the button: next, back, save, settle, check,
    clear, flag, unflag, or the number of a question.
    """

    save_id = forms.UUIDField(error_messages={"required": _INCOMPLETE, "invalid": _INCOMPLETE})
    revision = forms.IntegerField(
        min_value=0,
        max_value=_LARGEST,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _INCOMPLETE),
    )
    replaces = forms.IntegerField(min_value=1, max_value=_LARGEST, required=False)
    waited = forms.IntegerField(min_value=0, max_value=_LARGEST, required=False)
    go = CleanCharField(required=False, max_length=20)

    def __init__(self, data: Posted, *, item: AttemptItem) -> None:
        super().__init__(data)
        self.posted = data
        self.item = item

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["response"] = {} if self.button == "clear" else self._response()
        return cleaned

    def _response(self) -> Response:
        try:
            return read_response(self.item, self.posted)
        except ValueError as problem:
            self.add_error(None, str(problem))
            return {}

    @property
    def button(self) -> str:
        """``go``, or save where no button was pressed."""
        return str(self.cleaned_data.get("go") or "save")

    @property
    def flags(self) -> bool | None:
        """Whether to flag the question or not; None to leave that as it is."""
        return {"flag": True, "unflag": False}.get(self.button)

    @property
    def save(self) -> dict[str, Any]:
        """The arguments of ``attempts.save_answer``."""
        cleaned = self.cleaned_data
        seen = cleaned["replaces"] or cleaned["revision"]
        sent = {"response": cleaned["response"], "save_id": cleaned["save_id"], "seen_revision": seen}
        return {**sent, "waited": cleaned.get("waited") or 0}

    @property
    def problems(self) -> list[str]:
        """Each sentence once."""
        return list(dict.fromkeys(str(said) for said_of in self.errors.values() for said in said_of))


def read_response(item: AttemptItem, data: Posted) -> Response:
    """What the posted form says of this question. Raises ValueError when it does not fit the question."""
    return KINDS[item.kind].parse(item.version.body, data)
