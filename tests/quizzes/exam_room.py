"""What a browser does in an exam: read a question's page, choose, press a button."""

from __future__ import annotations

from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

from django.test import Client

from quizzes import attempts
from quizzes.models import Answer, Attempt, AttemptItem
from tests.conftest import NOW

HTMX = {"HX-Request": "true"}
# The test client's responses carry names of their own that no public type has.
Reply = Any


def save(item: AttemptItem, key: str, *, seen: int = 0, at: datetime = NOW, **more: Any) -> Answer | None:
    """Save this choice, an empty one for none, with a new ``save_id`` unless one is given."""
    response = {"choice": key} if key else {}
    arguments: dict[str, Any] = {"save_id": uuid4(), "seen_revision": seen, "at": at} | more
    return attempts.save_answer(item, response=response, **arguments)


def answer_all(attempt: Attempt, key: str = "yes") -> None:
    for item in attempt.items.all():
        save(item, key, seen=1000)


def stored(item: AttemptItem) -> list[str]:
    """Every choice that was saved, oldest first; an empty one where it was cleared."""
    return [answer.response_code for answer in item.answers.order_by("revision")]


class _Form(HTMLParser):
    """Reads the fields of the answer form as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Any] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name == "choice":
            if "checked" in given:
                self.fields.setdefault("choice", []).append(given["value"])
        elif tag == "input" and name != "csrfmiddlewaretoken":
            self.fields[name] = given.get("value")


def fields(response: Reply) -> dict[str, Any]:
    """What the form on this page would send if a button were pressed now."""
    reader = _Form()
    reader.feed(response.content.decode())
    return reader.fields


def address(item: AttemptItem) -> str:
    return f"/attempts/{item.attempt_id}/{item.slot}/"


def press(client: Client, item: AttemptItem, button: str, choice: str | None = None, **more: Any) -> Reply:
    """Open the question, choose, press a button."""
    page = client.get(address(item))
    assert page.status_code == 200
    return send(client, item, fields(page), button, choice, **more)


def send(
    client: Client,
    item: AttemptItem,
    form: dict[str, Any],
    button: str,
    choice: str | None = None,
    **more: Any,
) -> Reply:
    """Press a button of a form that was read before."""
    chosen = {} if choice is None else {"choice": choice}
    return client.post(address(item), {**form, **chosen, "go": button}, **more)
