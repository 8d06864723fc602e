"""``manage.py apply_retention``: let go of what was kept long enough. Run it every night; twice does no harm."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from course.privacy import retention


class Command(BaseCommand):
    help = "Deletes what was kept for as long as settings and programs say. docs/privacy.md has the table."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be deleted, and do nothing"
        )

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        total = 0
        for done in retention.apply(at=timezone.now(), dry=dry_run):
            total += done.count
            self.stdout.write(f"{done.count:8}  {done.about}, before {done.before:%Y-%m-%d}")
        self.stdout.write(f"{total:8}  {'would be deleted. Nothing was changed.' if dry_run else 'deleted.'}")
