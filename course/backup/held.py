"""The backup that an upgrade began with: it is held until the upgrade is done, however often that is tried again.

A service that fails is started again. The second start would back up a database that is half upgraded, and that backup
would push out the whole one of the same day.
"""

from __future__ import annotations

from pathlib import Path

NOTE = "upgrade-under-way"


def hold(folder: Path) -> None:
    (folder.parent / NOTE).write_text(folder.name, encoding="ascii")


def held(directory: Path) -> Path | None:
    """The backup below ``directory`` that is held, where there is one."""
    note = directory / NOTE
    folder = directory / note.read_text(encoding="ascii") if note.is_file() else None
    return folder if folder and folder.is_dir() else None


def release(directory: Path) -> None:
    (directory / NOTE).unlink(missing_ok=True)
