"""``manage.py close_overdue_attempts``: hand in what was saved of every attempt whose time is over."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from quizzes.attempts import close_all_overdue


class Command(BaseCommand):
    help = (
        "Closes every exam attempt whose time is over, with what was saved. A learner who comes back closes "
        "their own; this is for those who do not. Run it every few minutes; running it twice changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        closed = close_all_overdue(at=timezone.now())
        self.stdout.write(ngettext("%d attempt closed.", "%d attempts closed.", closed) % closed)
