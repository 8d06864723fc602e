"""Make an installation ready to serve: tables, cache, content into an empty database, and in demo mode its people."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from course import demo
from course.backup import BackupError
from course.models import Course, Person
from course.operation.upgrade import UpgradeFailed, upgrade
from course.privacy import notices


class Command(BaseCommand):
    help = "Prepare the database for serving. Safe to run again: it keeps all data."
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        self._migrate()
        if Course.objects.exists():
            self.stdout.write("Content: kept as it is. To load what changed in the files:")
            how = "LOCAL=1 .venv/bin/python manage.py" if settings.LOCAL else "deploy/manage"
            self.stdout.write(f"  {how} load_content content/peer-specialist")
        else:
            call_command("load_content", str(settings.CONTENT_DIR), stdout=self.stdout)
        if notices.install_shipped(at=timezone.now()):
            self.stdout.write("Privacy notice: the shipped one is in force. Make it yours under Authoring.")
        if settings.DEMO:
            self._demo()
        if settings.LOCAL:
            self._greet()

    def _migrate(self) -> None:
        try:
            upgrade(settings.BACKUP_DIR, at=timezone.now(), say=self.stdout.write)
        except (BackupError, UpgradeFailed) as problem:
            raise CommandError(str(problem)) from None

    def _demo(self) -> None:
        if not Person.objects.exists():
            self.stdout.write("Making a demo program: 24 learners, three weeks.")
            demo.make_demo(Course.objects.get(), at=timezone.now())

    def _greet(self) -> None:
        self.stdout.write(f"\nAlongside: http://127.0.0.1:{settings.PORT}/   (stop with Ctrl+C)")
        if settings.DEMO and Person.objects.filter(email__endswith=demo.DOMAIN).exists():
            self.stdout.write("Sign in with (demo only):")
            for line in demo.sign_in_lines():
                self.stdout.write(line)
            if not settings.MFA_REQUIRED:
                self.stdout.write(
                    "Real staff also need a second step of signing in; the demo's staff do not."
                )
        elif (
            not Person.objects.filter(is_superuser=True, is_active=True)
            .exclude(email__endswith=demo.DOMAIN)
            .exists()
        ):
            self.stdout.write("Nobody can sign in yet. Make the first administrator, in another terminal:")
            self.stdout.write("  LOCAL=1 .venv/bin/python manage.py createsuperuser")
