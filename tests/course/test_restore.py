"""A backup comes back on a new machine, by the words of the manual; an upgrade that fails has one to go back to."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from tests.live import Installation
from tests.live.installation import ROOT
from tests.plugins.postgres import url_of

PASSPHRASE = "seven words that nobody guesses"
NewPlace = Callable[[], Installation]


def manage(place: Installation, *arguments: str, **given: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**place.environment, **given},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def new_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> NewPlace:
    """An empty place of one kind: a folder, and a database without tables."""

    def make() -> Installation:
        place = Installation(tmp_path_factory.mktemp("place") / "var")
        if request.param == "sqlite":
            return place
        server, name = request.getfixturevalue("postgres_folder"), f"restore_{secrets.token_hex(6)}"
        with psycopg.connect(url_of(server, "postgres"), autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{name}"')
        return replace(place, database_url=url_of(server, name))

    return make


@pytest.fixture(scope="module")
def kept(new_place: NewPlace) -> tuple[Installation, Path]:
    """An installation with the shipped content, and its backup."""
    place = new_place()
    assert manage(place, "prepare")[0] == 0
    code, said = manage(place, "backup", BACKUP_PASSPHRASE=PASSPHRASE)
    assert code == 0, said
    (folder,) = (place.folder / "backups").iterdir()
    return place, folder


@pytest.fixture
def place(new_place: NewPlace, kept: tuple[Installation, Path]) -> Installation:
    """A new machine, on which the keys were taken out of the backup by the words of the manual."""
    made = new_place()
    keys = subprocess.run(
        [sys.executable, "-W", "error", "-m", "course.backup", str(kept[1] / "keys.encrypted")],
        cwd=ROOT,
        env={**made.environment, "BACKUP_PASSPHRASE": PASSPHRASE},
        capture_output=True,
        text=True,
        check=True,
    )
    made.folder.mkdir()
    (made.folder / "keys.env").write_text(keys.stdout)
    return made


def test_a_new_machine_has_everything_back_and_takes_nothing_more(
    kept: tuple[Installation, Path], place: Installation
) -> None:
    code, said = manage(place, "restore", str(kept[1]))
    assert code == 0, said
    ask = "from course.models import Step; print(*Step.objects.order_by('pk').values_list('slug', 'title'))"
    assert manage(place, "shell", "-v0", "-c", ask) == manage(kept[0], "shell", "-v0", "-c", ask)
    findings = json.loads(manage(place, "doctor", "--json")[1])
    assert [each for each in findings if each["level"] == "wrong"] == []
    code, said = manage(place, "restore", str(kept[1]))
    assert code == 1
    assert "is not empty" in said
    assert "Nothing was changed." in said


def test_an_upgrade_makes_a_backup_first_and_a_failed_one_names_the_way_back(
    kept: tuple[Installation, Path], place: Installation
) -> None:
    manage(place, "restore", str(kept[1]))
    forget = "R.Migration.objects.filter(app='sessions').delete()"
    ask = f"from django.db.migrations.recorder import MigrationRecorder as R; {forget}"
    assert manage(place, "shell", "-v0", "-c", ask)[0] == 0
    # The table of sessions is there already, so that to make it again fails.
    code, said = manage(place, "prepare")
    assert code == 1
    assert "Making a backup first." in said
    assert "The upgrade failed" in said
    assert "Traceback" not in said
    made = Path(said.rpartition("manage.py restore ")[2].strip())
    assert (made / "manifest.json").is_file()
    # A service that fails is started again, and the night's backup comes too: the whole one stays.
    again = manage(place, "prepare")[1]
    assert Path(again.rpartition("manage.py restore ")[2].strip()) == made
    assert manage(place, "backup", BACKUP_PASSPHRASE=PASSPHRASE)[0] == 0
    assert (made / "manifest.json").is_file()
    mend = "R.Migration.objects.create(app='sessions', name='0001_initial')"
    ask = f"from django.db.migrations.recorder import MigrationRecorder as R; {mend}"
    assert manage(place, "shell", "-v0", "-c", ask)[0] == 0
    assert manage(place, "prepare")[0] == 0
    assert manage(place, "backup", BACKUP_PASSPHRASE=PASSPHRASE)[0] == 0
    assert not made.exists()
