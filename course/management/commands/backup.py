"""``manage.py backup``: a consistent copy of everything, while people go on working."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from course.backup import BackupError, make
from course.backup.keys import find_passphrase
from course.privacy import erasures

NO_PASSPHRASE = (
    "There is no passphrase for the keys. Set BACKUP_PASSPHRASE_FILE or BACKUP_PASSPHRASE, or run this at a"
    " terminal, or leave the keys out with --without-keys and keep them somewhere else: without them nobody can"
    " read a reflection again."
)


class Command(BaseCommand):
    help = "Makes a backup of database, uploads and keys, checks it, and deletes those that are outdated."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.BACKUP_DIR, help="the folder (BACKUP_DIR)")
        parser.add_argument("--without-keys", action="store_true", help="leave the keys out")

    def handle(self, *args: Any, to: Path, without_keys: bool, **options: Any) -> None:
        try:
            made = make(to, passphrase=None if without_keys else _passphrase(), at=timezone.now())
        except BackupError as problem:
            raise CommandError(str(problem)) from None
        erasures.keep(to)
        rows = sum(made.manifest.counts.values())
        self.stdout.write(f"Backup: {made.folder} ({rows} rows, {len(made.manifest.sums)} files).")
        if without_keys:
            self.stdout.write("The keys are not in it.")
        if made.deleted:
            self.stdout.write(f"Outdated and deleted: {', '.join(path.name for path in made.deleted)}.")


def _passphrase() -> str:
    found = find_passphrase(file=settings.BACKUP_PASSPHRASE_FILE, given=settings.BACKUP_PASSPHRASE, ask=True)
    if not found:
        raise BackupError(NO_PASSPHRASE)
    return found
