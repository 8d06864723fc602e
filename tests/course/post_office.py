"""A real mail server on loopback, which can refuse, and a few words on the queue."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from course.mailing import mail
from course.models import MailKind, Person, QueuedMail


class PostOffice:
    """``letters`` are what was taken; ``refused`` holds the addresses that this server does not know."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refused: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's own name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.letters.append(message_from_bytes(envelope.content, EmailMessage, policy=default))
        return "250 OK"

    @property
    def addresses(self) -> list[str]:
        return sorted(str(letter["To"]) for letter in self.letters)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def open_office(settings: Any) -> Iterator[PostOffice]:
    """Serve on a free port until the end of the block, and send all mail there."""
    office, port = PostOffice(), free_port()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


def queue(to: Person | str, at: datetime, *, key: str = "", kind: MailKind = MailKind.ANSWER) -> QueuedMail:
    """Queue a short mail."""
    queued = mail.enqueue(
        kind,
        to=to,
        subject="An answer",
        template="answer",
        context={"link": "https://learn.example.org/reflections/"},
        key=key or f"test:{to}",
        at=at,
    )
    assert queued is not None
    return queued
