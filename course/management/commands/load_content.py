"""``manage.py load_content content/peer-specialist``: write a content folder to the database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course.content.errors import ContentErrors
from course.content.load import load


class Command(BaseCommand):
    help = "Check a content folder and load it, all or nothing. Loading the same again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="the folder that holds course.yaml")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument(
            "--prefer",
            choices=["file", "database"],
            help="whose text holds where something was edited in the admin and the file says something else",
        )

    def handle(self, *args: Any, path: Path, prefer: Any, dry_run: bool, **options: Any) -> None:
        try:
            report = load(path, at=timezone.now(), prefer=prefer, dry_run=dry_run)
        except ContentErrors as errors:
            for mistake in errors.mistakes:
                self.stderr.write(str(mistake))
            counted = ngettext("%d mistake", "%d mistakes", len(errors.mistakes)) % len(errors.mistakes)
            self.stderr.write(_("%(counted)s. Nothing was changed.") % {"counted": counted})
            raise SystemExit(1) from None
        for line in report.lines():
            self.stdout.write(line)
