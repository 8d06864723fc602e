"""Glossary, local rules and places to turn to, as files: as they were read, and as the database has them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from pydantic import BaseModel

from course.content.canonical import yaml_file
from course.content.files import File
from course.content.keeping import Written, in_order
from course.content.writing import Writing
from lessons.checked_materials import thing_of_material
from lessons.materials.files import BlocksFile, GlossaryFile, ResourcesFile, StateFile
from lessons.materials.read import BLOCKS, GLOSSARY, RESOURCES, ParsedMaterials
from lessons.models import GlossaryTerm, LocalBlock, LocalRule, Resource
from lessons.models.materials import Material

Entry = dict[str, Any]
LISTS: Mapping[type[BaseModel], tuple[str, str]] = {
    GlossaryFile: ("terms", "glossaryterm"),
    BlocksFile: ("blocks", "localblock"),
    StateFile: ("rules", "localrule"),
    ResourcesFile: ("resources", "resource"),
}
"""Under which key a file lists its things, and what they are to the check of words."""


def material_files(parsed: ParsedMaterials) -> Iterator[File]:
    """The files of materials without mistakes."""
    for document, file in parsed.files:
        name, _kind = LISTS[type(file)]
        entries = [{**dict(each), "keep": in_order(each.keep)} for each in getattr(file, name)]
        yield _file(document.name, type(file), entries, getattr(file, "note", None))


def materials_in_files(parsed: ParsedMaterials, *, language: str) -> Iterator[Written]:
    """Every text of them, for the check of words."""
    for document, file in parsed.files:
        name, kind = LISTS[type(file)]
        for index, each in enumerate(getattr(file, name)):
            address = f"{PurePosixPath(document.name).stem}/{each.key}" if kind == "localrule" else each.key
            thing = thing_of_material(kind, address, dict(each), language)
            yield Written(thing, each.keep, document, (name, index))


def written_materials(writing: Writing) -> Iterator[File]:
    """All that is in use. What a file had before stands where it stood."""
    mine = {"course": writing.course, "retired": False}
    yield from _written(writing, GLOSSARY, GlossaryFile, GlossaryTerm.objects.filter(**mine), _facts)
    yield from _written(writing, BLOCKS, BlocksFile, LocalBlock.objects.filter(**mine), _facts)
    rules: dict[str, list[LocalRule]] = {}
    found = LocalRule.objects.filter(block__course=writing.course, block__retired=False, retired=False)
    for rule in found.select_related("block"):
        rules.setdefault(rule.state, []).append(rule)
    for state, rows in rules.items():
        yield from _written(writing, f"local/{state}.yaml", StateFile, rows, _rule)
    resources = Resource.objects.filter(**mine)
    yield from _written(writing, RESOURCES, ResourcesFile, resources, _resource)


def _written(
    writing: Writing,
    name: str,
    schema: type[BaseModel],
    rows: Iterable[Material],
    says: Callable[[Any], Entry],
) -> Iterator[File]:
    kind, aside = LISTS[schema][1], writing.aside(name)
    places = {key: place for place, key in enumerate(aside.get("keys", ()))}
    entries = sorted(map(says, rows), key=lambda each: (places.get(each["key"], len(places)), each["key"]))
    for each in entries:
        each["keep"] = writing.kept(kind, each.pop("address", each["key"]))
    if entries:
        yield _file(name, schema, entries, aside.get("note"))


def _file(name: str, schema: type[BaseModel], entries: list[Entry], note: str | None) -> File:
    if schema is ResourcesFile:
        entries = _placed(entries)
    aside = {"keys": [each["key"] for each in entries], **({"note": note} if note else {})}
    return File(name, yaml_file(schema, {LISTS[schema][0]: entries, "note": note}), aside)


def _placed(entries: list[Entry]) -> list[Entry]:
    """Resources in the order of their places; a place is only said where it does not follow from that."""
    stood = [
        (number if each["position"] is None else each["position"], number, each)
        for number, each in enumerate(entries, 1)
    ]
    found = sorted(stood, key=lambda each: each[:2])
    return [
        {**each, "position": None if place == number else place}
        for number, (place, _stood, each) in enumerate(found, 1)
    ]


def _facts(row: Any) -> Entry:
    return {"key": row.key, **{name: getattr(row, name) for name in row.FACTS}}


def _rule(row: LocalRule) -> Entry:
    source = {name: getattr(row, f"source_{name}") for name in ("title", "publisher", "url")}
    key = row.block.key
    said = {"key": key, "text": row.text, "source": source, "checked": row.checked_on}
    return {**said, "address": f"{row.state}/{key}"}


def _resource(row: Resource) -> Entry:
    return {**_facts(row), "checked": row.checked_on}
