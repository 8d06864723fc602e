"""``manage.py restore FOLDER``: put a backup back into an empty place."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from course.backup import BackupError, restore
from course.privacy import erasure, erasures


class Command(BaseCommand):
    help = "Puts a backup back into an empty database, after checking all of it. Replaces nothing, ever."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder of one backup, which holds manifest.json")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            done = restore(folder.absolute())
        except BackupError as problem:
            raise CommandError(f"{problem}\nNothing was changed.") from None
        manifest = done.manifest
        self.stdout.write(
            f"Restored: {sum(manifest.counts.values())} rows as of {manifest.began_at:%Y-%m-%d %H:%M:%S} UTC"
            f" (version {manifest.version}); {done.migrated} migrations added."
        )
        for person, erased_at in erasures.to_do_again(folder.absolute().parent, settings.BACKUP_DIR):
            erasure.erase(person, by=None, reason="", at=erased_at, anyway=True)
            self.stdout.write(f"Erased again, as on {erased_at:%Y-%m-%d}: person {person.pk}.")
        self.stdout.write("Now run manage.py doctor, and start the server.")
