"""A text area with the toolbar above it, which a script brings to life, and examples below it for everybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from lessons.editor.toolbar import TOPIC, Button

Groups = Sequence[tuple[str, Sequence[tuple[str, str]]]]
"""What one can pick from: the name of each group ("" for none), with value and words of what is in it."""


class Tool(NamedTuple):
    """A button in its place: what it offers to pick from, and where its link leads."""

    button: Button
    groups: Groups
    way: str

    @property
    def is_empty(self) -> bool:
        return not any(found for _name, found in self.groups)


class Manuscript(forms.Textarea):
    """``offers`` are asked only when they are shown. ``ways`` and they go by the name of a button."""

    template_name = "admin/lessons/manuscript.html"

    def __init__(self, *, rows: int, buttons: Sequence[Button] = TOPIC) -> None:
        super().__init__(attrs={"rows": rows, "class": "manuscript"})
        self.buttons = buttons
        self.offers: Mapping[str, Callable[[], Groups]] = {}
        self.ways: Mapping[str, str] = {}
        self.addresses: dict[str, str] = {}

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        tools = [
            Tool(each, self.offers.get(each.name, list)(), self.ways.get(each.name, ""))
            for each in self.buttons
        ]
        return {**super().get_context(name, value, attrs), "tools": tools, **self.addresses}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """With the project's own templates, which a form's renderer does not look through."""
        textarea = forms.Textarea(self.attrs).render(name, value, attrs, renderer)
        return render_to_string(
            self.template_name, {**self.get_context(name, value, attrs), "textarea": textarea}
        )
