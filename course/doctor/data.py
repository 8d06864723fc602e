"""The doctor's checks of what is stored: migrations, keys, clock, backups, content."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor

from course.backup import newest
from course.content.errors import ContentErrors
from course.content.load import read
from course.doctor.findings import Finding, notice, well, wrong
from course.fields import EncryptedTextField, Undecipherable
from course.models import AuditEvent, Completion

SAMPLE = 20
PATIENCE = timedelta(minutes=2)
OLD = timedelta(hours=26)
"""A nightly backup, with two hours for the timer's delay and its own time."""


def check_migrations(*, at: datetime) -> Iterator[Finding]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in plan[:5])
        do = "Run manage.py prepare: it makes a backup first."
        yield wrong("migrations", f"{len(plan)} are not applied: {names}.", do)
    else:
        yield well("migrations", "All are applied.")


def check_keys(*, at: datetime) -> Iterator[Finding]:
    """Reads the oldest and the newest rows of every encrypted field; says which table, never which row or what."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, EncryptedTextField):
                yield _keys_open(model, field.name)


def _keys_open(model: type[models.Model], field: str) -> Finding:
    about = f"keys: {model._meta.label}.{field}"
    rows: Any = model._default_manager.exclude(**{f"{field}__isnull": True}).values_list(field, flat=True)
    sample = closed = 0
    for order in ("pk", "-pk"):
        try:
            sample += len(rows.order_by(order)[:SAMPLE])
        except Undecipherable:
            closed += 1
    if closed:
        do = (
            "Put the key that is missing back into FIELD_ENCRYPTION_KEYS, after the newest one. It is in an older"
            " environment file, or in a backup: python -m course.backup BACKUP/keys.encrypted"
        )
        return wrong(about, "FIELD_ENCRYPTION_KEYS do not open what is stored.", do)
    return well(about, f"Opens ({sample} looked at)." if sample else "Nothing is stored yet.")


def check_clock(*, at: datetime) -> Iterator[Finding]:
    """The clock must agree with the database server's, and must not be behind what has happened already."""
    do = "Set the clock by the network: timedatectl set-ntp true. Deadlines of exams hang on it."
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            there = cursor.fetchone()[0]
        if abs(there - at) > PATIENCE:
            yield wrong(
                "clock",
                f"The database server's clock says {there:%Y-%m-%d %H:%M:%S} UTC, ours {at:%H:%M:%S}.",
                do,
            )
            return
    latest = [row.objects.aggregate(last=models.Max("at"))["last"] for row in (AuditEvent, Completion)]
    last = max((each for each in latest if each), default=None)
    if last and last > at + PATIENCE:
        yield wrong(
            "clock", f"It says {at:%Y-%m-%d %H:%M} UTC, and something happened at {last:%Y-%m-%d %H:%M}.", do
        )
    else:
        yield well("clock", f"{at:%Y-%m-%d %H:%M} UTC.")


def check_backups(*, at: datetime) -> Iterator[Finding]:
    found = newest(settings.BACKUP_DIR)
    do = "Run manage.py backup, and see that the timer runs: systemctl list-timers 'alongside-*'."
    say = notice if settings.LOCAL else wrong
    if found is None:
        yield say("backups", f"There is none in {settings.BACKUP_DIR}.", do)
        return
    age = at - found[0]
    message = f"The newest is {age.total_seconds() / 3600:.0f} hours old: {found[1].name}."
    yield well("backups", message) if age <= OLD else say("backups", message, do)


def check_content(*, at: datetime) -> Iterator[Finding]:
    """Reads the content folder as ``load_content`` would, and writes nothing."""
    about = "content"
    try:
        content = read(settings.CONTENT_DIR)
    except ContentErrors as errors:
        do = f"Mend the file; see all with: manage.py load_content --dry-run {settings.CONTENT_DIR}"
        for mistake in errors.mistakes[:10]:
            yield wrong(about, str(mistake), do)
        return
    assert content.outline.course is not None  # else reading had raised
    yield well(about, f"“{content.outline.course.title}”: the files have no mistakes.")
