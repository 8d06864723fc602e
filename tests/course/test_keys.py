"""The secrets of a local run are made once and kept to their owner."""

import stat
from pathlib import Path

from cryptography.fernet import Fernet

from course.operation.keys import NAME, ensure_keys


def test_keys_are_made_once_and_read_again(tmp_path: Path) -> None:
    first = ensure_keys(tmp_path / "var")
    assert ensure_keys(tmp_path / "var") == first
    assert len(first["SECRET_KEY"]) >= 50
    Fernet(first["FIELD_ENCRYPTION_KEYS"])


def test_only_the_owner_may_read_the_keys(tmp_path: Path) -> None:
    ensure_keys(tmp_path)
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_two_installations_have_different_keys(tmp_path: Path) -> None:
    assert ensure_keys(tmp_path / "a") != ensure_keys(tmp_path / "b")
