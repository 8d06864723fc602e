"""``manage.py rotate_keys``: put everything that is encrypted under the first of FIELD_ENCRYPTION_KEYS."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from course.privacy import rotation

GONE = (
    "Everything is under the first key. The other {count} can go from FIELD_ENCRYPTION_KEYS: restart the server with"
    " the first alone. Backups made before carry their keys with them."
)
ONE = "Everything is under the one key that there is."


class Command(BaseCommand):
    help = (
        "Encrypts again, with the first key, whatever another one encrypted; people may go on writing. Stop it and run"
        " it again as you like. Exits with 1 while something still needs another key, or cannot be opened."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        left = closed = 0
        for tally in rotation.rotate():
            self.stdout.write(f"{tally.about}: {tally.rotated} encrypted again, {tally.fine} needed nothing.")
            if tally.closed:
                ids = ", ".join(map(str, tally.closed[:50])) + (", …" if len(tally.closed) > 50 else "")
                self.stdout.write(f"    No key opens {len(tally.closed)}: {ids}")
            left, closed = left + tally.old, closed + len(tally.closed)
        if left:
            self.stdout.write(f"{left} were saved again and again meanwhile. Run this once more.")
        elif closed:
            self.stdout.write("Keep every key, and look for the one that is missing: see manage.py doctor.")
        else:
            others = len(settings.FIELD_ENCRYPTION_KEYS) - 1
            self.stdout.write(GONE.format(count=others) if others else ONE)
        if left or closed:
            raise SystemExit(1)
