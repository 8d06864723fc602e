"""The doctor's checks of the machine: settings, folders and disk, mail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core import checks
from django.core.mail import get_connection

from course.doctor.findings import Finding, notice, well, wrong

MB = 1_000_000
LEAST_FREE = 500 * MB
MANUAL = "docs/operating.md, Settings"


def check_settings(*, at: datetime) -> Iterator[Finding]:
    """Django's own checks; those for a server that others reach, where it is not a local run."""
    about = "settings"
    if settings.LOCAL:
        yield notice(
            about, "This is a local run: plain HTTP, mail on the console.", f"To serve others: {MANUAL}."
        )
    if settings.DEBUG:
        yield wrong(about, "DEBUG shows the insides of the server to visitors.", "Remove DEBUG.")
    messages = checks.run_checks(include_deployment_checks=not settings.LOCAL)
    said = [message for message in messages if message.level >= checks.WARNING and not message.is_silenced()]
    for message in said:
        yield wrong(about, f"{message.id}: {message.msg}", str(message.hint or MANUAL))
    if not said:
        yield well(about, "Django's checks find nothing.")


def check_folders(*, at: datetime) -> Iterator[Finding]:
    for name in ("VAR_DIR", "BACKUP_DIR"):
        yield _folder(name, getattr(settings, name))


def _folder(name: str, path: Path) -> Finding:
    there = next(each for each in (path, *path.parents) if each.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        return wrong(
            name, f"{path} cannot be written.", f"Give it to the user that runs the server: chown {path}."
        )
    free = shutil.disk_usage(there).free
    message = f"{path}: {free // MB:,} MB free."
    if free < LEAST_FREE:
        return wrong(name, message, "Free some space: answers cannot be saved on a full disk.")
    return well(name, message)


def check_mail(*, at: datetime) -> Iterator[Finding]:
    """Opens a connection and sends nothing."""
    about, server = "mail", f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    if "smtp" not in settings.EMAIL_BACKEND:
        yield notice(
            about, "Mail goes to the console only.", "Nobody can reset a password by mail in a local run."
        )
        return
    try:
        connection = get_connection(timeout=5)
        connection.open()
        connection.close()
    except OSError as problem:
        do = "Look at EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS, EMAIL_HOST_USER and EMAIL_HOST_PASSWORD."
        yield wrong(about, f"{server} takes no mail from us: {type(problem).__name__}.", do)
    else:
        yield well(about, f"{server} answers.")
