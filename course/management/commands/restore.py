"""``manage.py restore FOLDER``: put a backup back into an empty place."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from course.backup import BackupError, restore


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
        self.stdout.write("Now run manage.py doctor, and start the server.")
