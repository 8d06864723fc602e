"""The verb that puts a backup back, into an empty place only, and only after everything about it was looked at."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from course.backup import keys
from course.backup.engines import engine, tables
from course.backup.errors import BackupError
from course.backup.making import UPLOADS, uploads
from course.backup.manifest import Manifest, read_manifest, verify


@dataclass(frozen=True)
class Restored:
    manifest: Manifest
    migrated: int
    """How many migrations the code of today added."""


def restore(folder: Path) -> Restored:
    """Put database and uploads back and bring them up to this version. Raises BackupError, with nothing changed."""
    manifest = read_manifest(folder)
    verify(folder, manifest)
    source = engine()
    if manifest.engine != source.name:
        raise BackupError(
            f"The backup is of a {manifest.engine} database and DATABASE_URL names a {source.name} one."
        )
    _check_version(manifest)
    _check_keys(folder, manifest)
    _check_empty()
    files = _put_uploads(folder / UPLOADS)
    try:
        source.put(folder / source.file)
    except BackupError:
        if files:
            shutil.rmtree(files)
        raise
    return Restored(manifest, _bring_up(manifest))


def _check_version(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    apps = {name.partition(".")[0] for name in known}
    unknown = [name for name in manifest.migrations if name.partition(".")[0] in apps and name not in known]
    if unknown:
        raise BackupError(
            f"The backup was made by version {manifest.version}, which is newer than this one"
            f" (it has {unknown[-1]}). Install that version, or a newer one, and restore again."
        )


def _check_keys(folder: Path, manifest: Manifest) -> None:
    if keys.proves(settings.FIELD_ENCRYPTION_KEYS, manifest.keys_proof):
        return
    way = (
        f"Get them with: python -m course.backup {folder / 'keys.encrypted'}"
        if manifest.with_keys
        else "They are not in the backup: take them from where keys.env or the environment file was kept"
    )
    raise BackupError(
        "FIELD_ENCRYPTION_KEYS are not those of this backup, so that no reflection could be read again. "
        f"{way}, put them into the settings, and restore again."
    )


def _check_empty() -> None:
    there = tables()
    if there:
        name = Path(str(connection.settings_dict["NAME"])).name
        raise BackupError(
            f"The database {name} is not empty ({len(there)} tables). Restore never replaces anything: stop the"
            " server, move the database away or make a new one, and restore again."
        )
    target = uploads()
    if target is not None and target.is_dir() and any(target.iterdir()):
        raise BackupError(f"{target} is not empty. Move it away and restore again.")


def _put_uploads(source: Path) -> Path | None:
    """Copy what was uploaded; the folder that was filled."""
    target = uploads()
    if not source.is_dir():
        return None
    if target is None:
        raise BackupError(
            "The backup holds uploaded files, and this installation has no MEDIA_ROOT for them."
        )
    shutil.copytree(source, target, dirs_exist_ok=True)
    return target


def _bring_up(manifest: Manifest) -> int:
    """Apply what this version adds, and see that it is whole. Returns how many migrations were added."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("check", stdout=StringIO())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations")
        return int(cursor.fetchone()[0]) - len(manifest.migrations)
