"""``manage.py load_content content/peer-specialist``: write a content folder to the database."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course.content.errors import ContentErrors
from course.content.load import load
from course.content.progress import Bar
from course.publishing.change import LONGEST_NOTE, Change
from course.text import problem_in


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
        parser.add_argument(
            "--substantive",
            nargs=2,
            action="append",
            default=[],
            metavar=("TOPIC", "NOTE"),
            help="tell learners who finished this topic what changed, in one line; may be given several times",
        )
        parser.add_argument(
            "--ask", action="store_true", help="ask those learners to say that they have read what changed"
        )

    def handle(self, *args: Any, path: Path, prefer: Any, dry_run: bool, **options: Any) -> None:
        told = {slug: _change(note, options["ask"]) for slug, note in options["substantive"]}
        try:
            report = load(
                path,
                at=timezone.now(),
                prefer=prefer,
                dry_run=dry_run,
                changes=told,
                progress=Bar(sys.stderr),
            )
        except ContentErrors as errors:
            for mistake in errors.mistakes:
                self.stderr.write(str(mistake))
            counted = ngettext("%d mistake", "%d mistakes", len(errors.mistakes)) % len(errors.mistakes)
            self.stderr.write(_("%(counted)s. Nothing was changed.") % {"counted": counted})
            raise SystemExit(1) from None
        for line in report.lines():
            self.stdout.write(line)


def _change(note: str, ask: bool) -> Change:
    note = note.strip()
    problem = problem_in(note)
    if not note or len(note) > LONGEST_NOTE or "\n" in note:
        problem = _("Write one line of at most %(most)d characters on what changed.") % {"most": LONGEST_NOTE}
    if problem:
        raise CommandError(f"--substantive: {problem}")
    return Change(note, ask)
