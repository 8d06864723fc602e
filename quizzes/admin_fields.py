"""The rows in which a question's choices are typed, as one form field."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _

from course.text import problem_in
from quizzes.kinds import KINDS

LONGEST = 1000
MOST_ROWS = 6


class Row(NamedTuple):
    """One choice as typed. ``number`` counts the rows on the page from 1; ``key`` is empty for a new choice."""

    number: int
    key: str
    text: str
    right: bool
    why: str


def rows_of(kind: str) -> int:
    """How many choices a question of this kind may have."""
    field = KINDS[kind].schema.model_fields.get("choices")
    limits = [getattr(limit, "max_length", MOST_ROWS) for limit in field.metadata] if field else []
    return min([MOST_ROWS, *limits])


class ChoiceRows(forms.Widget):
    """A group of inputs for each choice. A row that is left empty is no choice."""

    template_name = "admin/quizzes/choice_rows.html"
    use_fieldset = True
    shown = 4

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        rows = list(value or [])
        rows += [Row(number, "", "", False, "") for number in range(len(rows) + 1, self.shown + 1)]
        return {**super().get_context(name, value, attrs), "rows": rows}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """With the project's own templates, which a form's renderer does not look through."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Row]:
        return [
            Row(
                number,
                data.get(f"{name}-{number}-key", ""),
                data.get(f"{name}-{number}-text", "").replace("\r\n", "\n"),
                f"{name}-{number}-right" in data,
                data.get(f"{name}-{number}-why", "").replace("\r\n", "\n"),
            )
            for number in range(1, MOST_ROWS + 1)
            if f"{name}-{number}-text" in data
        ]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-1-text" not in data

    def id_for_label(self, id_: str) -> str:
        return f"{id_}-1-text"


class ChoicesField(forms.Field):
    """Cleans to the rows that hold something. What cannot be kept is refused with the number of its row."""

    widget = ChoiceRows

    def clean(self, value: list[Row]) -> list[Row]:
        rows = [row for row in value if row.text.strip() or row.why.strip()]
        wrong = []
        for row in rows:
            for label, text in ((_("text"), row.text), (_("why"), row.why)):
                too_long = _("This has %(count)d characters; at most %(most)d are kept.")
                problem = problem_in(text)
                if len(text) > LONGEST:
                    problem = too_long % {"count": len(text), "most": LONGEST}
                if problem:
                    wrong.append(in_row(row.number, label, problem))
        if wrong:
            raise ValidationError(wrong)
        return rows

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [row[1:] for row in initial or []] != [row[1:] for row in data or []]


def in_row(number: int, label: str, problem: str) -> str:
    """``Choice 2, why: …``"""
    return _("Choice %(number)d, %(field)s: %(problem)s") % {
        "number": number,
        "field": label,
        "problem": problem,
    }


def as_choices(rows: list[Row], known: list[str]) -> list[dict[str, Any]]:
    """The rows as a body holds them. A choice that was there keeps its key; a new one gets a key of its own.

    A new key is made of the choice's first words, which say no more than the choice itself.
    """
    kept = {row.key for row in rows if row.key in known}
    used, choices = set(kept), []
    for row in rows:
        key = row.key if row.key in kept else _new_key(row.text, used)
        kept.discard(key)
        used.add(key)
        choices.append({"key": key, "text": row.text.strip(), "right": row.right, "why": row.why.strip()})
    return choices


def _new_key(text: str, used: set[str]) -> str:
    words = [word for word in slugify(text.replace("_", " ")).split("-") if word][:4] or ["choice"]
    stem, number = "-".join(words)[:30].strip("-"), 1
    # A single word could tell ("right"), and a kind would refuse it.
    key = stem if "-" in stem else f"{stem}-1"
    while key in used:
        number += 1
        key = f"{stem}-{number}"
    return key
