"""Taking in a course that was uploaded as one zip: first what would happen; then, if the same person says so, that."""

from __future__ import annotations

import hashlib
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from course.content.documents import Folder
from course.content.errors import ContentErrors, Mistake
from course.content.files import digest_of
from course.content.judge import Prefer
from course.content.load import load
from course.content.outline_files import COURSE
from course.content.report import Did, Report
from course.content.zip_file import unpack
from course.models import Course, Person

KEEP_SECONDS = 24 * 60 * 60


class Stale(Exception):
    """What was shown is not what would happen now. Carries the report of now."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__()


def keep(packed: IO[bytes], *, person: Person) -> str:
    """Keep an upload for its person, for a day. Returns its digest, by which they can come back to these very bytes."""
    folder = _folder()
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - KEEP_SECONDS:
            old.unlink(missing_ok=True)
    hashed = hashlib.sha256()
    packed.seek(0)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as out:
        while chunk := packed.read(1 << 16):
            hashed.update(chunk)
            out.write(chunk)
    Path(out.name).replace(_path(hashed.hexdigest(), person))
    return hashed.hexdigest()


def kept(digest: str, *, person: Person) -> Path | None:
    """The upload of this digest that this person made; None when there is none any more."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        return None
    path = _path(digest, person)
    try:
        whole = digest_of(path.read_bytes()) == digest
    except OSError:
        return None
    return path if whole else None


def drop(digest: str, *, person: Person) -> None:
    """Delete an upload that is used up or not wanted."""
    if re.fullmatch(r"[0-9a-f]{64}", digest):
        _path(digest, person).unlink(missing_ok=True)


def preview(packed: IO[bytes], course: Course | None, *, person: Person, at: datetime) -> Report:
    """What loading this zip would do to ``course``, or as a new course where that is None. Nothing is changed.

    Raises BadZip, or ContentErrors with every mistake.
    """
    with _unpacked(packed, course, person) as root:
        return _tidy(load(root, at=at, dry_run=True), root, person)


def take(
    packed: IO[bytes],
    course: Course | None,
    *,
    seen: str,
    prefer: Prefer | None,
    person: Person,
    at: datetime,
) -> Report:
    """Load this zip. ``seen`` is the ``fingerprint`` of the report that the person was shown.

    Raises Stale if it would say something else now, BadZip or ContentErrors; then nothing is changed.
    """
    with _unpacked(packed, course, person) as root, transaction.atomic():
        now = _tidy(load(root, at=at, dry_run=True), root, person)
        if fingerprint(now) != seen:
            raise Stale(now)
        return _tidy(load(root, at=at, prefer=prefer, actor=person), root, person)


def fingerprint(report: Report) -> str:
    """SHA-256 (hex) of all that a report says."""
    return hashlib.sha256("\n".join(report.lines()).encode("utf-8", "replace")).hexdigest()


@contextmanager
def _unpacked(packed: IO[bytes], course: Course | None, person: Person) -> Iterator[Path]:
    """The zip's content folder, for as long as it is needed. Mistakes name its files as they are in the zip."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        unpack(packed, root)
        try:
            _check(root, course)
            yield root
        except ContentErrors as errors:
            plain = [
                replace(each, file=_inside(each.file, root), message=_inside(each.message, root))
                for each in errors.mistakes
            ]
            raise ContentErrors(plain) from None


def _check(root: Path, course: Course | None) -> None:
    """That it is this course, or one that is not there yet."""
    folder = Folder(root)
    document = folder.read(COURSE)
    slug = document.at(("slug",)) if document else None
    if document and course is not None and slug != course.slug:
        message = _("This is another course: here it must be “%(slug)s”.") % {"slug": course.slug}
        document.wrong(("slug",), message)
    if document and course is None and isinstance(slug, str) and Course.objects.filter(slug=slug).exists():
        document.wrong(("slug",), _("This course is here already. Upload it on its own page."))
    if folder.mistakes:
        raise ContentErrors(folder.mistakes)


def _tidy(report: Report, root: Path, person: Person) -> Report:
    """The report without the name of the temporary folder. Raises ContentErrors for what is not the person's to do."""
    if not person.is_superuser:
        others = [
            entry for entry in report.entries if entry.kind == "competency" and entry.did is not Did.KEPT
        ]
        message = _(
            "Only an administrator can add or change competencies, because other courses use them, too: %(code)s."
        )
        if others:
            raise ContentErrors(
                Mistake("competencies.yaml", 0, "", message % {"code": entry.name}) for entry in others
            )
    report.entries[:] = [
        replace(entry, detail=_inside(entry.detail, root), diff=[_inside(line, root) for line in entry.diff])
        for entry in report.entries
    ]
    return report


def _inside(text: str, root: Path) -> str:
    return text.replace(f"{root}/", "")


def _folder() -> Path:
    folder = Path(settings.VAR_DIR) / "uploads"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _path(digest: str, person: Person) -> Path:
    return _folder() / f"{person.pk}-{digest}.zip"
