"""Files that are either whole on the disk or not there. Modes: 700 for folders, 600 for files. Pure of rows."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHUNK = 1 << 20
UNFINISHED = ".unfinished-"


@contextmanager
def new_folder(target: Path) -> Iterator[Path]:
    """Yield a hidden folder beside ``target`` that takes its place when all in it is on the disk.

    It is deleted when the block fails. Raises OSError, also when ``target`` exists already.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=target.parent))
    try:
        yield draft
        for path in sorted(draft.rglob("*")):
            path.chmod(0o700 if path.is_dir() else 0o600)
            sync(path)
        sync(draft)
        draft.rename(target)
        sync(target.parent)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def put_file(source: Path, target: Path) -> None:
    """Copy to ``target``, whole or not at all. Raises OSError; FileExistsError where there is one already."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.unfinished-{os.getpid()}")
    try:
        shutil.copyfile(source, draft)
        draft.chmod(0o600)
        sync(draft)
        # Unlike a rename, a link never replaces what somebody else has put there meanwhile.
        os.link(draft, target)
        sync(target.parent)
    finally:
        draft.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Wait until a file or a folder's list of names is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def checksum(path: Path) -> str:
    """SHA-256, in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def checksums(folder: Path, *, without: str) -> dict[str, str]:
    """Of every file below ``folder``, by its path from there, except the one called ``without``."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {
        name: checksum(path) for path in files if (name := path.relative_to(folder).as_posix()) != without
    }
