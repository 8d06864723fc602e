"""A backup is whole or not there, kept to its owner, and says what is in it."""

import json
import stat
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from course.backup import BackupError, engines, make, newest, read_manifest
from course.backup.files import checksum
from course.backup.keys import lock, unlock
from course.backup.manifest import verify
from course.models import Enrollment, Person

pytestmark = pytest.mark.django_db(transaction=True)

PASSPHRASE = "seven words that nobody guesses"


def test_it_holds_every_row_and_names_every_file(
    enrollment: Enrollment, tmp_path: Path, now: datetime
) -> None:
    made = make(tmp_path / "backups", passphrase=PASSPHRASE, at=now)
    manifest = read_manifest(made.folder)
    assert manifest.counts["course_person"] == Person.objects.count() == 1
    assert "course.0001_initial" in manifest.migrations
    assert manifest.began_at == now
    assert {path.name for path in made.folder.iterdir()} == {"manifest.json", *manifest.sums}
    verify(made.folder, manifest)
    assert newest(tmp_path / "backups") == (now, made.folder)


def test_only_its_owner_may_read_it(enrollment: Enrollment, tmp_path: Path, now: datetime) -> None:
    made = make(tmp_path / "backups", passphrase=PASSPHRASE, at=now)
    assert stat.S_IMODE(made.folder.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(made.folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.folder.iterdir()} == {0o600}


def test_keys_open_with_the_passphrase_and_are_nowhere_in_clear(
    enrollment: Enrollment, tmp_path: Path, now: datetime, settings: Settings
) -> None:
    made = make(tmp_path, passphrase=PASSPHRASE, at=now)
    lines = unlock((made.folder / "keys.encrypted").read_text(), PASSPHRASE).splitlines()
    assert lines == [
        f"SECRET_KEY={settings.SECRET_KEY}",
        f"FIELD_ENCRYPTION_KEYS={settings.FIELD_ENCRYPTION_KEYS[0]}",
    ]
    for path in made.folder.iterdir():
        for secret in (settings.SECRET_KEY, settings.FIELD_ENCRYPTION_KEYS[0], PASSPHRASE):
            assert secret.encode() not in path.read_bytes()
    with pytest.raises(BackupError, match="does not open"):
        unlock((made.folder / "keys.encrypted").read_text(), "another passphrase")


@pytest.mark.parametrize(
    "change", [{"n": 2**40}, {"salt": "odd"}, {"token": 5}, {"r": -1}, {"n": None}], ids=str
)
def test_a_damaged_file_of_keys_is_refused_in_words(change: dict[str, object]) -> None:
    document = json.loads(lock("A=1\n", PASSPHRASE))
    with pytest.raises(BackupError, match="no file of encrypted keys"):
        unlock(json.dumps({**document, **change}), PASSPHRASE)


def test_uploads_are_in_it(enrollment: Enrollment, tmp_path: Path, now: datetime, settings: Settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    (tmp_path / "media" / "a").mkdir(parents=True)
    (tmp_path / "media" / "a" / "photo.png").write_bytes(b"picture")
    made = make(tmp_path / "backups", passphrase=None, at=now)
    assert (made.folder / "uploads" / "a" / "photo.png").read_bytes() == b"picture"
    assert "uploads/a/photo.png" in made.manifest.sums


def test_one_that_fails_leaves_nothing_behind_and_deletes_nothing(
    enrollment: Enrollment, tmp_path: Path, now: datetime, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BACKUP_KEEP_DAILY, settings.BACKUP_KEEP_WEEKLY = 1, 0
    first = make(tmp_path, passphrase=None, at=now)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(engines.engine()), "copy", fail)
    with pytest.raises(BackupError, match="No space left on device"):
        make(tmp_path, passphrase=None, at=now + timedelta(days=1))
    assert list(tmp_path.iterdir()) == [first.folder]


def test_outdated_ones_go_and_what_is_no_backup_stays(
    enrollment: Enrollment, tmp_path: Path, now: datetime, settings: Settings
) -> None:
    settings.BACKUP_KEEP_DAILY, settings.BACKUP_KEEP_WEEKLY = 1, 0
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "manifest.json").write_text("mine")
    first = make(tmp_path, passphrase=None, at=now)
    second = make(tmp_path, passphrase=None, at=now + timedelta(days=1))
    assert second.deleted == [first.folder]
    assert {path.name for path in tmp_path.iterdir()} == {"notes", second.folder.name}


def test_two_in_the_same_instant_do_not_mix(enrollment: Enrollment, tmp_path: Path, now: datetime) -> None:
    made = make(tmp_path, passphrase=None, at=now)
    before = checksum(made.folder / "manifest.json")
    with pytest.raises(BackupError):
        make(tmp_path, passphrase=None, at=now)
    assert checksum(made.folder / "manifest.json") == before


@pytest.mark.parametrize(
    ("given", "words"),
    [("", "BACKUP_PASSPHRASE_FILE or BACKUP_PASSPHRASE"), ("short", "12 characters or more")],
)
def test_without_a_good_passphrase_nothing_is_made(
    enrollment: Enrollment, tmp_path: Path, settings: Settings, given: str, words: str
) -> None:
    settings.BACKUP_PASSPHRASE = given
    with pytest.raises(CommandError, match=words):
        call_command("backup", to=tmp_path / "backups")
    assert not list(tmp_path.glob("backups/*"))


def test_without_pg_dump_the_message_says_what_to_install(
    enrollment: Enrollment, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="apt-get install postgresql-client"):
        engines.Postgres().put(tmp_path / "any")


def test_the_proof_of_the_keys_is_not_the_keys(enrollment: Enrollment, tmp_path: Path, now: datetime) -> None:
    from course.backup.keys import proves

    proof = make(tmp_path, passphrase=None, at=now).manifest.keys_proof
    other = Fernet.generate_key().decode()
    assert not proves([other], proof)
