"""The doctor's checks of what is encrypted, and of the list of erasures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from course.doctor.findings import Finding, notice, well, wrong
from course.privacy import erasures, notices, rotation
from course.privacy.rotation import Tally

MISSING = (
    "Put the key that is missing back into FIELD_ENCRYPTION_KEYS, after the newest one. It is in an older environment"
    " file, or in a backup: python -m course.backup BACKUP/keys.encrypted. manage.py rotate_keys names the rows."
)


def check_keys(*, at: datetime) -> Iterator[Finding]:
    """Opens every encrypted value; says which table, never which row or what."""
    for tally in rotation.look():
        yield _keys_open(tally)


def _keys_open(tally: Tally) -> Finding:
    about = f"keys: {tally.about}"
    count = tally.fine + tally.old
    if tally.closed:
        return wrong(
            about, f"FIELD_ENCRYPTION_KEYS do not open {len(tally.closed)} of what is stored.", MISSING
        )
    if tally.old:
        message = f"All {count} open, {tally.old} of them with an older key only."
        return notice(about, message, "Run manage.py rotate_keys. Until then keep the older key.")
    return well(about, f"Opens, all with the first key ({count})." if count else "Nothing is stored yet.")


def check_privacy(*, at: datetime) -> Iterator[Finding]:
    """The list of erasures beside the backups, and a notice in force."""
    missing = erasures.missing()
    if missing:
        message = f"{missing} erased people are not in the list beside the backups."
        yield wrong("erasures", message, "Run manage.py backup. Without the list a restore brings them back.")
    else:
        yield well("erasures", "All are in the list beside the backups.")
    if notices.current() is None:
        do = "Run manage.py prepare for the shipped one, or publish one under Authoring."
        yield notice("privacy notice", "None is in force, so nobody is asked to agree.", do)
    else:
        yield well("privacy notice", "One is in force.")
