"""The verb: write what the database holds of a course as content files. ``load`` reads them back without a change."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from difflib import unified_diff
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from course.content.documents import Folder
from course.content.errors import ContentErrors
from course.content.files import File, digest_of
from course.content.form import canonical_files
from course.content.judge import Decision, Prefer, decide
from course.content.load import read
from course.content.loaders import make_loaders
from course.content.memory import remember, remembered
from course.content.outline_files import COURSE
from course.content.outline_text import written_outline
from course.content.progress import Progress, silent
from course.content.report import Did, Report
from course.content.writing import CannotWrite, Writing
from course.models import ContentFile, Course, Lesson
from course.record import audit


@dataclass
class WriteReport(Report):
    """What a writing did, file by file. Where there are ``conflicts``, nothing was written.

    ``unloadable`` are mistakes that a load would find in what was written.
    """

    conflicts: list[str] = field(default_factory=list)
    unloadable: Sequence[str] = ()


def written(course: Course, *, drafts: bool = False) -> list[File]:
    """Every file of a course, in canonical form: live versions, or with ``drafts`` the newest. Sorted by name.

    Raises CannotWrite for a course that no content folder could hold.
    """
    if not Lesson.objects.filter(course=course, state="live").exists():
        raise CannotWrite(_("“%(course)s” has no lessons yet.") % {"course": course.title})
    asides = {row.name: row.aside for row in remembered(course).values()}
    writing = Writing(course, drafts, asides)
    files = [file for loader in make_loaders() for file in loader.write(writing)]
    return sorted([*files, *written_outline(writing)], key=lambda file: file.name)


def write(
    course: Course,
    root: Path,
    *,
    at: datetime,
    drafts: bool = False,
    prefer: Prefer | None = None,
    prune: bool = False,
    dry_run: bool = False,
    progress: Progress = silent,
) -> WriteReport:
    """Write a course into the folder ``root``: new, empty, or a content folder of this course.

    A file that changed there and in the database since they last agreed is a conflict: then nothing is written, unless
    ``prefer`` says whose text holds. ``prune`` removes files that were loaded or written before and are no more. Raises
    CannotWrite with a sentence.
    """
    here = _read_here(root, course)
    files, known = written(course, drafts=drafts), remembered(course)
    report = WriteReport(course.title, dry_run=dry_run, asks=False)
    judging = _Judging(root, here, known, prefer, prune, report)
    taken = [file for file in sorted(files, key=lambda file: file.name != COURSE) if judging.takes(file)]
    gone = [name for name in sorted(known.keys() - {file.name for file in files}) if judging.removes(name)]
    report.unloadable = _mistakes_in(files)
    if dry_run or report.conflicts:
        return report
    with _explained(), transaction.atomic():
        _put(taken, gone, root, progress)
        kept = {entry.name for entry in report.entries if entry.did is Did.KEPT}
        remember(course, files, undecided=kept, lasting=kept)
        if report.wrote:
            audit.record("written", course, actor=None, at=at, summary=report.summary())
    return report


def _read_here(root: Path, course: Course) -> dict[str, str]:
    """The files that are there, in canonical form. Raises CannotWrite where they are not this course's."""
    with _explained():
        if not root.exists() or (root.is_dir() and not any(root.iterdir())):
            return {}
        folder = Folder(root)
        document = folder.read(COURSE) if root.is_dir() else None
        slug = document.at(("slug",)) if document else None
        if slug != course.slug:
            said = {"path": root, "course": course.slug}
            raise CannotWrite(
                _("“%(path)s” is neither empty nor a content folder of the course “%(course)s”.") % said
            )
        return canonical_files(root)


