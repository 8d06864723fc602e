"""``manage.py doctor``: what is wrong with this installation, and what to do about it."""

import json
import sys
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from course.doctor import Level, examine


class Command(BaseCommand):
    help = "Looks at settings, disk, mail, keys, clock, backups, content and scores. Exits with 1 if one is wrong."
    requires_migrations_checks = False
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for a monitor: a list of findings")

    def handle(self, *args: Any, json: bool, **options: Any) -> None:
        found = list(examine(at=timezone.now()))
        if json:
            self.stdout.write(_as_json(found))
        else:
            for each in found:
                self.stdout.write(f"{each.level.upper():7} {each.about}: {each.message}")
                if each.do:
                    self.stdout.write(f"        → {each.do}")
        if any(each.level is Level.WRONG for each in found):
            sys.exit(1)


def _as_json(found: list[Any]) -> str:
    return json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1)
