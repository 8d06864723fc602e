"""What a version says, in the words of the page on which it is written: a label and lines for each part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from course.models import Version

FOLLOWS = ("html", "words")
"""Fields that are made of the others; and so is any that ends with ``_html``."""

NAMES = {
    "key": gettext_lazy("key"),
    "text": gettext_lazy("text"),
    "right": gettext_lazy("right answer"),
    "why": gettext_lazy("why"),
    "title": gettext_lazy("title"),
    "publisher": gettext_lazy("publisher"),
    "year": gettext_lazy("year"),
    "url": gettext_lazy("address"),
}


def parts_of(version: Version) -> list[tuple[str, list[str]]]:
    """Each part that an author writes, in the order of the version's columns."""
    common = {field.name for field in Version._meta.fields}
    return [
        (capfirst(str(field.verbose_name)), list(lines(getattr(version, field.name))))
        for field in version._meta.concrete_fields
        if field.name not in common and not field.primary_key and not field.is_relation
        if field.name not in FOLLOWS and not field.name.endswith("_html")
    ]


def lines(value: Any, indent: str = "") -> Iterator[str]:
    """A value as lines of text; what is within another is set in."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            label = f"{indent}{NAMES.get(name) or str(name).replace('_', ' ')}"
            if isinstance(inner, (Mapping, list)):
                yield f"{label}:"
                yield from lines(inner, f"{indent}    ")
            else:
                yield f"{label}: {' '.join(lines(inner))}"
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            if isinstance(inner, (Mapping, list)):
                yield f"{indent}{number}."
                yield from lines(inner, f"{indent}    ")
            else:
                yield f"{indent}{' '.join(lines(inner))}"
    elif isinstance(value, bool):
        yield _("yes") if value else _("no")
    elif isinstance(value, str):
        yield from (indent + line for line in value.splitlines() if line.strip())
    elif value is not None:
        yield f"{indent}{value}"
