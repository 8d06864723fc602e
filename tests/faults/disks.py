"""A disk of 64 MB in memory, which a test fills up. Mounting one takes root on Linux; elsewhere the test is skipped."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
import pytest

from tests.live import Installation
from tests.plugins.postgres import url_of

MEGABYTES = 64


class SmallDisk:
    """Mounted while it is entered; what lives on it must have ended before."""

    def __init__(self) -> None:
        self._after = ExitStack()

    def __enter__(self) -> Self:
        # Reached by every user on the way: PostgreSQL is another one.
        self.folder = Path(tempfile.mkdtemp(prefix="small-", dir="/tmp"))
        self._after.callback(shutil.rmtree, self.folder)
        self.folder.chmod(0o755)
        size = f"size={MEGABYTES}m"
        try:
            subprocess.run(
                ["mount", "-t", "tmpfs", "-o", size, "none", self.folder], check=True, capture_output=True
            )
        except (OSError, subprocess.CalledProcessError):
            self._after.close()
            pytest.skip("mounting a small disk takes root on Linux")
        self._after.callback(subprocess.check_call, ["umount", str(self.folder)])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._after.close()

    def sqlite(self, prepared: Path) -> Installation:
        """A copy of this installation, all of it on the disk."""
        shutil.copytree(prepared, self.folder / "var")
        return Installation(self.folder / "var")

    def postgres(self, server: Path, prepared: Path) -> Installation:
        """A new installation whose tables lie on the disk; the server's own log of what it commits does not."""
        tables, name = self.folder / "tables", f"small_{secrets.token_hex(4)}"
        tables.mkdir()
        owner = server.stat()
        os.chown(tables, owner.st_uid, owner.st_gid)
        with psycopg.connect(url_of(server, "postgres"), autocommit=True) as admin:
            admin.execute(f"CREATE TABLESPACE {name} LOCATION '{tables}'")
            admin.execute(f"CREATE DATABASE {name} TABLESPACE {name}")
        self._after.callback(_drop, server, name)
        folder = Path(tempfile.mkdtemp(prefix="small-var-")) / "var"
        self._after.callback(shutil.rmtree, folder.parent)
        shutil.copytree(prepared, folder)
        made = Installation(folder, url_of(server, name))
        made.python("tests.live.prepare", "1", "3")
        return made

    def fill(self) -> None:
        """Leave no byte free."""
        with (self.folder / "filler").open("wb", buffering=0) as filler:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while True:
                        filler.write(b"x" * size)
                except OSError:
                    continue

    def clear(self) -> None:
        (self.folder / "filler").unlink()


def _drop(server: Path, name: str) -> None:
    with psycopg.connect(url_of(server, "postgres"), autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
        admin.execute(f"DROP TABLESPACE {name}")
