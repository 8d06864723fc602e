"""What differs between two states of a form, field by field. Pure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from course.differences import Part, differing


def between(before: forms.BaseForm, after: forms.BaseForm) -> list[Part]:
    """The fields in which two forms of one class say something else, as a person would type them."""
    names = [name for name in before.fields if name != "based_on"]
    labels = {name: str(capfirst(str(before.fields[name].label))) for name in names}
    return differing(
        [(labels[name], as_lines(before[name].value())) for name in names],
        [(labels[name], as_lines(after[name].value())) for name in names],
    )


def as_lines(value: Any) -> list[str]:
    """What a form holds, in lines: a list has one for each part. Nothing, no and an empty text are alike."""
    if value is None or value is False:
        return []
    if value is True:
        return [_("yes")]
    if isinstance(value, list):
        return [line for each in value for line in as_lines(each)]
    text = str(value).replace("\r\n", "\n").strip("\n")
    return text.split("\n") if text else []
