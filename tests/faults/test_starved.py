"""A database that is locked, and a disk that is full: a save waits or fails where it is seen, and works again later."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.faults.clerk import Clerk
from tests.faults.conftest import LONG
from tests.faults.disks import SmallDisk
from tests.faults.sitting import Sitting, is_saved
from tests.live import Installation, LostReply, Reply, Server, gunicorn

pytestmark = pytest.mark.faults

# SQLite gives up after 30 seconds; a browser asks again after 15.
HELD = 33 if LONG else 2
PATIENCE = 15 if LONG else 1


@contextmanager
def locked(sitting: Sitting) -> Iterator[None]:
    """Another process' transaction stands in the way: of every writer on SQLite, of this attempt's on PostgreSQL."""
    installation = sitting.server.installation
    if installation.database_url:
        with psycopg.connect(installation.database_url) as holder:
            holder.execute("SELECT 1 FROM quizzes_attempt WHERE id = %s FOR UPDATE", [sitting.pk])
            yield
            holder.rollback()
    else:
        path = installation.folder / "alongside.sqlite3"
        with closing(sqlite3.connect(path, isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            yield
            holder.execute("ROLLBACK")


def test_a_save_while_the_database_is_locked_waits_or_fails_and_succeeds_when_sent_again(
    sitting: Sitting,
) -> None:
    """One browser waits; another gives up and sends the same save again. SQLite gives up itself in the long form."""
    sitting.begin()
    sitting.answer(1, "no")
    fields = sitting.fill(1, "yes")

    def save() -> Reply:
        return sitting.try_to_send(1, fields)

    with ThreadPoolExecutor(2) as pool, locked(sitting):
        began = time.monotonic()
        waits = pool.submit(save)
        with pytest.raises(LostReply):
            sitting.visitor.hang_up_after(PATIENCE).post(sitting.item_url(1), fields)
        again = pool.submit(save)
        # Nothing is there yet, and nobody was told that it is.
        assert sitting.differences() == []
        time.sleep(began + HELD - time.monotonic())
    gives_up = LONG and not sitting.server.installation.database_url
    assert waits.result().status == 500 if gives_up else is_saved(waits.result())
    assert is_saved(again.result())
    sitting.write_down(1, fields)
    assert sitting.differences() == []
    sitting.submit()
    sitting.submitted = True
    assert sitting.differences() == []


@pytest.fixture
def disk() -> Iterator[SmallDisk]:
    with SmallDisk() as disk:
        yield disk


def test_when_the_disk_is_full_saves_fail_in_sight_and_nothing_told_is_lost(
    disk: SmallDisk, installation: Installation, prepared: Path, request: pytest.FixtureRequest
) -> None:
    if installation.database_url:
        there = disk.postgres(request.getfixturevalue("postgres_folder"), prepared)
    else:
        there = disk.sqlite(prepared)
    clerk = Clerk(there)
    with Server(there, gunicorn("tests.faults.dying:application")) as server:
        sitting = Sitting(server, "learner-1@example.org", clerk).begin()
        sitting.answer(2, "yes")
        # Who compares keeps this connection: PostgreSQL may need room on the disk to open one.
        assert sitting.differences() == []
        disk.fill()
        lost = save_until_it_fails(sitting, slot=1)
        assert sitting.differences() == []
        assert sitting.try_to_send(1, lost).status == 500
        disk.clear()
        sitting.send(1, lost)
        assert sitting.differences() == []
        sitting.submit()
        sitting.submitted = True
        assert sitting.differences() == []
    clerk.close()


def save_until_it_fails(sitting: Sitting, *, slot: int) -> dict[str, str]:
    """Save again and again; each save that is acknowledged is written down. The first that is not."""
    for number in count():
        assert number < 2000, "The disk is never full."
        choice = ("yes", "no", "maybe")[number % 3]
        fields = {"save_id": str(uuid4()), "revision": str(number), "choice": choice, "go": "save"}
        reply = sitting.try_to_send(slot, fields)
        if not is_saved(reply):
            assert reply.status == 500
            return fields
        sitting.write_down(slot, fields)
    raise AssertionError("unreachable")
