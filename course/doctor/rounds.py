"""Asks every check that settings name. One that breaks is a finding of its own and keeps no other from its turn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from course.doctor.findings import Finding, wrong


def examine(*, at: datetime) -> Iterator[Finding]:
    """Each check takes ``at``, which is now, and yields findings."""
    for path in settings.DOCTOR_CHECKS:
        try:
            yield from import_string(path)(at=at)
        except Exception as problem:
            name = path.rpartition(".")[2].removeprefix("check_")
            do = "See to the findings above first; if it stays, report it with this line."
            # Words of an exception may quote a row.
            yield wrong(name, f"This could not be looked at: {type(problem).__name__}.", do)
