"""Backups while a program sits its exam: what was acknowledged before one began is in it, and all in it is sound."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from course.backup import Manifest, read_manifest
from tests.faults.clerk import Clerk
from tests.faults.conftest import LONG, new_database, new_learner
from tests.faults.sitting import EXAM, Sitting
from tests.live import Installation, Server

pytestmark = pytest.mark.faults

SECONDS, LEARNERS = (20, 6) if LONG else (4, 3)
SLOTS = 4


@dataclass
class Told:
    """What learners were told, and when (seconds since 1970)."""

    saves: list[tuple[float, str]] = field(default_factory=list)
    begun: list[tuple[float, int]] = field(default_factory=list)
    submitted: list[tuple[float, int]] = field(default_factory=list)


def sit_exams(server: Server, clerk: Clerk, told: Told, over: Event) -> None:
    """One learner after the other begins, answers and hands in."""
    while not over.is_set():
        sitting = Sitting(server, new_learner(), clerk, EXAM).begin()
        told.begun.append((time.time(), sitting.pk))
        for slot in range(1, SLOTS + 1):
            fields = sitting.fill(slot, "yes")
            sitting.send(slot, fields)
            told.saves.append((time.time(), fields["save_id"]))
        assert sitting.submit().status == 302
        told.submitted.append((time.time(), sitting.pk))


@pytest.fixture
def empty_place(
    installation: Installation, tmp_path: Path, request: pytest.FixtureRequest
) -> Callable[[], Installation]:
    """A new place with the same keys, and nothing else."""

    def make() -> Installation:
        folder = tmp_path / f"place-{len(list(tmp_path.glob('place-*')))}"
        folder.mkdir()
        shutil.copy(installation.folder / "keys.env", folder)
        if not installation.database_url:
            return Installation(folder)
        return Installation(folder, new_database(request.getfixturevalue("postgres_folder")))

    return make


def test_each_backup_holds_what_was_acknowledged_before_it_and_is_sound(
    server: Server,
    clerk: Clerk,
    other_clerk: Clerk,
    tmp_path: Path,
    empty_place: Callable[[], Installation],
) -> None:
    told, over = Told(), Event()
    made: list[Path] = []
    with ThreadPoolExecutor(LEARNERS) as pool:
        acts = [pool.submit(sit_exams, server, clerk, told, over) for _ in range(LEARNERS)]
        try:
            for _ in range(SECONDS):
                next_second = time.monotonic() + 1
                # Each in a folder of its own, so that none is outdated by the next.
                made.append(Path(other_clerk.ask("back_up", directory=str(tmp_path / str(len(made))))))
                time.sleep(max(0, next_second - time.monotonic()))
        finally:
            over.set()
        for act in acts:
            act.result()
    assert len(told.submitted) >= LEARNERS
    held = [missing_and_unsound(folder, empty_place(), told) for folder in made]
    print(f"\n{len(made)} backups of {len(told.submitted)} exams and {len(told.saves)} saves: {held}")
    assert [each for each in held if each != ([], [], [], [])] == []


def missing_and_unsound(folder: Path, place: Installation, told: Told) -> tuple[list[Any], ...]:
    """Restore by command; saves, beginnings and hand-ins told before it that are not there; scores that differ."""
    manifest: Manifest = read_manifest(folder)
    place.python("manage", "restore", str(folder))
    clerk = Clerk(place)
    stored = clerk.ask("stored")
    clerk.close()

    def lost(name: str) -> list[Any]:
        before = {what for at, what in getattr(told, name) if at < manifest.began_at.timestamp()}
        return sorted(before - set(stored[name]))

    return lost("saves"), lost("begun"), lost("submitted"), stored["unsound"]
