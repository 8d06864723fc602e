"""The verb that brings the tables up to this version: a backup first, and a way back when it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from course.backup import BackupError, make
from course.backup.engines import reach, tables
from course.backup.held import held, hold, release
from course.backup.keys import find_passphrase

Say = Callable[[str], object]
LOCK = 0x616C6F6E67  # "along", for PostgreSQL's advisory locks


class UpgradeFailed(Exception):
    """The tables could not be brought up. The message says how to go back to what was."""


def upgrade(directory: Path, *, at: datetime, say: Say) -> None:
    """Apply what is missing. A database that holds data is backed up below ``directory`` first.

    Processes that start at the same moment take turns. Trying again keeps the backup of the first try. Raises
    BackupError, with nothing changed, and UpgradeFailed.
    """
    has_data = bool(tables())
    reach()
    with _in_turn():
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not plan:
            release(directory)
            return
        made = held(directory) if has_data else None
        if has_data and made is None:
            made = _back_up(directory, len(plan), at=at, say=say)
            hold(made)
        try:
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
        except Exception as problem:
            raise UpgradeFailed(_way_back(problem, made)) from problem
        release(directory)
        if made:
            say("The upgrade is done.")


def _back_up(directory: Path, count: int, *, at: datetime, say: Say) -> Path:
    say(f"This version changes the database ({count} migrations). Making a backup first.")
    given = {"file": settings.BACKUP_PASSPHRASE_FILE, "given": settings.BACKUP_PASSPHRASE}
    passphrase = find_passphrase(**given, ask=False)
    try:
        made = make(directory, passphrase=passphrase, at=at)
    except BackupError as problem:
        raise BackupError(f"The upgrade was not begun, because its backup failed. {problem}") from None
    without = "" if passphrase else " The keys are not in it: keep them where they are."
    say(f"Backup: {made.folder}.{without}")
    return made.folder


def _way_back(problem: Exception, made: Path | None) -> str:
    said = f"The upgrade failed: {type(problem).__name__}: {problem}"
    if made is None:
        return f"{said}\nThe database was new: empty it, and start again with the version that worked."
    return (
        f"{said}\nEverything is in the backup that was made before. To go back: install the version"
        " that worked again, move the database away or make a new, empty one, and run\n"
        f"  manage.py restore {made}"
    )


@contextmanager
def _in_turn() -> Iterator[None]:
    """SQLite serves one machine, where one process prepares; PostgreSQL may see several at once."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
