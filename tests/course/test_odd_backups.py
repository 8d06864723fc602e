"""Anything odd about a backup is refused in words, before anything is touched."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from course.backup import make, restoring
from course.backup.engines import engine
from course.models import Enrollment
from tests.live.installation import ROOT

pytestmark = pytest.mark.django_db(transaction=True)

PASSPHRASE = "seven words that nobody guesses"


@pytest.fixture
def backup(enrollment: Enrollment, tmp_path: Path, now: datetime) -> Path:
    return make(tmp_path, passphrase=PASSPHRASE, at=now).folder


def flip_a_byte(backup: Path) -> None:
    (path,) = backup.glob("database.*")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut_short(backup: Path) -> None:
    (path,) = backup.glob("database.*")
    path.write_bytes(path.read_bytes()[:-1000])


def add_a_file(backup: Path) -> None:
    (backup / "uploads").mkdir()
    (backup / "uploads" / "more.html").write_text("odd")


def lose_the_keys(backup: Path) -> None:
    (backup / "keys.encrypted").unlink()


def change_manifest(**fields: object) -> Callable[[Path], None]:
    def change(backup: Path) -> None:
        path = backup / "manifest.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))

    return change


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (flip_a_byte, "is damaged"),
        (cut_short, "is damaged"),
        (add_a_file, "uploads/more.html is not listed"),
        (lose_the_keys, "keys.encrypted is missing"),
        (change_manifest(format=2), "was made by a later version"),
        (change_manifest(counts="many"), "is damaged, or was made by a later version"),
        (change_manifest(engine="oracle"), "The backup is of a oracle database"),
        (change_manifest(migrations=["course.0999_future"]), "which is newer than this one"),
        (change_manifest(keys_proof="x"), "are not those of this backup"),
        (lambda backup: (backup / "manifest.json").unlink(), "is no backup"),
    ],
)
def test_an_odd_backup_is_refused_in_words_and_nothing_is_touched(
    backup: Path, harm: Callable[[Path], None], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[Path] = []
    # As in an empty place, so that nothing but the backup itself stops it.
    monkeypatch.setattr(restoring, "tables", list)
    monkeypatch.setattr(type(engine()), "put", lambda _, source: touched.append(source))
    harm(backup)
    with pytest.raises(CommandError) as refused:
        call_command("restore", backup)
    assert words in str(refused.value)
    assert str(refused.value).endswith("Nothing was changed.")
    assert touched == []


def test_a_wrong_passphrase_is_told_without_a_traceback(backup: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "course.backup", str(backup / "keys.encrypted")],
        cwd=ROOT,
        env={"BACKUP_PASSPHRASE": "not this one at all"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "This passphrase does not open the keys." in done.stderr
    assert "Traceback" not in done.stderr
