"""``manage.py check_form content/peer-specialist``: whether content files are in the one form that is written."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from course.content.errors import ContentErrors
from course.content.form import differing_files


class Command(BaseCommand):
    help = "Say which content files are not in canonical form, and where. No database is needed."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="the folder that holds course.yaml")
        parser.add_argument(
            "--fix", action="store_true", help="write them in canonical form; comments are lost"
        )

    def handle(self, *args: Any, path: Path, fix: bool, **options: Any) -> None:
        try:
            found = differing_files(path)
        except ContentErrors as errors:
            raise CommandError("\n".join(map(str, errors.mistakes))) from None
        for file, line, wanted in found:
            place = f"{path / file.name}:{line}"
            if fix:
                (path / file.name).write_bytes(file.bytes)
                self.stdout.write(_("%(place)s: written in canonical form") % {"place": place})
            else:
                said = {"place": place, "wanted": wanted}
                self.stderr.write(_("%(place)s: in canonical form this line is: %(wanted)s") % said)
        if found and not fix:
            raise SystemExit(1)
