"""``manage.py send_digests``: queue this week's mails to learners and supervisors. Run it once a week, or daily."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from course.mailing import digests


class Command(BaseCommand):
    help = (
        "Queue the weekly mails; send_mail_queue sends them. Each person gets at most one in an ISO week (from Monday,"
        " UTC), however often this runs."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        learners, staff = digests.queue_all(at=timezone.now())
        words = _("Weekly mail: %(learners)d to learners, %(staff)d to supervisors.")
        self.stdout.write(words % {"learners": learners, "staff": staff})
