"""``manage.py check_scores``: compare every stored score with the history it came from."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from quizzes.attempts import differences
from quizzes.models import Attempt


class Command(BaseCommand):
    help = (
        "Compares every stored score with the answers and marks it came from. Exits with 1 on a difference."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        attempts = wrong = 0
        for attempt, found in differences(Attempt.objects.all()):
            attempts += 1
            wrong += bool(found)
            for line in found:
                self.stdout.write(f"attempt {attempt.pk}: {line}")
        self.stdout.write(f"{attempts} submitted attempts checked, {wrong} differ.")
        if wrong:
            sys.exit(1)
