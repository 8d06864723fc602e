"""``manage.py check_content [content/peer-specialist]``: look at words and clarity; nothing is changed.

With ``--report`` it counts instead, and prints tables.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from course import registry
from course.checking import everything, in_files, tell
from course.checking.findings import Finding, Severity
from course.content.course_facts import document
from course.content.errors import ContentErrors
from course.content.load import read
from course.content.progress import Bar, Progress, silent
from course.models import Course


class Command(BaseCommand):
    requires_system_checks = ()
    help = (
        "Check language and clarity: of what is stored, or of a content folder that is not loaded. "
        "Exits with 1 when something is left to mend or to keep with a reason."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, nargs="?", help="a folder that holds course.yaml")
        parser.add_argument(
            "--strict", action="store_true", help="exit with 1 also for words that depend on their context"
        )
        parser.add_argument(
            "--report",
            nargs="?",
            const="-",
            metavar="FILE",
            help="print figures about a content folder as Markdown, or write them to FILE, and look for nothing",
        )

    def handle(
        self, *args: Any, path: Path | None, strict: bool, report: str | None = None, **options: Any
    ) -> None:
        progress: Progress = Bar(sys.stderr) if sys.stderr.isatty() else silent
        if report is not None:
            self._report(path, report, progress)
            return
        left = weighty = 0
        try:
            for line, weighs in _in_folder(path, progress) if path else _stored(progress):
                left += 1
                weighty += strict or weighs
                self.stdout.write(line)
        except ContentErrors as errors:
            self._fail(errors)
        counted = ngettext("%d finding to mend or to keep.", "%d findings to mend or to keep.", left) % left
        self.stdout.write(counted if left else _("Nothing to mend."))
        if weighty:
            raise SystemExit(1)

    def _report(self, path: Path | None, file: str, progress: Progress) -> None:
        if path is None:
            raise CommandError(
                _("Name the content folder first: check_content content/peer-specialist --report.")
            )
        try:
            text = document(read(path, with_rows=False, progress=progress))
        except ContentErrors as errors:
            self._fail(errors)
        if file == "-":
            self.stdout.write(text, ending="")
            return
        try:
            Path(file).write_text(text, encoding="utf-8", newline="\n")
        except (OSError, ValueError) as problem:
            raise CommandError(str(problem)) from problem

    def _fail(self, errors: ContentErrors) -> NoReturn:
        for mistake in errors.mistakes:
            self.stderr.write(str(mistake))
        raise SystemExit(1) from None


def _in_folder(path: Path, progress: Progress) -> Iterator[tuple[str, bool]]:
    """Each finding as a line, and whether it asks to be mended whatever the context."""
    for each in in_files.open_findings(read(path, with_rows=False).written(), progress):
        yield _line(each.place, each.finding)


def _stored(progress: Progress) -> Iterator[tuple[str, bool]]:
    """The same of the database; there, each app's check of its own content is asked, too."""
    for each in everything.open_findings(lambda _path: Q(), progress):
        yield _line(f"{each.kind} {each.thing.address}, {tell.place(each.finding)}", each.finding)
    for course in Course.objects.all():
        for found in registry.content_findings(course):
            if not found.kept:
                line = f"{course.slug}, {found.place}: {found.message} [{found.rule}]"
                yield line, found.severity == Severity.HIGH


def _line(place: str, finding: Finding) -> tuple[str, bool]:
    said = f"{place}: {tell.severity(finding)}: {tell.sentence(finding)} [{finding.rule}]"
    return said, finding.severity is not Severity.CONTEXT
