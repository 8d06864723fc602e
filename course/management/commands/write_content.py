"""``manage.py write_content content/peer-specialist``: write what the database holds as a content folder."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from course.content.progress import Bar
from course.content.write import WriteReport, write
from course.content.writing import CannotWrite
from course.models import Course


class Command(BaseCommand):
    help = (
        "Write a course as content files, which load_content reads. Writing the same again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path", type=Path, help="a new or empty folder, or a content folder of this course"
        )
        parser.add_argument("--course", metavar="SLUG", help="which course, where there are several")
        parser.add_argument("--drafts", action="store_true", help="write the newest texts, not the live ones")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument(
            "--prune", action="store_true", help="remove files of what the database has no more"
        )
        parser.add_argument(
            "--prefer",
            choices=["file", "database"],
            help="whose text holds where a file changed and the database changed, too",
        )

    def handle(self, *args: Any, path: Path, course: str | None, **options: Any) -> None:
        asked = {name: options[name] for name in ("drafts", "dry_run", "prune", "prefer")}
        try:
            report = write(_course(course), path, at=timezone.now(), progress=Bar(sys.stderr), **asked)
        except CannotWrite as problem:
            raise CommandError(str(problem)) from None
        for line in report.lines():
            self.stdout.write(line)
        self._tell_what_is_wrong(report)

    def _tell_what_is_wrong(self, report: WriteReport) -> None:
        if report.unloadable:
            self.stderr.write(_("load_content would refuse what the database holds:"))
            for mistake in report.unloadable:
                self.stderr.write(f"  {mistake}")
        if report.conflicts:
            said = _("%(count)d files changed on both sides. Nothing was written. Write again with")
            self.stderr.write(said % {"count": len(report.conflicts)})
            self.stderr.write("  --prefer file      " + _("to leave these files as they are, or"))
            self.stderr.write("  --prefer database  " + _("to write what the database says over them."))
            raise SystemExit(1)


def _course(slug: str | None) -> Course:
    """The course of that slug; the only one where none is named."""
    courses = Course.objects.order_by("slug")
    found = list(courses.filter(slug=slug) if slug else courses[:2])
    if len(found) == 1:
        return found[0]
    known = ", ".join(courses.values_list("slug", flat=True)) or "–"
    raise CannotWrite(_("Name one of these courses with --course: %(known)s.") % {"known": known})
