"""The glossary, local rules, places to turn to and words for images, as the check of words reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Expression, F, Model, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Concat

from course.checking.findings import Thing, one_line
from course.checking.rows import Where
from course.versions import digest
from lessons.models import CoursePage, GlossaryTerm, Image, LocalBlock, LocalRule, Resource
from lessons.models.pages import FOLDERS

PROSE: Mapping[str, tuple[str, ...]] = {
    "glossaryterm": ("term", "definition"),
    "localblock": ("title", "to_fill_in"),
    "localrule": ("text",),
    "resource": ("purpose", "hours"),
    "image": ("alt",),
    "coursepage": ("title", "source"),
}
"""What of each is in our own words. The first names it to whoever reads a finding, but for a resource."""


def thing_of_material(kind: str, address: str, said: Mapping[str, Any], language: str) -> Thing:
    """One of them. ``said`` holds its texts by the names that files and rows share."""
    payload = {name: said[name] for name in PROSE[kind]}
    title = one_line(str(said.get("name") or next(iter(payload.values()))), 80)
    return Thing(
        kind=kind,
        address=address,
        title=title,
        payload=payload,
        language=language,
        state=f"{digest(payload)} {language}",
    )


def thing_of_image(name: str, alt: str, language: str) -> Thing:
    return thing_of_material("image", name, {"name": name, "alt": alt}, language)


IN_USE = Q(retired=False)


@dataclass(frozen=True)
class _Source:
    """Where one kind is read. ``way`` leads from a row to its course; ``name`` titles what has a name of its own."""

    model: type[Model]
    address: str | Expression = "key"
    way: str = "course"
    name: str = ""
    used: Q = IN_USE


_FOLDER = Case(*(When(audience=audience, then=Value(folder)) for audience, folder in FOLDERS.items()))

SOURCES = (
    _Source(GlossaryTerm),
    _Source(LocalBlock),
    _Source(
        LocalRule,
        address=Concat("state", Value("/"), "block__key", output_field=CharField()),
        way="block__course",
        used=IN_USE & Q(block__retired=False),
    ),
    _Source(Resource, name="name"),
    _Source(CoursePage, address=Concat(_FOLDER, Value("/"), "key", output_field=CharField())),
    _Source(Image, address="name", name="name", used=~Q(alt="")),
)


class Materials:
    """All of them, which have no versions and say little each: read as plain values, in one statement."""

    kind = "material"
    app = "lessons"

    @staticmethod
    def rows(where: Where) -> QuerySet[Any]:
        first, *others = (_values(place, source, where) for place, source in enumerate(SOURCES))
        return first.union(*others, all=True).order_by("place_among", "address_of")

    @staticmethod
    def course_of(row: Any) -> int:
        return int(row.in_course)

    @staticmethod
    def thing(row: Any, version: Any) -> Thing:
        texts = dict(zip(PROSE[row.kind_name], (row.first, row.second), strict=False))
        said = {"name": row.called, **texts}
        return thing_of_material(row.kind_name, row.address_of, said, row.language_of)


def _values(place: int, source: _Source, where: Where) -> QuerySet[Any]:
    kind = str(source.model._meta.model_name)
    first, second = (*PROSE[kind], "")[:2]
    address = F(source.address) if isinstance(source.address, str) else source.address
    said = {
        "place_among": Value(place),
        "kind_name": Value(kind, TextField()),
        "address_of": Cast(address, TextField()),
        "in_course": F(source.way),
        "language_of": F(f"{source.way}__language"),
        "first": _text(first),
        "second": _text(second),
        "called": _text(source.name),
    }
    rows = source.model._default_manager.filter(where(source.way), source.used).order_by()
    return rows.annotate(**said).values_list("pk", *said, named=True)


def _text(field: str) -> Expression:
    return Cast(F(field), TextField()) if field else Value("", TextField())
