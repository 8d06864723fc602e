"""Form fields of what topics are made of: ranges of minutes, and sources."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from pydantic import ValidationError as Unfit

from course.content.words import explain
from course.text import CleanCharField, LongTextField
from lessons.content_files import ReferenceFile
from lessons.reading_time import parse_range

BAR = re.compile(r"(?<!\\)\|")
PARTS = ("key", "title", "publisher", "year", "url")
MOST_REFERENCES = 50


class MinutesField(CleanCharField):
    """A range of minutes, ``5-7`` or ``5``. Cleans to one of these, or to ""."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=9, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return ""
        try:
            low, high = parse_range(text)
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from None
        return str(low) if low == high else f"{low}-{high}"


class ReferencesField(LongTextField):
    """Sources, one on each line: ``key | title | publisher | year | address``. A ``|`` inside a part is ``\\|``."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(
            " | ".join(str(each.get(part, "")).replace("|", r"\|") for part in PARTS if each.get(part))
            for each in value
        )

    def clean(self, value: Any) -> Any:
        lines = enumerate(super().clean(value).split("\n"), start=1)
        found: list[dict[str, Any]] = []
        wrong: list[str] = []
        for number, line in lines:
            if line.strip():
                try:
                    found.append(self._read(line, [each["key"] for each in found]))
                except ValueError as problem:
                    wrong.append(_("Line %(line)d: %(problem)s") % {"line": number, "problem": problem})
        if len(found) > MOST_REFERENCES:
            wrong.append(_("At most %(most)d sources can be kept.") % {"most": MOST_REFERENCES})
        if wrong:
            raise forms.ValidationError(wrong)
        return found

    def _read(self, line: str, keys: list[str]) -> dict[str, Any]:
        """One source. Raises ValueError with a sentence."""
        parts = [part.strip().replace(r"\|", "|") for part in BAR.split(line)]
        if not 4 <= len(parts) <= 5:
            raise ValueError(
                _("Write key | title | publisher | year | address. The address may be left out.")
            )
        given: dict[str, Any] = {
            name: part for name, part in zip(PARTS, parts, strict=False) if part or name != "url"
        }
        if not re.fullmatch(r"[0-9]{4}", given["year"]):
            raise ValueError(_("The year is four digits, such as 2015."))
        if given["key"] in keys:
            raise ValueError(_("The key “%(key)s” is used twice.") % {"key": given["key"]})
        try:
            return ReferenceFile.model_validate({**given, "year": int(given["year"])}).model_dump()
        except Unfit as problems:
            first = problems.errors(include_url=False)[0]
            raise ValueError(f"{first['loc'][0]}: {explain(first, ReferenceFile)}") from None
