"""What somebody reads at an address, without what differs each time that it is opened."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import unified_diff
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.test import Client

from course.export import tokens
from course.mailing import digests
from course.models import Person, QueuedMail
from tests.conftest import NOW, signed_in
from tests.course.export.reading import sheets

# A token against forged requests, and the link that ends a kind of mails, which tells when it was made.
_EACH_TIME = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")\w+(?=")')
_SECRET = re.compile("/mail-off/[^/]+/")


class Reader:
    """Reads as ``person``, in a browser and with a token. What reading changes is undone at once."""

    def __init__(self, person: Person) -> None:
        self.person, self.browser = person, signed_in(person)
        self._secret = ""
        if person.assignments.exists():
            self._secret = tokens.make(person, name="wall", days=30, at=NOW)

    def read(self, addresses: Iterable[str], method: str = "get") -> dict[str, Any]:
        """By address, the status and all that is told."""
        return {address: self.told(address, method) for address in addresses}

    def told(self, address: str, method: str = "get") -> tuple[int, Any]:
        cache.clear()
        client = Client() if address.startswith("/api/") else self.browser
        headers = {"Authorization": f"Bearer {self._secret}"} if client is not self.browser else {}
        with transaction.atomic():
            response: Any = getattr(client, method)(address, headers=headers)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        assert response.status_code < 500, address
        if body.startswith(b"PK"):
            return response.status_code, sheets(body)
        return response.status_code, (response.headers.get("Location"), _EACH_TIME.sub(b"", body))

    def mails(self) -> list[tuple[str, str, str]]:
        """The mails of the week."""
        with transaction.atomic():
            digests.queue_all(at=NOW)
            rows = QueuedMail.objects.filter(person=self.person).order_by("kind")
            found = [
                (kind, subject, _SECRET.sub("/mail-off/", body))
                for kind, subject, body in rows.values_list("kind", "subject", "body")
            ]
            transaction.set_rollback(True)
        return found


def changes(before: Any, after: Any) -> str:
    """The lines that differ, for whoever reads of a failure."""
    old, new = (str(told).replace("\\n", "\n").splitlines() for told in (before, after))
    return "\n".join(unified_diff(old, new, lineterm="", n=2))
