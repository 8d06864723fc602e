"""A prepared installation on each database, a server whose end can be ordered, and learners nobody has used yet."""

from __future__ import annotations

import fcntl
import itertools
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.faults.clerk import Clerk
from tests.faults.sitting import EXAM, Sitting
from tests.live import Installation, Server, gunicorn
from tests.plugins.postgres import url_of

LONG = bool(os.environ.get("ALONGSIDE_LONG"))
LEARNERS, QUESTIONS = (2000, 20) if LONG else (800, 20)
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
    made = Installation(folder, new_database(request.getfixturevalue("postgres_folder")))
    made.python("tests.live.prepare", str(LEARNERS), str(QUESTIONS))
    return made


def new_database(server: Path) -> str:
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


@pytest.fixture(scope="session")
def clerk(installation: Installation) -> Iterator[Clerk]:
    """A process beside the server: it judges, and does what staff do meanwhile."""
    clerk = Clerk(installation)
    yield clerk
    clerk.close()


@pytest.fixture(scope="session")
def other_clerk(installation: Installation) -> Iterator[Clerk]:
    """One more, so that two can act at once."""
    clerk = Clerk(installation)
    yield clerk
    clerk.close()


def new_learner() -> str:
    """A learner who has done nothing yet. A number is never given out twice, on any database."""
    return f"learner-{next(_numbers)}@example.org"


NewSitting = Callable[[], Sitting]


@pytest.fixture
def new_sitting(server: Server, clerk: Clerk) -> NewSitting:
    """A learner who has done nothing yet, signed in, before the exam that all share."""
    return lambda: Sitting(server, new_learner(), clerk, EXAM)


@pytest.fixture
def sitting(new_sitting: NewSitting) -> Sitting:
    return new_sitting()


class NewExam:
    """``new_exam(time_limit_minutes=60)``: somebody new, signed in, before an exam of their own with these rules."""

    def __init__(self, server: Server, clerk: Clerk) -> None:
        self.server = server
        self.clerk = clerk
        self.exam = 0
        self.address = ""

    def __call__(self, *, questions: int = 3, long: bool = False, **rules: Any) -> Sitting:
        made = self.clerk.ask("new_exam", rules=rules, questions=questions, long=long)
        self.exam, self.address = made["exam"], made["address"]
        return self.sitting()

    def sitting(self) -> Sitting:
        """Somebody else before the same exam."""
        found = Sitting(self.server, new_learner(), self.clerk, self.address)
        # Whatever time is pretended, they stay signed in.
        self.clerk.ask("lengthen_session", key=found.visitor.cookies["sessionid"])
        return found


@pytest.fixture
def new_exam(server: Server, clerk: Clerk) -> NewExam:
    return NewExam(server, clerk)
