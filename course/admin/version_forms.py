"""The form behind a version."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from course.admin.forms import VerbForm
from course.publishing.change import WORDING, Change

PUBLISH = "_publish"
CONTINUED = "_continued"
"""A posted field that says: this is unsaved text of an earlier time (its value), and is shown again, not sent."""


class VersionForm(VerbForm):
    """A form whose fields make one version. Its model form has no fields of its own."""

    based_on = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = self.newest
        self.fields["based_on"].initial = newest.pk if newest else ""
        if newest is not None:
            self.initial.update(self.initial_from(newest))

    @property
    def newest(self) -> Any:
        return self.instance.newest if self.instance.pk else None

    @property
    def publishing(self) -> bool:
        return PUBLISH in self.data

    def initial_from(self, version: Any) -> dict[str, Any]:
        """The fields as this version says them."""
        raise NotImplementedError

    def as_typed(self) -> dict[str, list[str]]:
        """Every field by its name, as a browser sends the form when nothing was changed."""
        values = {name: self[name].value() for name in self.fields}
        return {
            name: [str(each) for each in value] if isinstance(value, list) else [str(value or "")]
            for name, value in values.items()
        }

    def payload(self) -> dict[str, Any]:
        """What the author wrote, as a version holds it. Call when the form is valid, or for a preview."""
        raise NotImplementedError

    def change(self) -> Change:
        """What publishing changes for learners: see ``course.admin.change_forms``."""
        return WORDING

    def said(self, name: str) -> Any:
        """What stands in a field; what was last saved, where that cannot be read."""
        return self.cleaned_data.get(name, self.initial.get(name, self.fields[name].initial))

    def clean(self) -> Any:
        if CONTINUED in self.data:
            words = _("This is your unsaved text (%(time)s). To make it a draft, save it.")
            raise forms.ValidationError(words % {"time": self.data[CONTINUED]})
        return super().clean()

    def clean_based_on(self) -> str:
        """Somebody else may have saved meanwhile: then say so once, and keep what was typed."""
        newest, typed = self.newest, self.cleaned_data["based_on"]
        if newest is None or typed == str(newest.pk) or _says_the_same(newest, typed):
            return str(typed)
        again: Any = self.data
        self.data = again = again.copy()
        again[self.add_prefix("based_on")] = str(newest.pk)
        words = _("%(who)s saved version %(number)d while you were writing. Yours is below, not saved yet. "
                  "To put it on top, save again.")  # fmt: skip
        raise forms.ValidationError(words % {"who": newest.author or _("Somebody"), "number": newest.number})


def _says_the_same(version: Any, typed: str) -> bool:
    """Whether only what follows from a text was made anew, such as the links to a glossary."""
    siblings = type(version).objects.filter(digest=version.digest)
    return re.fullmatch("[0-9]{1,18}", typed) is not None and siblings.filter(pk=typed).exists()
