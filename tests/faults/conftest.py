"""A prepared installation on each database, a server whose end can be ordered, and learners nobody has used yet."""

from __future__ import annotations

import fcntl
import itertools
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.faults.sitting import Sitting
from tests.live import Installation, Server, gunicorn
from tests.plugins.postgres import url_of

LONG = bool(os.environ.get("ALONGSIDE_LONG"))
LEARNERS, QUESTIONS = (200, 20) if LONG else (40, 20)
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite installation that nobody has used, made once for all workers of this run."""
    base = tmp_path_factory.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, ready = root / "prepared", root / "prepared-is-ready"
    with (root / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            Installation(folder).python("tests.live.prepare", str(LEARNERS), str(QUESTIONS))
            ready.touch()
    return folder


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def installation(
    request: pytest.FixtureRequest, prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Installation:
    folder = tmp_path_factory.mktemp(request.param) / "var"
    shutil.copytree(prepared, folder)
    if request.param == "sqlite":
        return Installation(folder)
    made = Installation(folder, _new_database(request.getfixturevalue("postgres_folder")))
    made.python("tests.live.prepare", str(LEARNERS), str(QUESTIONS))
    return made


def _new_database(server: Path) -> str:
    """An empty database that lasts as long as the throwaway server."""
    name = f"faults_{secrets.token_hex(6)}"
    with psycopg.connect(url_of(server, "postgres"), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    return url_of(server, name)


@pytest.fixture(scope="session")
def mortal(installation: Installation) -> Iterator[Server]:
    """The product behind the trap of ``tests.faults.dying``; perhaps dead."""
    server = Server(installation, gunicorn("tests.faults.dying:application"))
    yield server
    server.kill()


@pytest.fixture
def server(mortal: Server) -> Server:
    """The same, alive."""
    if not mortal.is_alive:
        mortal.start()
    return mortal


@pytest.fixture
def new_sitting(server: Server) -> Callable[[], Sitting]:
    """A learner who has done nothing yet, signed in. A number is never given out twice, on any database."""
    return lambda: Sitting(server, f"learner-{next(_numbers)}@example.org")


@pytest.fixture
def sitting(new_sitting: Callable[[], Sitting]) -> Sitting:
    return new_sitting()
