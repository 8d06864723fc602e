"""The systemd units do what the manual says: their commands are run as written, with the settings as shipped."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import get_commands

from course.operation import installation as product
from course.operation.keys import new_keys
from deploy import timers
from tests.live.installation import ROOT

UNITS = ROOT / "deploy" / "systemd"
TIMERS = sorted(UNITS.glob("*.timer"))
SERVICES = sorted(UNITS.glob("*.service"))
MANUAL = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "RestrictSUIDSGID": "yes",
    "UMask": "0077",
    "User": "alongside",
}


class Unit(configparser.RawConfigParser):
    """A unit file. Names keep their case; a name that comes twice adds to a list, as in systemd."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, comment_prefixes=("#",), delimiters=("=",))
        self.optionxform = str  # type: ignore[assignment, method-assign]
        self.read(path, encoding="utf-8")


def started_by(timer: Path) -> str:
    """The command that a timer's unit is an instance for."""
    (name,) = re.findall(r"^alongside@(\w+)\.service$", Unit(timer)["Timer"]["Unit"])
    return str(name)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The shipped example of settings and keys of ``course.operation.keys``, with the machine's folders in one here."""
    lines = (ROOT / "deploy" / "alongside.env.example").read_text(encoding="utf-8") + new_keys()
    (tmp_path / "backup-passphrase").write_text("six random words you wrote down\n")
    text = lines.replace("/etc/alongside/", f"{tmp_path}/").replace("/var/", f"{tmp_path}/")
    return dict(line.split("=", 1) for line in text.splitlines() if re.match("[A-Z]", line))


def run(service: str, instance: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What systemd would run, from the folder that it would run it in."""
    unit = Unit(UNITS / service)["Service"]
    program, *arguments = shlex.split(unit["ExecStart"].replace("%i", instance))
    assert program == f"{unit['WorkingDirectory']}/.venv/bin/python"
    given = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=given, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_may_change_nothing_but_its_own_folders(path: Path) -> None:
    service = Unit(path)["Service"]
    assert {name: service.get(name) for name in HARDENED} == HARDENED
    assert service["EnvironmentFile"] == "/etc/alongside/alongside.env"
    assert service["ReadWritePaths"] == "-/var/backups/alongside"


def test_both_services_are_hardened_alike() -> None:
    first, second = (path.read_text(encoding="utf-8").split("# Nothing but")[1] for path in SERVICES)
    assert first.split("\n[Install]")[0].strip() == second.strip()


def test_requests_get_the_time_to_finish_that_gunicorn_gives_them() -> None:
    config = (ROOT / "deploy" / "gunicorn.conf.py").read_text(encoding="utf-8")
    graceful = int(re.findall(r"^graceful_timeout = (\d+)", config, re.MULTILINE)[0])
    assert int(Unit(UNITS / "alongside.service")["Service"]["TimeoutStopSec"]) > graceful


@pytest.mark.parametrize("path", TIMERS, ids=lambda path: path.name)
def test_a_timer_starts_a_command_that_exists_and_is_told_in_the_manual(path: Path) -> None:
    assert path.name == f"alongside-{started_by(path)}.timer"
    assert started_by(path) in get_commands()
    assert path.name in MANUAL


def test_containers_have_the_same_timers() -> None:
    assert {*timers.EVERY, *timers.DAILY} == {started_by(path) for path in TIMERS}


def test_a_day_in_a_container_runs_each_command_as_often_as_it_should() -> None:
    began = now = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
    ran: list[str] = []
    while now < began + timedelta(days=2):
        after = now + timedelta(seconds=17)
        ran += timers.due(now, after)
        now = after
    assert {name: ran.count(name) for name in set(ran)} == {
        **dict.fromkeys(timers.DAILY, 2),
        "close_overdue_attempts": 2 * 24 * 12,
        "publish_due": 2 * 24 * 12,
        "send_mail_queue": 2 * 24 * 60,
    }


def test_the_shipped_settings_start_and_are_known(environment: dict[str, str]) -> None:
    assert set(environment) <= set(product.given.names)
    done = run("alongside@.service", "check", environment)
    assert done.returncode == 0, done.stderr


def test_every_timer_does_its_work_on_a_new_installation(environment: dict[str, str], tmp_path: Path) -> None:
    # systemd makes the first by StateDirectory, and the manual the second.
    for name in ("VAR_DIR", "BACKUP_DIR"):
        Path(environment[name]).mkdir(parents=True)
    done = run("alongside@.service", "prepare", environment)
    assert done.returncode == 0, done.stderr
    said = {started_by(path): run("alongside@.service", started_by(path), environment) for path in TIMERS}
    assert "0 attempts closed." in said["close_overdue_attempts"].stdout
    assert "0 versions published." in said["publish_due"].stdout
    (backup,) = (tmp_path / "backups" / "alongside").iterdir()
    assert (backup / "keys.encrypted").exists()
    # Whether this machine has a mail server is all that may be wrong.
    assert re.findall(r"^WRONG +(\w+)", said["doctor"].stdout, re.MULTILINE) in ([], ["mail"])


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
@pytest.mark.parametrize("path", [*SERVICES, *TIMERS], ids=lambda path: path.name)
def test_systemd_finds_no_mistake(path: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(path)], capture_output=True, text=True, check=False
    )
    # The program lies where the manual puts it, which is not here.
    odd = [line for line in done.stderr.splitlines() if str(UNITS) in line or path.name in line]
    assert [line for line in odd if "is not executable: No such file" not in line] == []
