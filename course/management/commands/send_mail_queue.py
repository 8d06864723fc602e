"""``manage.py send_mail_queue``: send the mail that is due. Run it every minute; two runs at once do no harm."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from course.mailing import mail
from course.mailing.mail import Outcome
from course.models import QueuedMail


class Command(BaseCommand):
    help = (
        "Send the mail that is due. Exits with 1 when the mail server cannot be used or a mail was given up;"
        " what could not be sent is tried again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = self._send() if QueuedMail.objects.due(timezone.now()).exists() else Counter[Outcome]()
        waiting = QueuedMail.objects.waiting().count()
        told = {"sent": found[Outcome.SENT], "lost": found[Outcome.GIVEN_UP], "waiting": waiting}
        self.stdout.write(_("Mail: %(sent)d sent, %(lost)d given up, %(waiting)d waiting.") % told)
        if found[Outcome.SERVER_DOWN] or found[Outcome.GIVEN_UP]:
            raise SystemExit(1)

    def _send(self) -> Counter[Outcome]:
        """One connection for all. A mail server that is down costs no mail one of its tries."""
        found: Counter[Outcome] = Counter()
        connection = get_connection()
        try:
            connection.open()
            while not found[Outcome.SERVER_DOWN] and (pk := mail.claim(at=timezone.now())) is not None:
                found[mail.deliver(pk, connection, at=timezone.now())] += 1
        except OSError as problem:
            found[Outcome.SERVER_DOWN] += 1
            words = _(
                "The mail server %(host)s cannot be used (%(problem)s). Every mail waits for the next run."
            )
            self.stderr.write(words % {"host": settings.EMAIL_HOST, "problem": type(problem).__name__})
        finally:
            connection.close()
        return found
