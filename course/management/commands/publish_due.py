"""``manage.py publish_due``: let versions go live whose time has come."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from course.publishing.schedules import publish_due


class Command(BaseCommand):
    help = (
        "Publishes every draft that was given a time which has come. What has a problem by now does not go live: "
        "its author finds it on the authoring page. Run it every few minutes; running it twice changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = publish_due(at=timezone.now())
        self.stdout.write(
            ngettext("%d version published.", "%d versions published.", done.published) % done.published
        )
        if done.failed:
            self.stdout.write(
                ngettext(
                    "%d version could not be published.",
                    "%d versions could not be published.",
                    done.failed,
                )
                % done.failed
            )
            sys.exit(1)
