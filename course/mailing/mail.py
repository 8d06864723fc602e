"""The mail queue: what to send is written in the transaction that causes it, and sent by ``manage.py send_mail_queue``.

A mail is claimed by a conditional update that holds for ten minutes, sent, and marked, each on its own. Two runs at
once never hold the same mail. A process killed before the mail server has taken the mail leaves it to the next run. One
killed in the instant between the server's "accepted" and our mark sends it again: no queue can rule that out, but the
Message-ID is the same, by which mail servers and readers know a mail they have already.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.template.loader import render_to_string

from course.fields import Undecipherable
from course.mailing import mail_links
from course.models import MailKind, MutedMail, Person, QueuedMail

LEASE = timedelta(minutes=10)
FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=4)


class Outcome(Enum):
    """What became of one mail."""

    SENT = "sent"
    LATER = "later"
    GIVEN_UP = "given up"
    SERVER_DOWN = "server down"


def enqueue(
    kind: MailKind,
    *,
    to: Person | str,
    subject: str,
    template: str,
    context: dict[str, Any],
    key: str,
    at: datetime,
) -> QueuedMail | None:
    """Queue ``templates/course/mail/TEMPLATE.txt`` for a person or an address.

    None, and nothing is queued, where ``key`` was queued before, or the person turned this kind off.
    """
    person = to if isinstance(to, Person) else None
    if person and (not person.is_active or MutedMail.objects.filter(person=person, kind=kind).exists()):
        return None
    off = mail_links.mute_address(person.pk, kind) if person and kind in MutedMail.OPTIONAL else ""
    body = render_to_string(f"course/mail/{template}.txt", {**context, "person": person, "mute": off})
    mail = QueuedMail(
        person=person,
        address=to.email if isinstance(to, Person) else to,
        kind=kind,
        subject=" ".join(subject.split())[:200],
        body=body,
        dedupe_key=key,
        queued_at=at,
        due_at=at,
    )
    # A row that is there already stays as it is, also where two requests queue the same at once.
    QueuedMail.objects.bulk_create([mail], ignore_conflicts=True)
    return QueuedMail.objects.defer("body").filter(uid=mail.uid).first()


def cancel(keys: Iterable[str], *, at: datetime) -> int:
    """Give up what waits under these keys, as its reason is gone. Returns how many."""
    return QueuedMail.objects.waiting().filter(dedupe_key__in=list(keys)).update(given_up_at=at, body="")


def claim(*, at: datetime) -> int | None:
    """Take the next mail that is due into our hands for ten minutes; its key, or None when there is none."""
    while True:
        due = QueuedMail.objects.due(at)
        pk = due.order_by("due_at", "pk").values_list("pk", flat=True).first()
        if pk is None:
            return None
        if due.filter(pk=pk).update(claimed_until=at + LEASE, tries=F("tries") + 1):
            return pk


def deliver(pk: int, connection: BaseEmailBackend, *, at: datetime) -> Outcome:
    """Send one claimed mail and keep what became of it."""
    claimed = QueuedMail.objects.filter(pk=pk)
    try:
        _message(claimed.select_related("person").get(), connection).send()
    except (Undecipherable, ValueError) as problem:  # nothing that a later try would change
        return _failed(pk, problem, at=at, for_good=True)
    except smtplib.SMTPRecipientsRefused as problem:
        codes = [code for code, _ in problem.recipients.values()]
        return _failed(pk, problem, at=at, for_good=all(500 <= code < 600 for code in codes))
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError) as problem:
        _failed(pk, problem, at=at)
        return Outcome.SERVER_DOWN
    except smtplib.SMTPException as problem:
        return _failed(pk, problem, at=at)
    except OSError as problem:
        _failed(pk, problem, at=at)
        return Outcome.SERVER_DOWN
    claimed.update(sent_at=at, claimed_until=None, body="", last_error="")
    return Outcome.SENT


def _message(mail: QueuedMail, connection: BaseEmailBackend) -> EmailMessage:
    headers = {"Message-ID": f"<{mail.uid}@{mail_links.host()}>", "Auto-Submitted": "auto-generated"}
    if mail.person_id and mail.kind in MutedMail.OPTIONAL:
        off = mail_links.mute_address(mail.person_id, mail.kind)
        headers["List-Unsubscribe"] = f"<{off}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return EmailMessage(mail.subject, mail.body, to=[mail.address], headers=headers, connection=connection)


def _failed(pk: int, problem: Exception, *, at: datetime, for_good: bool = False) -> Outcome:
    """Wait longer after each try; give up after four days, or at once where the server says never."""
    tries, queued_at = QueuedMail.objects.values_list("tries", "queued_at").get(pk=pk)
    told = {"last_error": type(problem).__name__[:80], "claimed_until": None}
    if for_good or at - queued_at >= GIVE_UP_AFTER:
        QueuedMail.objects.filter(pk=pk).update(given_up_at=at, body="", **told)
        return Outcome.GIVEN_UP
    wait = min(FIRST_WAIT * 2 ** min(tries - 1, 10), LONGEST_WAIT)
    QueuedMail.objects.filter(pk=pk).update(due_at=at + wait, **told)
    return Outcome.LATER


def muted_by(person: Person) -> set[str]:
    """The kinds of mail that the person has turned off."""
    return set(MutedMail.objects.filter(person=person).values_list("kind", flat=True))


def mute(person: int, kind: str) -> None:
    """Turn a kind of mail off. Doing it again changes nothing."""
    MutedMail.objects.bulk_create([MutedMail(person_id=person, kind=kind)], ignore_conflicts=True)


def choose(person: Person, wanted: Iterable[str]) -> None:
    """Send the person these optional kinds of mail and no other."""
    MutedMail.objects.filter(person=person, kind__in=list(wanted)).delete()
    for kind in set(MutedMail.OPTIONAL) - set(wanted):
        mute(person.pk, kind)
