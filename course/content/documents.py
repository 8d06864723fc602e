"""Opening the files of a content folder: every file becomes a document that knows its lines, or a mistake."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from pathlib import PurePosixPath
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from course.content.characters import first_forbidden
from course.content.errors import Mistake, Path, field_name, show
from course.content.progress import Tick
from course.content.words import explain
from course.content.yaml_tree import TooMuch, Tree, Unreadable, read_yaml

MOST_BYTES = 1_000_000
LONGEST_MESSAGE = 500
MOST_VALUES = 300_000
FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)

M = TypeVar("M", bound=BaseModel)


@dataclass
class Folder:
    """A content folder as the user named it, the mistakes found in it so far, and the names of the files read.

    ``tick`` is called for each of these.
    """

    root: FilePath
    mistakes: list[Mistake] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    values: int = 0
    tick: Tick = field(default=lambda: None)

    def names(self, folder: str) -> list[str]:
        """Every file below ``folder``, sorted, relative to the root. Not hidden files and editors' backups."""
        found = (path for path in (self.root / folder).rglob("*") if not path.is_dir())
        names = (path.relative_to(self.root).as_posix() for path in found)
        return sorted(name for name in names if not re.search(r"(?:^|/)\.|~$", name))

    def documents(self, pattern: str) -> Iterator[Document]:
        """Read every file like ``pattern``, such as ``bank/*.yaml``. Any other beside them is a mistake."""
        for name in self.names(pattern.partition("/")[0]):
            if not PurePosixPath(name).match(pattern):
                message = _("This file is not read: only files like %(pattern)s are.") % {"pattern": pattern}
                self.wrong(name, message)
            elif document := self.read(name):
                yield document

    def read(self, name: str) -> Document | None:
        """Read a YAML file, or a Markdown file with YAML front matter. None when that fails; the mistake is noted."""
        self.seen.add(name)
        self.tick()
        if self.values >= MOST_VALUES:
            message = _(
                "Before this file, there were more than %(most)d values already: too many for a course."
            )
            self.wrong(name, message % {"most": MOST_VALUES})
            return None
        try:
            document = _open(self, name)
        except Unreadable as problem:
            # Who reads on after such a file would read thirty of them, a second each.
            self.values += MOST_VALUES * isinstance(problem, TooMuch)
            self.wrong(name, problem.message, line=problem.line)
            return None
        self.values += len(document.tree.lines)
        for twice in document.tree.twice:
            message = _("This key stands here twice; the first is at line %(line)d.") % {"line": twice.first}
            self.wrong(name, message, path=twice.path, line=twice.line)
        return document

    def wrong(self, name: str, message: str, *, path: Path = (), line: int = 0) -> None:
        """Note a mistake in file ``name``, relative to the root."""
        self.mistakes.append(Mistake(self.label(name), line, field_name(path), message[:LONGEST_MESSAGE]))

    def label(self, name: str) -> str:
        """A file's path as the user would type it."""
        text = str(self.root / name).encode("utf-8", "backslashreplace").decode()
        return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


@dataclass
class Document:
    """One readable file: the data of its YAML, and the Markdown after it with the line on which that begins."""

    folder: Folder
    name: str
    tree: Tree
    body: str = ""
    body_line: int = 1

    @property
    def data(self) -> Any:
        return self.tree.data

    def line(self, path: Path) -> int:
        """The line of the value at ``path``, or of the nearest that holds it."""
        while path not in self.tree.lines:
            path = path[:-1]
        return self.tree.lines[path]

    def place(self, path: Path) -> str:
        """``content/bank/a.yaml:7``, to name one place in a mistake about another."""
        return f"{self.folder.label(self.name)}:{self.line(path)}"

    def wrong(self, path: Path, message: str, *, line: int = 0) -> None:
        """Note a mistake at ``path``."""
        self.folder.wrong(self.name, message, path=path, line=line or self.line(path))

    def check(self, model: type[M], path: Path = (), data: Any = ...) -> M | None:
        """The data at ``path`` as ``model``; None when it does not fit, with every mistake noted.

        ``data`` takes the place of the file's own where only a part of it is to be checked.
        """
        data = self.at(path) if data is ... else data
        try:
            return model.model_validate(data)
        except ValidationError as problems:
            for problem in problems.errors(include_url=False):
                self.wrong((*path, *problem["loc"]), explain(problem, model))
            return None

    def unique(self, named: Iterable[tuple[Path, str]]) -> None:
        """Note every name that stood at another place before. ``named`` gives names with their places."""
        first: dict[str, Path] = {}
        for path, name in named:
            if name in first:
                message = _("“%(name)s” is already used at %(place)s.")
                self.wrong(path, message % {"name": show(name), "place": self.place(first[name])})
            first.setdefault(name, path)

    def at(self, path: Path) -> Any:
        """The data at ``path``; None where there is none."""
        found = self.data
        for part in path:
            try:
                found = found[part]
            except (KeyError, IndexError, TypeError):
                return None
        return found

    def texts(self, *pattern: Any) -> list[tuple[Path, str]]:
        """Every text at a place like ``pattern``, in which ``...`` stands for each item of a list; with its place.

        It looks at the data as it is, so that what can be checked is checked, whatever else is wrong with the file.
        """
        found = [(path, self.at(path)) for path in self.paths(*pattern)]
        return [(path, text.strip()) for path, text in found if isinstance(text, str)]

    def paths(self, *pattern: Any) -> list[Path]:
        """Every place like ``pattern``, in which ``...`` stands for each item of a list."""
        paths: list[Path] = [()]
        for part in pattern:
            paths = [
                (*path, step) for path in paths for step in (self._items(path) if part is ... else (part,))
            ]
        return paths

    def _items(self, path: Path) -> range:
        found = self.at(path)
        return range(len(found) if isinstance(found, list) else 0)


def _open(folder: Folder, name: str) -> Document:
    text = _text(folder.root / name)
    if name.endswith(".md"):
        match = FRONT_MATTER.match(text)
        if match is None:
            message = _("The file begins with its settings between two lines of three dashes (---).")
            raise Unreadable(1, message)
        body = text[match.end() :]
        start = text[: match.end()].count("\n") + 1 + len(body) - len(body.lstrip("\n"))
        return Document(folder, name, read_yaml(match["yaml"], first_line=2), body.strip("\n"), start)
    if not text.strip():
        raise Unreadable(1, _("The file is empty."))
    return Document(folder, name, read_yaml(text))


def _text(path: FilePath) -> str:
    """The file's text with ``\\n`` line ends. Raises Unreadable with the line of what cannot be text."""
    try:
        if not path.is_file():
            raise Unreadable(0, _("This file is missing, or is not a plain file."))
        if path.stat().st_size > MOST_BYTES:
            message = _("The file has more than %(most)d bytes. Is it the right one?")
            raise Unreadable(0, message % {"most": MOST_BYTES})
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(
            0, _("The file cannot be opened: %(why)s.") % {"why": show(error.strerror)}
        ) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Unreadable(line, _("This is not UTF-8. Save the file again with that encoding.")) from None
    text = text.replace("\r\n", "\n")
    if (forbidden := first_forbidden(text)) is not None:
        raise Unreadable(text.count("\n", 0, forbidden.place) + 1, forbidden.message)
    return text
