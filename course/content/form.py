"""Content files and their canonical form. No database is asked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from course.content.documents import Folder
from course.content.files import File
from course.content.load import read
from course.content.loaders import make_loaders
from course.content.outline_files import read_outline
from course.content.outline_text import outline_files


class Differs(NamedTuple):
    """A file that is not in canonical form: ``line`` is the first that differs, and ``wanted`` what it should say."""

    file: File
    line: int
    wanted: str


def differing_files(root: Path) -> list[Differs]:
    """Files of a content folder that are not in canonical form. Raises ContentErrors for one that would not load."""
    found = []
    for file in read(root, with_rows=False).files():
        there = (root / file.name).read_bytes()
        if there != file.bytes:
            found.append(_first_difference(file, there.decode("utf-8")))
    return sorted(found, key=lambda differs: differs.file.name)


def canonical_files(root: Path) -> dict[str, str]:
    """Each file's canonical form, by name; of a file with a mistake, its text as it is."""
    folder = Folder(root)
    made = {file.name: file.content for file in _readable(folder) if isinstance(file.content, str)}
    wrong = {mistake.file for mistake in folder.mistakes}
    return {
        name: made[name]
        if name in made and folder.label(name) not in wrong
        else (root / name).read_bytes().decode("utf-8", "surrogateescape")
        for name in folder.names(".")
    }


def _readable(folder: Folder) -> Iterator[File]:
    outline = read_outline(folder)
    if outline.course is not None and outline.frameworks is not None:
        yield from outline_files(outline)
    for loader in make_loaders():
        yield from loader.files(loader.read(folder, outline, None))


def _first_difference(file: File, text: str) -> Differs:
    there, wanted = text.split("\n"), str(file.content).split("\n")
    pairs = enumerate(zip_longest(there, wanted), 1)
    line, words = next(((n, new or "") for n, (old, new) in pairs if old != new), (1, wanted[0]))
    return Differs(file, line, words)
