"""Sends one field's value as a browser would, and says what is wrong with the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from datetime import timedelta
from typing import Any
from urllib.parse import urljoin

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection, models, transaction
from django.db.models.functions import Length
from django.test import Client
from django.utils import timezone

from course.fields import EncryptedTextField
from course.models import AuditEvent, Session
from tests.fuzz.hostile import UNESCAPED, encoded, received
from tests.fuzz.page import TEXTS, Control, Page
from tests.fuzz.parts import BOUNDARY, as_parts
from tests.fuzz.walk import Found, read_to_its_end

FORM = "application/x-www-form-urlencoded"
TEXT_COLUMNS = (models.CharField, models.TextField)
Sent = Mapping[str, list[str | bytes]]

INSTEAD = {"extra_minutes": "15", "substance": "yes"}
"""What stands in a form that nobody has filled in, and is refused as it is."""

FILLED = {
    "code": "SPRG-2345",
    "login": "ada@example.org",
    "oldpassword": "secret-word-1",
    "password": "secret-word-1",
    "password1": "four quiet words here",
    "password2": "four quiet words here",
    "again": "email,name\nnora@example.org,Nora",
    "email": "nora@example.org",
    "slug": "new-words",
    "framework": "new",
    "title": "New words",
    "reference_title": "A book",
    "reference_publisher": "A press",
    "reference_year": "2015",
    "state": "OH",
    "group": "crisis",
    "phone": "988",
    "checked_on": "2026-11-01",
    "course": "",
    "_selected_action": "",
}
"""What a person would type where a form arrives empty, so that one hostile field is the only thing wrong with it."""

SOON = timezone.localdate() + timedelta(days=30)
FILLED |= {
    "day": f"{SOON:%Y-%m-%d}",
    "hour": "14:30",
    "alt": "A porch in the sun.",
    "what_changed": "A number.",
}

FILLED_ON = {"assignments": {"email": "sam@example.org"}, "verify": {"code": "K7QM-2XRD-9HVP"}}
"""The same where one page asks for something else: for somebody who has an account, for the code of a statement."""


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """What happens inside is taken back, also where the database has refused a statement; the session too."""
    cookies = copy(client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


def filled(found: Found) -> dict[str, list[str | bytes]]:
    """The form as it stands on its page, with its first button pressed; what it requires is filled in."""
    controls = found.form.controls.values()
    if found.form.method == "get":
        return {each.name: [*each.values[:1]] for each in controls if each.type in {"hidden", "select"}}
    sent: dict[str, list[str | bytes]] = {each.name: [*each.values] for each in controls if each.values}
    sent |= {name: [value] for name, value in INSTEAD.items() if name in sent}
    for control in controls:
        empty = not any(control.values)
        if empty and (control.required or control.name in FILLED) and control.type != "button":
            sent[control.name] = [FILLED_ON.get(found.name, {}).get(control.name) or _likely(control)]
    button = next((each for each in controls if each.type == "button"), None)
    if button is not None:
        sent[button.name] = [*button.options[:1]]
    return sent


def _likely(control: Control) -> str:
    if control.options:
        return next((option for option in control.options if option), "")
    return FILLED.get(control.name, "1" if control.type == "number" else "New words")


def with_twin(found: Found, control: Control, value: str | bytes) -> dict[str, list[str | bytes]]:
    """The value in its field; a new password is typed twice."""
    twins = {"password1", "password2"}
    names = (twins & {*found.form.controls}) if control.name in twins else {control.name}
    return {name: [value] for name in names}


def send(client: Client, found: Found, sent: Sent) -> Any:
    if any(control.type == "file" for control in found.form.controls.values()):
        cache.clear()
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return client.generic(
            "POST", found.target, as_parts(found.target, found.form, sent), content_type=kind
        )
    body = "&".join(f"{encoded(name)}={encoded(value)}" for name, values in sent.items() for value in values)
    cache.clear()
    if found.form.method == "get":
        return client.get(f"{found.target.partition('?')[0]}?{body}")
    return client.post(found.target, body, content_type=FORM)


def rows() -> dict[str, int]:
    """How many rows each table has, without sessions and the record, which tell of visits, also of refused ones."""
    of_visits = (Session, AuditEvent)
    kept = [model for model in apps.get_models() if model not in of_visits and model._meta.managed]
    union = " UNION ALL ".join(
        f"SELECT '{model._meta.db_table}', COUNT(*) FROM {connection.ops.quote_name(model._meta.db_table)}"
        for model in kept
    )
    with connection.cursor() as cursor:
        cursor.execute(union)
        return dict(cursor.fetchall())


def is_stored(text: str) -> bool:
    """Whether some column of the database holds exactly this text, or the record does."""
    if any(text in detail.values() for detail in AuditEvent.objects.values_list("detail", flat=True)):
        return True
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, TEXT_COLUMNS) and not isinstance(column, EncryptedTextField):
                long = model._default_manager.annotate(fuzz_length=Length(column.name))
                if long.filter(**{"fuzz_length": len(text), column.name: text}).exists():
                    return True
    return False


def problems_of_page(response: Any) -> list[str]:
    """What no answer may be or hold, whatever was asked."""
    if response.status_code >= 500:
        return [f"status {response.status_code}: {getattr(response, 'exc_info', None)!r}"]
    if response.streaming:
        read_to_its_end(response)
        return []
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    html = response.content.decode()
    found = [f"unescaped {mark}" for mark in UNESCAPED if mark in html]
    return found + ["shows the key"] * (settings.SECRET_KEY in html)


def problems(
    client: Client, found: Found, control: Control, value: str | bytes, before: dict[str, int]
) -> list[str]:
    """Send this value in this field and judge the answer. Leaves no trace."""
    with undone(client):
        response = send(client, found, {**filled(found), **with_twin(found, control, value)})
        wrong = problems_of_page(response)
        if not wrong and control.type != "button":
            judge = _judge_query if found.form.method == "get" else _judge_post
            wrong = judge(client, found, control, received(value), response, before)
    return wrong


def _judge_query(
    client: Client, found: Found, control: Control, text: str, response: Any, before: dict[str, int]
) -> list[str]:
    return ["a GET wrote something"] * (rows() != before)


def _judge_post(
    client: Client, found: Found, control: Control, text: str, response: Any, before: dict[str, int]
) -> list[str]:
    if response.status_code in (301, 302):
        return _judge_saved(client, found, control, text, response)
    wrong = ["refused, and yet it wrote"] * (rows() != before)
    if response.status_code == 404 or not response.headers["Content-Type"].startswith("text/html"):
        return wrong
    page = Page(response.content.decode())
    if control.type in TEXTS or control.type == "number":
        seen = [node for node in page.named(control.name) if node.attrs.get("type") != "hidden"]
        wrong += ["names no field"] * (bool(seen) and not page.errors_of(control.name))
        if page.named(control.name) and not same(page.value(control.name), text):
            wrong.append(f"does not keep what was typed: {(page.value(control.name) or '')[:60]!r}")
    about = with_twin(found, control, text)
    return wrong + ["says nothing"] * (not page.alerts and not any(page.errors_of(name) for name in about))


def _judge_saved(client: Client, found: Found, control: Control, text: str, response: Any) -> list[str]:
    """It was taken: then it reads back, on the form's page or the next one, or from the database."""
    if control.type not in TEXTS:
        return []
    address = urljoin(found.target, response.headers["Location"])
    for each in dict.fromkeys([address, found.page]):
        again = client.get(each)
        if wrong := problems_of_page(again):
            return [f"{each}: {said}" for said in wrong]
        if again.status_code == 200:
            page = Page(again.content.decode())
            if (
                same(page.value(control.name), text)
                or flat(text) in flat(page.text)
                or page.errors_of(control.name)
            ):
                return []
    tidy = "\n".join(text.replace("\r\n", "\n").split("\n")).strip()
    return [] if is_stored(tidy) or is_stored(text) else ["taken, and not to be read back"]


def same(shown: str | None, text: str) -> bool:
    """Exactly the same, but for what no page can show (NUL), line ends, and white space around a single line."""

    def plain(value: str) -> str:
        return value.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()

    return shown is not None and plain(shown) == plain(text)


def flat(text: str) -> str:
    return " ".join(text.split())
