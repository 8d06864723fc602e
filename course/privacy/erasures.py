"""The list of erasures beside the backups, so that a backup that is put back brings nobody back.

One JSON object a line: the number of a row, when that row was made, and when it was erased. No name, no address.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings

from course.models import Person

NAME = "erasures.jsonl"
logger = logging.getLogger(__name__)


def keep(folder: Path | None = None) -> bool:
    """Bring the list in ``folder`` (BACKUP_DIR) up to date; lines of rows that are gone stay. Whether that worked."""
    known = _known()
    folder = folder or Path(settings.BACKUP_DIR)
    try:
        before = read(folder)
        if known <= before:
            return True
        _write(folder, before | known)
    except OSError as problem:
        logger.error("The list of erasures could not be written: %s. Run manage.py backup.", problem.strerror)
        return False
    return True


def missing() -> int:
    """How many erased people the list does not name."""
    return len(_known() - read(Path(settings.BACKUP_DIR)))


def read(folder: Path) -> set[str]:
    """The lines of the list in ``folder``; none where there is no list."""
    path = folder / NAME
    return set(path.read_text(encoding="ascii").splitlines()) if path.is_file() else set()


def to_do_again(*folders: Path) -> list[tuple[Person, datetime]]:
    """The people whom these folders' lists name, who are here and not erased; with when they had been."""
    found = []
    for line in sorted(set().union(*map(read, folders))):
        told = json.loads(line)
        person = Person.objects.filter(pk=told["person"], erased_at=None).first()
        # A row of that number may be somebody else's, in a database that was begun anew.
        if person is not None and person.date_joined.isoformat() == told["made"]:
            found.append((person, datetime.fromisoformat(told["erased"])))
    return found


def _known() -> set[str]:
    rows = Person.objects.values_list("pk", "date_joined", "erased_at")
    return {_line(pk, made, erased) for pk, made, erased in rows.exclude(erased_at=None) if erased}


def _line(pk: int, made: datetime, erased: datetime) -> str:
    return json.dumps({"person": pk, "made": made.isoformat(), "erased": erased.isoformat()})


def _write(folder: Path, lines: set[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=folder, prefix=f".{NAME}-")
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("".join(f"{line}\n" for line in sorted(lines)))
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, folder / NAME)
