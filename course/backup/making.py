"""The verb that makes a backup, and lets outdated ones go."""

from __future__ import annotations

import shutil
import time
import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from course.backup import keys
from course.backup.engines import engine
from course.backup.errors import BackupError
from course.backup.files import UNFINISHED, checksums, new_folder
from course.backup.held import held
from course.backup.manifest import FORMAT, NAME, Manifest, backups, stamp
from course.backup.rotation import outdated

KEYS = "keys.encrypted"
UPLOADS = "uploads"
DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Made:
    """A finished backup, and the outdated ones that were deleted after it."""

    folder: Path
    manifest: Manifest
    deleted: list[Path]


def make(directory: Path, *, passphrase: str | None, at: datetime) -> Made:
    """Back up database, uploads and, under ``passphrase``, keys, into a new folder below ``directory``.

    ``at`` is now: all that was acknowledged before is inside. Without a passphrase the keys are left out. Raises
    BackupError; then nothing was made and nothing was deleted.
    """
    source = engine()
    folder = directory / stamp(at)
    try:
        with new_folder(folder) as draft:
            seen = source.copy(draft / source.file)
            _copy_uploads(draft / UPLOADS)
            if passphrase is not None:
                (draft / KEYS).write_text(keys.lock(_secrets(), passphrase), encoding="ascii")
            manifest = Manifest(
                format=FORMAT,
                version=product_version(),
                began_at=at,
                engine=source.name,
                migrations=seen.migrations,
                counts=seen.counts,
                keys_proof=keys.proof(settings.FIELD_ENCRYPTION_KEYS),
                with_keys=passphrase is not None,
                sums=checksums(draft, without=NAME),
            )
            (draft / NAME).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    except OSError as problem:
        raise BackupError(f"{folder} cannot be written: {problem.strerror or problem}.") from None
    return Made(folder, manifest, _rotate(directory))


def _rotate(directory: Path) -> list[Path]:
    """Delete what is outdated, and what a backup that was killed a day ago or more has left."""
    found = backups(directory)
    times = outdated(found, daily=settings.BACKUP_KEEP_DAILY, weekly=settings.BACKUP_KEEP_WEEKLY)
    old = [at for at in times if found[at] != held(directory)]
    for at in old:
        shutil.rmtree(found[at])
    for draft in directory.glob(f"{UNFINISHED}*"):
        if draft.stat().st_mtime < time.time() - DAY:
            shutil.rmtree(draft, ignore_errors=True)
    return [found[at] for at in old]


def _secrets() -> str:
    """The lines of an environment file."""
    return (
        f"SECRET_KEY={settings.SECRET_KEY}\n"
        f"FIELD_ENCRYPTION_KEYS={','.join(settings.FIELD_ENCRYPTION_KEYS)}\n"
    )


def uploads() -> Path | None:
    """Where uploaded files lie; None in an installation that takes none."""
    return Path(settings.MEDIA_ROOT) if settings.MEDIA_ROOT else None


def _copy_uploads(target: Path) -> None:
    folder = uploads()
    if folder is not None and folder.is_dir():
        # Hidden folders are files that are just being written or deleted.
        shutil.copytree(folder, target, ignore=shutil.ignore_patterns(".*"))


def product_version() -> str:
    """As pyproject.toml says it."""

    text = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])
