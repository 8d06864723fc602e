"""What an author says on publishing: whether only the wording changed, or something that learners should know of."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.publishing.change import LONGEST_NOTE, WORDING, Change
from course.text import CleanCharField

CHANGE_FIELDS = ("substance", "what_changed", "ask_to_read")


class ChangeFields(forms.Form):
    """Part of a form that publishes. ``change`` is what was said, once the form is valid.

    ``noted`` is what was said before, when a draft was saved.
    """

    noted: Mapping[str, Any] = MappingProxyType({})

    substance = forms.ChoiceField(
        label=gettext_lazy("For learners who finished this topic"),
        required=False,
        initial="no",
        choices=[
            ("no", gettext_lazy("The wording changed. They are told nothing.")),
            (
                "yes",
                gettext_lazy(
                    "Something changed that they should know. They see a note and what is different."
                ),
            ),
        ],
        widget=forms.RadioSelect,
    )
    what_changed = CleanCharField(
        label=gettext_lazy("What changed"),
        max_length=LONGEST_NOTE,
        required=False,
        help_text=gettext_lazy("One line that learners read, such as “The crisis line has a new number.”"),
    )
    ask_to_read = forms.BooleanField(
        label=gettext_lazy("Ask them to say that they have read it"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(self.noted)

    def clean(self) -> Any:
        cleaned = super().clean()
        if getattr(self, "publishing", True):
            said = self.cleaned_data
            tells = said.get("substance") == "yes"
            if tells and not said.get("what_changed") and "what_changed" not in self.errors:
                self.add_error(
                    "what_changed", _("Say in one line what changed, so that learners understand it.")
                )
            elif not tells and (said.get("what_changed") or said.get("ask_to_read")):
                words = _(
                    "You say that only the wording changed. Choose the other answer to tell learners of it."
                )
                self.add_error("substance", words)
        return cleaned

    def note(self) -> dict[str, Any]:
        """What was said, to be ``noted`` on the next page."""
        return {name: self.cleaned_data.get(name) for name in CHANGE_FIELDS}

    def change(self) -> Change:
        said = self.cleaned_data
        return (
            Change(said["what_changed"], said["ask_to_read"]) if said.get("substance") == "yes" else WORDING
        )
