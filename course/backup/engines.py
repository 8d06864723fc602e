"""How each database is copied while people use it, and put back into an empty place."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.db import OperationalError, connection, connections
from psycopg import pq

from course.backup.errors import BackupError
from course.backup.files import put_file, sync

Execute = Callable[[str], list[Any]]
"""Runs a statement and returns its rows."""


@dataclass(frozen=True)
class Seen:
    """What the copy holds: its applied migrations (``course.0001_initial``) and its rows by table."""

    migrations: list[str]
    counts: dict[str, int]


class Engine(Protocol):
    name: str
    file: str

    def copy(self, target: Path) -> Seen:
        """Write one moment of the database to ``target``. Raises BackupError."""
        ...

    def put(self, source: Path) -> None:
        """Fill the empty database from ``source``, all or nothing. Raises BackupError."""
        ...


def engine() -> Engine:
    """The engine of the installation's database."""
    return Sqlite() if connection.vendor == "sqlite" else Postgres()


def tables() -> list[str]:
    """The tables that exist; [] in an empty or new database. Raises BackupError when it cannot be reached."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return []
    reach()
    return sorted(connection.introspection.table_names())


def reach() -> None:
    """Raises BackupError when the database does not answer."""
    try:
        connection.ensure_connection()
    except OperationalError as problem:
        said = " ".join(str(problem).split())[:300]
        raise BackupError(f"The database cannot be reached: {said}. Look at DATABASE_URL.") from None


class Sqlite:
    """SQLite's own online backup: one read transaction, which in WAL mode keeps no writer waiting."""

    name, file = "sqlite", "database.sqlite3"

    def copy(self, target: Path) -> Seen:
        reach()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            self._check(copy, target)
            return _look(lambda statement: copy.execute(statement).fetchall(), _names(copy))

    def put(self, source: Path) -> None:
        target = Path(connection.settings_dict["NAME"])
        connections.close_all()
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
            self._check(copy, source)
        # To ask whether it is empty has made the file.
        for name in ("", "-wal", "-shm"):
            target.with_name(target.name + name).unlink(missing_ok=True)
        try:
            put_file(source, target)
        except OSError as problem:
            raise BackupError(f"{target} cannot be written: {problem.strerror}.") from None

    @staticmethod
    def _check(copy: sqlite3.Connection, path: Path) -> None:
        try:
            said = copy.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as problem:
            said = str(problem)
        if said != "ok":
            raise BackupError(f"{path} is damaged: {said}. Run manage.py doctor, and keep older backups.")


class Postgres:
    """``pg_dump`` and ``pg_restore``, which must be as new as the server. They learn the password unseen by ``ps``."""

    name, file = "postgresql", "database.pgdump"

    def copy(self, target: Path) -> Seen:
        reach()
        # A connection of our own holds one moment open, for pg_dump and for our counts.
        moment = connection.copy()
        try:
            moment.set_autocommit(False)
            with moment.cursor() as cursor:

                def execute(statement: str) -> list[Any]:
                    cursor.execute(statement)
                    return cursor.fetchall()

                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                (snapshot,) = execute("SELECT pg_export_snapshot()")[0]
                how = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
                _run("pg_dump", *how, f"--file={target}")
                sync(target)
                return _look(execute, moment.introspection.table_names(cursor))
        finally:
            moment.close()

    def put(self, source: Path) -> None:
        connections.close_all()
        name = connection.settings_dict["NAME"]
        how = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
        _run("pg_restore", *how, f"--dbname={name}", str(source))


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if not found:
        raise BackupError(
            f"{program} is not on the PATH. Install PostgreSQL's client programs, as new as the server"
            " (Debian: apt-get install postgresql-client), and try again."
        )
    command = [found, "--no-password", *arguments]
    done = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        said = " ".join(done.stderr.split())[-600:]
        raise BackupError(f"{program} failed: {said}")


def _environment() -> dict[str, str]:
    """Where the database is, in the variables that libpq's programs read."""
    given = {name: value for name, value in connection.get_connection_params().items() if value is not None}
    known = {
        option.keyword.decode(): option.envvar.decode()
        for option in pq.Conninfo.get_defaults()
        if option.envvar
    }
    return {**os.environ, **{known[name]: str(value) for name, value in given.items() if name in known}}


def _names(copy: sqlite3.Connection) -> list[Any]:
    rows = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return [name for (name,) in rows]


def _look(execute: Execute, names: list[str]) -> Seen:
    if "django_migrations" not in names:
        raise BackupError("The database is empty: there is nothing to back up yet.")
    applied = execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    counts = {name: execute(f'SELECT count(*) FROM "{name}"')[0][0] for name in sorted(names)}
    return Seen([f"{app}.{name}" for app, name in applied], counts)
