"""Wrong or missing settings stop the start, each by its name and with an example that is right; no secret is shown."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from course.operation import installation as product
from course.operation.environment import Given, WrongSettings, check_origin
from course.operation.keys import new_keys

ROOT = Path(__file__).resolve().parents[2]
RIGHT = {
    **dict(line.split("=", 1) for line in new_keys().split()),
    "ALLOWED_HOSTS": "learn.example.org",
    "SITE_URL": "https://learn.example.org",
    "DJANGO_SETTINGS_MODULE": "course.settings",
    "PATH": os.environ["PATH"],
}
DOORS = {
    "manage.py": ["manage.py", "check"],
    "gunicorn": ["-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--check-config", "course.wsgi"],
    "serve": ["-m", "deploy.serve"],
}


def start(door: str, folder: Path, **given: str) -> tuple[int, str]:
    environment = {**RIGHT, "VAR_DIR": str(folder), **given}
    done = subprocess.run(
        [sys.executable, *DOORS[door]], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("door", DOORS)
def test_every_mistake_is_told_at_once_and_nothing_starts(door: str, tmp_path: Path) -> None:
    wrong = {"DEBUG": "flase", "THREADS": "many", "ALLOWED_HOSTS": "", "SECRET_KEY": "hunter2"}
    code, said = start(door, tmp_path / "var", **wrong)
    assert code == 1
    assert [name for name in wrong if f"\n  {name} " not in said] == []
    assert "Example: ALLOWED_HOSTS=learn.example.org" in said
    assert "4 settings are missing or wrong" in said
    assert "hunter2" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize("door", ["manage.py", "gunicorn"])
def test_right_settings_start(door: str, tmp_path: Path) -> None:
    code, said = start(door, tmp_path)
    assert code == 0, said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("FIELD_ENCRYPTION_KEYS", "not-a-key"),
        ("ALLOWED_HOSTS", "https://learn.example.org"),
        ("SITE_URL", "learn.example.org/"),
        ("CSRF_TRUSTED_ORIGINS", "learn.example.org"),
        ("DATABASE_URL", "mysql://root@db/x"),
        ("CACHE_URL", "memcached://x"),
        ("PORT", "0"),
        ("EMAIL_PORT", "smtp"),
        ("DEFAULT_FROM_EMAIL", "nobody"),
        ("CONTENT_DIR", "/nowhere"),
    ],
)
def test_a_wrong_value_is_refused_by_name(name: str, value: str, tmp_path: Path) -> None:
    code, said = start("manage.py", tmp_path, **{name: value})
    assert code == 1
    assert f"A setting is missing or wrong:\n\n  {name} " in said
    assert "Traceback" not in said


def test_an_example_is_itself_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORIGINS", "nonsense")
    given = Given()
    given.items("ORIGINS", [], example="https://learn.example.org", check=check_origin)
    with pytest.raises(WrongSettings) as stopped:
        given.finish()
    example = str(stopped.value).split("Example: ORIGINS=")[1].split()[0]
    monkeypatch.setenv("ORIGINS", example)
    again = Given()
    assert again.items("ORIGINS", [], example="", check=check_origin) == [example]
    again.finish()


def test_the_table_in_the_manual_is_complete() -> None:
    manual = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| `([A-Z_]+)` \|", manual, re.MULTILINE)
    assert sorted(table) == sorted(set(product.given.names))


def test_nothing_is_read_from_the_environment_that_the_manual_does_not_tell() -> None:
    sources = [
        *(path for app in ("course", "lessons", "quizzes", "deploy") for path in (ROOT / app).rglob("*.py")),
        ROOT / "manage.py",
    ]
    read = {
        (path.name, name)
        for path in sources
        for name in re.findall(r"environ(?:\.\w+\(|\[)\"([A-Z_]+)", path.read_text(encoding="utf-8"))
    }
    assert {name for _, name in read} <= {"DJANGO_SETTINGS_MODULE", "MALLOC_ARENA_MAX", *product.given.names}
