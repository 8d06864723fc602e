"""The doctor names what is wrong, says what to do, and ends with status 1."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from pytest_django.fixtures import Settings

from course import fields
from course.backup.manifest import NAME, stamp
from course.doctor import Finding, Level, examine
from course.models import Enrollment
from course.privacy import notices
from course.record import audit
from lessons import reflections
from lessons.models import Scenario
from quizzes import attempts
from quizzes.models import Attempt, Exam

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail_server() -> Iterator[int]:
    """Says the first words of SMTP to whoever comes; its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        greeter = threading.Thread(target=_greet, args=[server])
        greeter.start()
        port = server.getsockname()[1]
        yield port
        # Where nobody came, this ends the waiting before the socket is closed.
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            pass
        greeter.join()


def _greet(server: socket.socket) -> None:
    visitor, _ = server.accept()
    with visitor, suppress(OSError):
        for _ in range(2):
            visitor.sendall(b"220 ready\r\n")
            visitor.recv(1000)


@pytest.fixture
def healthy(settings: Settings, tmp_path: Path, now: datetime, mail_server: int) -> Settings:
    """An installation of which the doctor finds nothing."""
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    # Browser tests set the variable that this one warns of, for the whole run.
    settings.SILENCED_SYSTEM_CHECKS = [*settings.SILENCED_SYSTEM_CHECKS, "async.E001"]
    if connection.vendor == "postgresql":
        # The server's clock knows nothing of the time that these tests pretend; that check has its own test.
        checks = settings.DOCTOR_CHECKS
        settings.DOCTOR_CHECKS = [path for path in checks if not path.endswith("check_clock")]
    settings.SECRET_KEY = "a-long-enough-secret-of-many-different-letters-0123456789"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_server
    settings.BACKUP_DIR = tmp_path / "backups"
    put_backup(settings.BACKUP_DIR, now - timedelta(hours=20))
    notices.install_shipped(at=now)
    return settings


def put_backup(directory: Path, at: datetime) -> None:
    (directory / stamp(at)).mkdir(parents=True)
    (directory / stamp(at) / NAME).write_text("{}")


def wrong(at: datetime) -> list[Finding]:
    found = [each for each in examine(at=at) if each.level is not Level.WELL]
    assert all(each.do for each in found)
    return found


@pytest.mark.usefixtures("healthy")
def test_a_healthy_installation_is_well(enrollment: Enrollment, now: datetime) -> None:
    assert wrong(now) == []


@pytest.mark.usefixtures("healthy")
def test_a_lost_key_is_found_by_table_and_shows_nothing(
    enrollment: Enrollment, now: datetime, settings: Settings
) -> None:
    scenario, earlier = Scenario.objects.get(), now - timedelta(hours=1)
    reflections.save(enrollment, scenario, text="Mine alone.", revision=0, at=earlier)
    reflections.save(enrollment, scenario, text="Mine still.", revision=1, at=now)
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    found = wrong(now)
    assert {each.about for each in found} == {
        "keys: lessons.Reflection.text",
        "keys: lessons.ReflectionVersion.text",
    }
    assert "Mine" not in str(found)
    settings.FIELD_ENCRYPTION_KEYS.append("dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=")
    fields._cipher.cache_clear()
    left = [each for each in wrong(now) if each.about.startswith("keys")]
    assert {each.level for each in left} == {Level.NOTICE}
    assert all("rotate_keys" in each.do for each in left)


@pytest.mark.usefixtures("healthy")
def test_a_score_that_its_history_does_not_say_is_found(enrollment: Enrollment, now: datetime) -> None:
    attempt = attempts.start(enrollment, Exam.objects.get(), at=now)
    attempts.submit(attempt, at=now)
    Attempt.objects.filter(pk=attempt.pk).update(score=3)
    (found,) = wrong(now)
    assert (found.about, found.level) == ("scores", Level.WRONG)
    assert f"attempt {attempt.pk}" in found.message


@pytest.mark.usefixtures("healthy")
def test_a_clock_that_stepped_back_is_found(
    enrollment: Enrollment, settings: Settings, now: datetime
) -> None:
    settings.DOCTOR_CHECKS = ["course.doctor.data.check_clock"]
    at = datetime.now(now.tzinfo) if connection.vendor == "postgresql" else now
    audit.record("looked", enrollment, actor=None, at=at + timedelta(hours=1))
    (found,) = wrong(at)
    assert found.about == "clock"
    assert "timedatectl" in found.do


def test_an_old_backup_is_found(healthy: Settings, now: datetime) -> None:
    (found,) = [each for each in wrong(now + timedelta(days=2)) if each.about != "clock"]
    assert found.about == "backups"
    assert "68 hours" in found.message


def test_a_mail_server_that_is_away_is_found(healthy: Settings, now: datetime) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        healthy.EMAIL_PORT = server.getsockname()[1]
    (found,) = wrong(now)
    assert found.about == "mail"
    assert "EMAIL_HOST" in found.do


def test_content_with_a_mistake_is_found(healthy: Settings, now: datetime, tmp_path: Path) -> None:
    healthy.CONTENT_DIR = tmp_path
    (tmp_path / "course.yaml").write_text("title: [")
    assert {each.about for each in wrong(now)} == {"content"}


@pytest.mark.usefixtures("healthy")
def test_a_missing_migration_is_found(now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    (found,) = wrong(now)
    assert found.message == "1 are not applied: sessions.0001_initial."


@pytest.mark.usefixtures("healthy")
def test_a_folder_that_is_not_ours_is_found(
    now: datetime, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    assert {each.about for each in wrong(now)} >= {"VAR_DIR", "BACKUP_DIR"}


def test_a_check_that_breaks_keeps_no_other_from_its_turn(healthy: Settings, now: datetime) -> None:
    healthy.DOCTOR_CHECKS = ["tests.course.test_doctor.break_down", "course.doctor.data.check_migrations"]
    broken, other = examine(at=now)
    assert (broken.about, broken.level) == ("break_down", Level.WRONG)
    assert "ada@" not in broken.message
    assert other.level is Level.WELL


def break_down(*, at: datetime) -> Iterator[Finding]:
    raise ValueError("ada@example.org is odd")


def test_a_monitor_reads_the_findings_and_the_status(settings: Settings, tmp_path: Path) -> None:
    settings.DOCTOR_CHECKS, settings.BACKUP_DIR = ["course.doctor.data.check_backups"], tmp_path
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("doctor", "--json", stdout=said)
    assert ended.value.code == 1
    (found,) = json.loads(said.getvalue())
    assert found["level"] == "wrong"
    settings.DOCTOR_CHECKS = ["course.doctor.data.check_migrations"]
    call_command("doctor", stdout=said)
    assert "WELL    migrations: All are applied." in said.getvalue()
