"""``manage.py count_figures``: count what pages show of many learners, so that nobody waits for it."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from course.content.progress import Bar
from course.snapshots import taking
from course.snapshots.due import due


class Command(BaseCommand):
    help = (
        "Counts what pages show of every large group of learners that somebody trains or supervises, such as the gain "
        "and the figures of each exam, and forgets older counts. Run it every night; running it twice changes nothing "
        "but the time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        began = timezone.now()
        found = due()
        tick = Bar(sys.stderr)("Counting figures", len(found))
        for what in found:
            taking.take(what, at=timezone.now())
            tick()
        gone = taking.forget_before(began)
        self.stdout.write(
            ngettext("%d set of figures counted", "%d sets of figures counted", len(found)) % len(found)
            + ngettext(", %d older one deleted.", ", %d older ones deleted.", gone) % gone
        )
