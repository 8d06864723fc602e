"""What the pages of the supervisor's room say, read back as text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.test import Client


class _Text(HTMLParser):
    """The words of ``main``, one space between."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._depth += tag == "main"

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag == "main"

    def handle_data(self, data: str) -> None:
        if self._depth:
            self.words.append(data)


def text(client: Client, address: str, **query: str | int) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    reader = _Text()
    reader.feed(response.content.decode())
    return " ".join(" ".join(reader.words).split())


def names(client: Client, address: str, **query: str | int) -> list[str]:
    """The learners of a grid, in order."""
    page = client.get(address, query).content.decode()
    return re.findall(r'<th scope="row" role="rowheader"><a [^>]*>([^<]+)</a>', page)
