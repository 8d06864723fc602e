"""Reading the files of the materials: each optional, all of them checked before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, Protocol

from django.db.models import Value
from django.utils.translation import gettext as _
from pydantic import BaseModel

from course.content.documents import Document, Folder
from course.content.errors import show
from course.content.outline_files import Everything
from course.content.words import did_you_mean
from course.models import Course
from course.states import NAMES
from lessons.markdown.glossary import fold
from lessons.materials.files import BlocksFile, GlossaryFile, ResourcesFile, StateFile
from lessons.models import LocalBlock, Resource

GLOSSARY, RESOURCES, BLOCKS = "glossary.yaml", "resources.yaml", "local/blocks.yaml"


@dataclass(frozen=True)
class Parsed:
    """One thing that a file says: its key, file and line, and its facts as the row has them."""

    key: str
    place: str
    facts: Mapping[str, Any]


@dataclass
class ParsedMaterials:
    """All files. ``known_blocks`` and ``known_groups`` are what a topic may name, of the files or of the admin."""

    terms: list[Parsed] = field(default_factory=list)
    blocks: list[Parsed] = field(default_factory=list)
    rules: dict[str, list[Parsed]] = field(default_factory=dict)
    resources: list[Parsed] = field(default_factory=list)
    files: list[tuple[Document, BaseModel]] = field(default_factory=list)
    known_blocks: Collection[str] = ()
    known_groups: Collection[str] = ()


class HasFacts(Protocol):
    @property
    def key(self) -> str: ...
    def facts(self) -> dict[str, Any]: ...


def read_materials(folder: Folder, course: Course | None) -> ParsedMaterials:
    """Read every file that is there. Mistakes are noted in ``folder``; what they hide counts as known."""
    parsed = ParsedMaterials()
    before = len(folder.mistakes)
    _read_glossary(folder, parsed)
    local = list(folder.documents("local/*.yaml"))
    _read_blocks(next((each for each in local if each.name == BLOCKS), None), parsed)
    _read_resources(folder, parsed)
    if len(folder.mistakes) > before:
        parsed.known_blocks = parsed.known_groups = Everything()
    else:
        blocks, groups = _made_in_admin(course)
        parsed.known_blocks = blocks | {each.key for each in parsed.blocks}
        parsed.known_groups = groups | {str(each.facts["group"]) for each in parsed.resources}
    for document in local:
        if document.name != BLOCKS:
            _read_state(document, parsed)
    return parsed


def _made_in_admin(course: Course | None) -> tuple[set[str], set[str]]:
    """Keys of blocks and names of groups that no file brought. Without a course, no database is asked."""
    if course is None:
        return set(), set()
    mine = {"course": course, "loaded_digest": "", "retired": False}
    blocks = LocalBlock.objects.filter(**mine).order_by().values_list(Value("block"), "key")
    groups = Resource.objects.filter(**mine).order_by().values_list(Value("group"), "group")
    found: dict[str, set[str]] = {"block": set(), "group": set()}
    for kind, name in blocks.union(groups):
        found[kind].add(name)
    return found["block"], found["group"]


def _open(folder: Folder, name: str) -> Document | None:
    return folder.read(name) if (folder.root / name).exists() else None


def _read_glossary(folder: Folder, parsed: ParsedMaterials) -> None:
    document = _open(folder, GLOSSARY)
    if document is None:
        return
    file = document.check(GlossaryFile)
    document.unique(document.texts("terms", ..., "key"))
    names = [*document.texts("terms", ..., "term"), *document.texts("terms", ..., "variants", ...)]
    document.unique(
        (path, fold(name)) for path, name in sorted(names, key=lambda each: document.line(each[0]))
    )
    if file:
        parsed.files.append((document, file))
        parsed.terms = list(_facts(document, "terms", file.terms))


def _read_blocks(document: Document | None, parsed: ParsedMaterials) -> None:
    if document is None:
        return
    file = document.check(BlocksFile)
    document.unique(document.texts("blocks", ..., "key"))
    if file:
        parsed.files.append((document, file))
        parsed.blocks = list(_facts(document, "blocks", file.blocks))


def _read_state(document: Document, parsed: ParsedMaterials) -> None:
    state = PurePosixPath(document.name).stem
    if state not in NAMES:
        message = _("“%(name)s” is not the postal code of a state, in capital letters, such as WA.")
        document.wrong((), message % {"name": show(state)} + did_you_mean(state.upper(), list(NAMES)))
    file = document.check(StateFile)
    document.unique(document.texts("rules", ..., "key"))
    for path, key in document.texts("rules", ..., "key"):
        if key not in parsed.known_blocks:
            message = _("There is no local block “%(key)s” in %(file)s.")
            near = did_you_mean(key, [each.key for each in parsed.blocks])
            document.wrong(path, message % {"key": show(key), "file": BLOCKS} + near)
    if file:
        parsed.files.append((document, file))
        parsed.rules[state] = list(_facts(document, "rules", file.rules))


def _read_resources(folder: Folder, parsed: ParsedMaterials) -> None:
    document = _open(folder, RESOURCES)
    if document is None:
        return
    file = document.check(ResourcesFile)
    document.unique(document.texts("resources", ..., "key"))
    if file:
        parsed.files.append((document, file))
    for index, each in enumerate(file.resources if file else ()):
        place = document.place(("resources", index, "key"))
        parsed.resources.append(Parsed(each.key, place, each.facts(index + 1)))


def _facts(document: Document, name: str, files: Collection[HasFacts]) -> Iterator[Parsed]:
    for index, each in enumerate(files):
        yield Parsed(each.key, document.place((name, index, "key")), each.facts())
