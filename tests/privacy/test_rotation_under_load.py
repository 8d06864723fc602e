"""Keys are changed while two people write as fast as they can: two processes on SQLite, threads on PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.db import connection, connections
from pytest_django.fixtures import Settings

from course.models import Enrollment, Person
from course.privacy import rotation
from lessons import reflections
from lessons.models import Scenario
from tests.conftest import NOW
from tests.live import Installation
from tests.live.installation import ROOT

SAVES = 30
WRITERS = ("learner-1@example.org", "learner-2@example.org")
ASK = (
    "from lessons.models import *;"
    "print(*(row.text for model in (Reflection, ReflectionVersion) for row in model.objects.all()), sep='|')"
)


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    made = Installation(tmp_path / "var")
    made.python("tests.live.prepare", "2", "1")
    return made


def start(place: Installation, keys: str, *command: str) -> subprocess.Popen[str]:
    given = {**place.environment, "FIELD_ENCRYPTION_KEYS": keys}
    return subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=given, stdout=subprocess.PIPE, text=True
    )


def finished(process: subprocess.Popen[str]) -> str:
    said, _ = process.communicate()
    assert process.returncode == 0, said
    return said


@pytest.mark.faults
def test_nothing_is_lost_and_the_old_key_can_go(place: Installation) -> None:
    old, new = (Fernet.generate_key().decode() for _ in range(2))
    # One writer was restarted with the new key first; the other still writes with the old one.
    writers = [
        start(place, keys, "-m", "tests.privacy.writer", email, str(SAVES))
        for keys, email in zip((f"{new},{old}", f"{old},{new}"), WRITERS, strict=True)
    ]
    rotations = 0
    while any(writer.poll() is None for writer in writers):
        start(place, f"{new},{old}", "manage.py", "rotate_keys").communicate()
        rotations += 1
    acknowledged = {line for writer in writers for line in finished(writer).splitlines()}
    assert len(acknowledged) == SAVES * len(WRITERS)
    assert rotations
    assert "The other 1 can go" in finished(start(place, f"{new},{old}", "manage.py", "rotate_keys"))
    stored = finished(start(place, new, "manage.py", "shell", "-v0", "-c", ASK)).strip().split("|")
    assert set(stored) == acknowledged


@pytest.mark.django_db(transaction=True)
def test_threads_that_write_and_rotate_at_once_lose_nothing(
    enrollment: Enrollment, ben: Person, scenario: Scenario, settings: Settings
) -> None:
    """On SQLite, in memory, they take turns."""
    people = (enrollment, ben.enrollments.get())
    for each in people:
        reflections.save(each, scenario, text="Text 0", revision=0, at=NOW)
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_ENCRYPTION_KEYS]

    def write(each: Enrollment, begin: int) -> None:
        for number in range(begin, begin + 10):
            at = NOW + timedelta(minutes=number)
            reflections.save(each, scenario, text=f"Text {number}", revision=number, at=at)

    def turns(acts: list[Callable[[], object]]) -> None:
        try:
            for act in acts:
                act()
        finally:
            connections.close_all()

    writers = [[partial(write, each, begin) for begin in (1, 11, 21)] for each in people]
    with ThreadPoolExecutor(1 if connection.vendor == "sqlite" else 3) as pool:
        list(pool.map(turns, [*writers, [lambda: list(rotation.rotate())] * 5]))
    list(rotation.rotate())
    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]
    for each in people:
        mine = each.reflections.get()
        assert (mine.text, mine.revision) == ("Text 30", 31)
        assert {version.text for version in mine.versions.all()} == {f"Text {n}" for n in range(30)}
