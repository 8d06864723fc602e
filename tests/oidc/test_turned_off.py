"""An installation without the extra knows nothing of it; settings that are half there stop the start by name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from tests.live.installation import ROOT, Installation

WHOLE = {
    "OIDC_ISSUER": "https://login.example.org/",
    "OIDC_CLIENT_ID": "alongside",
    "OIDC_CLIENT_SECRET": "hunter2-hunter2",
    "OIDC_NAME": "Harbor ID",
}
# Every door of the product reads them first; see test_environment.
SETTINGS = ("-c", "import course.operation.installation")
LOOK = """
import sys, django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
import course.wsgi
names = ("allauth.socialaccount.models", "course.oidc.views", "jwt", "requests", "oauthlib")
print([name for name in names if name in sys.modules])
"""


def run(folder: Path, *command: str, **more: str) -> tuple[int, str]:
    place = Installation(folder / "var", more=more)
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=place.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_nothing_of_it_is_imported(tmp_path: Path) -> None:
    code, said = run(tmp_path, "-W", "ignore", "-c", LOOK)
    assert (code, said) == (0, "[]\n")


@pytest.mark.django_db
def test_no_page_of_it_exists(client: Client) -> None:
    assert client.get("/account/elsewhere/").status_code == 404
    assert b"elsewhere" not in client.get("/account/login/").content


def test_with_whole_settings_it_starts_and_its_tables_are_as_its_models_say(tmp_path: Path) -> None:
    code, said = run(tmp_path, "manage.py", "makemigrations", "--check", "--dry-run", **WHOLE)
    assert code == 0, said


@pytest.mark.parametrize("name", WHOLE)
def test_half_of_its_settings_stop_the_start(name: str, tmp_path: Path) -> None:
    given = {"OIDC_NAME": "Harbor ID", **{key: value for key, value in WHOLE.items() if key != name}}
    if name == "OIDC_NAME":
        del given["OIDC_NAME"]
    code, said = run(tmp_path, *SETTINGS, **given)
    assert code == 1
    assert f"A setting is missing or wrong:\n\n  {name} is missing." in said
    assert "hunter2" not in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OIDC_ISSUER", "http://login.example.org"),
        ("OIDC_ISSUER", "login.example.org"),
        ("OIDC_ADMITS", "anybody"),
        ("OIDC_SECOND_STEP", "maybe"),
    ],
)
def test_a_wrong_setting_stops_the_start(name: str, value: str, tmp_path: Path) -> None:
    code, said = run(tmp_path, *SETTINGS, **{**WHOLE, name: value})
    assert code == 1
    assert f"\n  {name} is '{value}'." in said
