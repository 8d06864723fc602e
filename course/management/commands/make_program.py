"""``manage.py make_program --size small``: a made-up program, to try the product out and to measure it."""

import sys
from argparse import ArgumentTypeError
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from course.content.progress import Bar
from course.models import Course, Enrollment
from course.program_maker import making, people
from course.program_maker.sizes import SIZES


def _end_of(day: str) -> datetime:
    """The end of a day, in UTC. Raises ArgumentTypeError for one that a program cannot have come to."""
    try:
        end = datetime.combine(date.fromisoformat(day), time(23, 59), tzinfo=UTC)
    except ValueError:
        raise ArgumentTypeError("write a date as 2026-11-30") from None
    if end.year < 2000 or end > timezone.now():
        raise ArgumentTypeError("choose a day that is over, not before 2000")
    return end


def _seed(text: str) -> int:
    """It stands in addresses and names. Raises ArgumentTypeError for one that does not fit there."""
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ArgumentTypeError("choose a whole number of at most nine digits")
    return int(text)


def _yesterday() -> str:
    return str((timezone.now().astimezone(UTC) - timedelta(days=1)).date())


class Command(BaseCommand):
    help = (
        "Makes a program of made-up people: cohorts, staff, learners, what they read and how they answered. "
        "Give it a database of its own. The same size, seed and day make the same program."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=list(SIZES), default="small", help="small unless you say so")
        parser.add_argument("--seed", type=_seed, default=1, help="a number; each makes another program")
        parser.add_argument(
            "--course", metavar="SLUG", help="which course they take, where there are several"
        )
        parser.add_argument(
            "--until",
            type=_end_of,
            default=_yesterday(),
            metavar="YYYY-MM-DD",
            help="the last day of the program; yesterday if not given",
        )
        parser.add_argument(
            "--into-existing",
            action="store_true",
            help="add them beside the people who are here; nothing of theirs is touched",
        )

    def handle(self, *args: Any, size: str, seed: int, into_existing: bool, **options: Any) -> None:
        try:
            making.refuse(seed, into_existing=into_existing)
            course = self._course(options["course"])
            making.make(
                course,
                SIZES[size],
                seed=seed,
                at=options["until"],
                into_existing=into_existing,
                progress=Bar(sys.stderr),
            )
        except making.CannotMake as problem:
            raise CommandError(str(problem)) from None
        self._tell(course, seed)

    def _course(self, slug: str | None) -> Course:
        """The course that was named, or the only one; the content folder's, loaded, where there is none at all."""
        if not Course.objects.exists():
            call_command("load_content", str(settings.CONTENT_DIR), stdout=self.stdout)
        courses = Course.objects.order_by("slug")
        found = list(courses.filter(slug=slug) if slug else courses)
        if len(found) != 1:
            raise CommandError(f"Name one with --course: {', '.join(each.slug for each in courses)}")
        return found[0]

    def _tell(self, course: Course, seed: int) -> None:
        learners = Enrollment.objects.filter(course=course, person__in=people.made()).count()
        self.stdout.write(f"{learners} made-up learners take “{course}”.")
        self.stdout.write("Nobody can sign in as one of them. To look around as their supervisors do:")
        for who in ("lead", "supervisor-01", "trainer"):
            self.stdout.write(f"  manage.py changepassword {people.address(seed, who)}")
        self.stdout.write("To compare every score with its history: manage.py check_scores")
