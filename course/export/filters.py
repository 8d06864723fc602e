"""What a filter asks for, in the words of its page. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.choices import flatten_choices
from django.utils.translation import gettext as _


def in_words(form: forms.Form) -> list[tuple[str, str]]:
    """Each field that a valid form narrows by, beside what was chosen: ``("Cohort", "Spring")``."""
    return list(_narrowing(form))


def _narrowing(form: forms.Form) -> Iterator[tuple[str, str]]:
    for bound in form.visible_fields():
        asked = form.cleaned_data.get(bound.name)
        if asked in (None, "", False):
            continue
        if asked is True:
            asked = _("yes")
        if isinstance(bound.field, forms.ChoiceField):
            choices: Any = bound.field.choices
            asked = dict(flatten_choices(choices)).get(asked, asked)
        yield str(bound.label), str(asked)
