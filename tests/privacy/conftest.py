"""A notice in force, and proving once more who one is."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from course.models import Enrollment, Notice
from course.privacy import notices
from lessons.models import Scenario
from tests.conftest import NOW


@pytest.fixture
def notice(db: None) -> Notice:
    """The shipped text, in force."""
    notices.install_shipped(at=NOW)
    return Notice.objects.get()


@pytest.fixture(autouse=True)
def backups(settings: Settings, tmp_path: Path) -> Path:
    """Where the list of erasures goes."""
    folder = settings.BACKUP_DIR = tmp_path / "backups"
    return folder


@pytest.fixture
def scenario(enrollment: Enrollment) -> Scenario:
    return Scenario.objects.get()


def prove(client: Client) -> Client:
    """Type the password once more."""
    answer = client.post(reverse("account_reauthenticate"), {"password": "secret-word-1"})
    assert answer.status_code == 302
    return client


def newer(notice: Notice, *, changes: str = "It says more about backups.") -> Notice:
    """Publish another version."""
    made = notices.draft(text=notice.text + "\nMore.", changes=changes, author=None, at=NOW)
    notices.publish(made, by=None, at=NOW)
    made.refresh_from_db()
    return made