@dataclass(frozen=True)
class _Judging:
    """Decides file by file, and tells the report."""

    root: Path
    here: Mapping[str, str]
    known: Mapping[str, ContentFile]
    prefer: Prefer | None
    prune: bool
    report: WriteReport

    def takes(self, file: File) -> bool:
        """Whether a file of the database is to be written. ``course.yaml`` must be asked about first."""
        there = self.here.get(file.name)
        agreed = self.known[file.name].digests if file.name in self.known else []
        if there is None:
            return self._adds(file, agreed)
        digest = digest_of(there.encode("utf-8", "surrogateescape"))
        digest = file.digest if digest in file.alike else digest
        decision = decide(folder=digest, database=file.digest, agreed=agreed, prefer=self.prefer)
        if decision is Decision.WRITE:
            self.report.add(Did.CHANGED, "file", file.name)
        elif decision is not Decision.SAME:
            self._keeps(file, there, decision)
        return decision is Decision.WRITE

    def _adds(self, file: File, agreed: Sequence[str]) -> bool:
        """A file that is not there. It stays away where the folder's outline, which is newer, dropped it."""
        outline_kept = any(entry.name == COURSE and entry.did is Did.KEPT for entry in self.report.entries)
        if outline_kept and agreed and not file.name.startswith("bank/"):
            self.report.add(Did.KEPT, "file", file.name, _("deleted there; load it to take that in"))
            return False
        self.report.add(Did.ADDED, "file", file.name)
        return True

    def _keeps(self, file: File, there: str, decision: Decision) -> None:
        detail = _("changed there and not in the database; load it to take the change in")
        if decision is Decision.CONFLICT:
            self.report.conflicts.append(file.name)
            detail = _("changed there and in the database since they last agreed")
        theirs = file.content.splitlines() if isinstance(file.content, str) else None
        names = (_("database"), str(self.root / file.name))
        diff = () if theirs is None else unified_diff(theirs, there.splitlines(), *names, n=1, lineterm="")
        self.report.add(Did.KEPT, "file", file.name, detail, list(diff))

    def removes(self, name: str) -> bool:
        """Whether a file that the database has no more is to go."""
        if name not in self.here:
            return False
        changed = (
            digest_of(self.here[name].encode("utf-8", "surrogateescape")) not in self.known[name].digests
        )
        if changed and self.prefer != "database":
            self.report.add(Did.KEPT, "file", name, _("no longer in the database, but changed there"))
        elif not self.prune:
            self.report.add(Did.KEPT, "file", name, _("no longer in the database; --prune removes it"))
        else:
            self.report.add(Did.REMOVED, "file", name)
            return True
        return False


def _mistakes_in(files: Sequence[File]) -> list[str]:
    """What a load would find wrong with these files: drafts may be unfinished."""
    with tempfile.TemporaryDirectory() as folder:
        _fill(files, Path(folder), silent)
        try:
            read(Path(folder))
        except ContentErrors as errors:
            return [str(each).removeprefix(f"{folder}{os.sep}") for each in errors.mistakes]
    return []


def _put(files: Sequence[File], gone: Sequence[str], root: Path, progress: Progress) -> None:
    """Move files into place. They are all written beside it first: a full disk changes nothing.

    Each file changes whole. Whoever is stopped halfway can write again: what was moved is what the database says.
    """
    if not files and not gone:
        return
    root = root.resolve()
    root.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{root.name}-", dir=root.parent) as beside:
        _fill(files, Path(beside), progress)
        for file in files:
            (root / file.name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(Path(beside) / file.name, root / file.name)
    for name in gone:
        (root / name).unlink(missing_ok=True)
        with_nothing_left = (root / name).parent
        if with_nothing_left != root and not any(with_nothing_left.iterdir()):
            with_nothing_left.rmdir()


def _fill(files: Sequence[File], folder: Path, progress: Progress) -> None:
    tick = progress(_("Writing files"), len(files))
    for file in files:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.bytes)
        tick()


@contextmanager
def _explained() -> Iterator[None]:
    """What the file system refuses, in a sentence."""
    try:
        yield
    except OSError as error:
        said = {"path": error.filename, "why": error.strerror}
        raise CannotWrite(_("“%(path)s” cannot be written: %(why)s.") % said) from None
