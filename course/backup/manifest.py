"""What a backup says of itself."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from course.backup.errors import BackupError
from course.backup.files import checksums

NAME = "manifest.json"
FORMAT = 1
STAMP = "%Y-%m-%dT%H%M%S.%fZ"
"""The name of a backup's folder: when its making began, in UTC."""


class Manifest(BaseModel):
    """``began_at``: all that was acknowledged before is inside. ``counts``: rows by table, read with the same eyes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    version: str
    began_at: datetime
    engine: str
    migrations: list[str]
    counts: dict[str, int]
    keys_proof: str
    with_keys: bool
    sums: dict[str, str]


def read_manifest(folder: Path) -> Manifest:
    """Raises BackupError when the folder is no backup, or one of a later format."""
    try:
        text = (folder / NAME).read_text(encoding="utf-8")
    except OSError:
        raise BackupError(f"{folder} is no backup: it holds no {NAME} that this user may read.") from None
    try:
        manifest = Manifest.model_validate_json(text)
    except (ValidationError, ValueError):
        raise BackupError(f"{folder / NAME} is damaged, or was made by a later version.") from None
    if manifest.format != FORMAT:
        raise BackupError(
            f"{folder} was made by a later version: its format is {manifest.format}, not {FORMAT}."
        )
    return manifest


def verify(folder: Path, manifest: Manifest) -> None:
    """Raises BackupError naming every file that is missing, changed or not listed."""
    found = checksums(folder, without=NAME)
    wrong = [f"{name} is missing" for name in sorted(manifest.sums.keys() - found.keys())]
    wrong += [f"{name} is not listed" for name in sorted(found.keys() - manifest.sums.keys())]
    wrong += [
        f"{name} is damaged (its checksum differs)"
        for name in sorted(found.keys() & manifest.sums.keys())
        if found[name] != manifest.sums[name]
    ]
    if wrong:
        raise BackupError(f"{folder} cannot be trusted: {'; '.join(wrong)}. Take another backup.")


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime(STAMP)


def backups(directory: Path) -> dict[datetime, Path]:
    """The finished backups below ``directory`` by time, oldest first."""
    found = {}
    for path in directory.glob(f"*/{NAME}"):
        try:
            found[datetime.strptime(path.parent.name, STAMP).replace(tzinfo=UTC)] = path.parent
        except ValueError:
            continue
    return dict(sorted(found.items()))


def newest(directory: Path) -> tuple[datetime, Path] | None:
    """The newest finished backup; None where there is none."""
    return next(reversed(backups(directory).items()), None)
