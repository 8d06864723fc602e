"""A marker in a reflection is searched everywhere: tables, log, crash reports, error mails, admin, mails, backups.

The same search finds a marker that stands in plain sight, so it can fail. The memory of the process is left out.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.log import AdminEmailHandler
from django.views.debug import ExceptionReporter
from pytest_django.fixtures import Settings

from course import backup
from course.models import Enrollment, Lesson, Person
from course.operation import logs
from lessons import reflections
from lessons.models import Reflection, Scenario, SharedReflection
from tests.conftest import NOW, signed_in
from tests.make import BRANCHES, MADE_AT, add_branching

pytestmark = pytest.mark.django_db(transaction=True)

MARKER = "zebrafinch"
HTMX = {"HX-Request": "true"}
Place = Callable[[], str]


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Place:
    """Everything that any logger said, as the server would write it, exceptions included."""
    caplog.set_level(logging.DEBUG)
    written, plain = logs.Json(), logging.Formatter()

    def lines() -> str:
        records = [*caplog.get_records("setup"), *caplog.get_records("call")]
        return "".join(written.format(each) + plain.format(each) for each in records)

    return lines


@pytest.fixture
def error_mails(settings: Settings) -> Iterator[Place]:
    """What Django mails to administrators of the server when a view fails, with all it knows."""
    settings.ADMINS = [("Root", "root@example.org")]
    handler, logger = AdminEmailHandler(include_html=True), logging.getLogger("django.request")
    logger.addHandler(handler)
    yield _mails
    logger.removeHandler(handler)


def _mails() -> str:
    return "".join(str(letter.message()) for letter in outbox.outbox)


@pytest.fixture
def planted(enrollment: Enrollment, scenario: Scenario, tess: Person, settings: Settings) -> Enrollment:
    """The marker in a draft that a lost session left, in what is saved, earlier, shared and answered: by the pages."""
    ada, address = signed_in(enrollment.person), reverse("reflection", args=[enrollment.pk, scenario.pk])
    ada.post(address, {"text": f"{MARKER} first", "revision": "0"})
    ada.post(address, {"text": f"{MARKER} later", "revision": "1"}, headers=HTMX)
    later = NOW + timedelta(days=900)
    reflections.save(enrollment, scenario, text=f"{MARKER} again", revision=2, at=later)
    ada.post(f"{address}share/", {"revision": "3"})
    shared = SharedReflection.objects.get()
    signed_in(tess).post(reverse("shared_reflection", args=[shared.pk]), {"text": f"{MARKER} heard"})
    Client().post(address, {"text": f"{MARKER} typed", "revision": "3"})
    ada.post(address, {"text": f"{MARKER} stale", "revision": "1"}, headers=HTMX)
    ada.post(address, {"text": f"{MARKER} \u202e", "revision": "3"})
    _walk(ada, enrollment)
    assert Reflection.objects.get(scenario=scenario).text == f"{MARKER} again"
    return enrollment


def _walk(ada: Client, enrollment: Enrollment) -> None:
    """A way through a scenario that branches: each choice has the marker for its key."""
    branches = [
        {
            **each,
            "choices": [
                {**choice, "key": f"{MARKER}-{n}"} for n, choice in enumerate(each.get("choices", ()))
            ],
        }
        for each in BRANCHES
    ]
    # The author's own text is no secret: what it says of the marker goes once the way is kept.
    story = add_branching(Lesson.objects.get(), "roles", "story", branches=branches)
    at = reverse("walk", args=[enrollment.pk, story.pk])
    for point in ("coffee", "lunch", "office"):
        ada.post(at, {"do": "choose", "version": 1, "point": point, "choice": f"{MARKER}-1"})
    Client().post(at, {"do": "choose", "version": 1, "point": "coffee", "choice": f"{MARKER}-0"})
    assert MARKER in str(Reflection.objects.get(scenario=story).path)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE lessons_scenarioversion SET branches = %s, branches_html = %s", ["[]", "[]"])


# --- Where it is searched --------------------------------------------------------------------------------------------


def tables() -> str:
    """Every row of every table, as a dump would hold it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(str([[_plain(value) for value in row] for row in cursor.fetchall()]))
    return "\n".join(found)


def _plain(value: Any) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def backed_up(folder: Path) -> str:
    """Names and bytes of everything in a new backup, and what its command says."""
    if connection.vendor == "postgresql":
        # Its own dump is compressed; this is what stands in it.
        return tables() + _files(folder)
    return _files(folder)


def _files(folder: Path) -> str:
    made = backup.make(folder, passphrase="seven words that nobody guesses", at=MADE_AT)
    files = sorted(path for path in made.folder.rglob("*") if path.is_file())
    return "".join(f"{path}{path.read_bytes().decode('latin-1')}" for path in files)


def admin_pages(client: Client) -> str:
    """Every page of the admin: lists, searches for the marker, and a page of each row with its history."""
    found = [client.get(reverse("admin:index")).content.decode()]
    for model, page in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses = [reverse(f"{name}_changelist"), f"{reverse(f'{name}_changelist')}?q={MARKER[:5]}"]
        for row in model._default_manager.all()[:20]:
            addresses += [reverse(f"{name}_change", args=[row.pk]), reverse(f"{name}_history", args=[row.pk])]
        found += [client.get(address).content.decode() for address in addresses]
        assert page.purpose  # type: ignore[attr-defined]
    return "".join(found)


def other_pages(client: Client) -> str:
    """Every page without an argument in its address, such as lists, the record and files."""
    found = []
    names = ("learners", "cohorts", "marking", "review", "review_csv", "record", "record_csv", "assignments")
    for name in names:
        answer: Any = client.get(reverse(name), {"name": MARKER[:5]})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found.append(body.decode())
    return "".join(found)


# --- What must not be found ------------------------------------------------------------------------------------------


def test_no_table_holds_it(planted: Enrollment) -> None:
    assert MARKER not in tables()


def test_no_part_of_a_backup_holds_it(planted: Enrollment, tmp_path: Path) -> None:
    assert MARKER not in backed_up(tmp_path)


def test_no_log_holds_it(log: Place, planted: Enrollment) -> None:
    assert "reflections/" in log()
    assert MARKER not in log()


def test_no_page_of_the_admin_shows_or_finds_it(planted: Enrollment, alma: Person) -> None:
    assert MARKER not in admin_pages(signed_in(alma))


def test_no_other_page_of_an_administrator_or_supervisor_shows_it(
    planted: Enrollment, alma: Person, sam: Person
) -> None:
    assert MARKER not in other_pages(signed_in(alma))
    page = signed_in(sam).get(reverse("learner", args=[planted.pk])).content.decode()
    assert MARKER not in page


def test_no_mail_holds_it(planted: Enrollment) -> None:
    from course.models import QueuedMail

    assert QueuedMail.objects.filter(kind="answer").exists()
    assert MARKER not in "".join(each.subject + each.body for each in QueuedMail.objects.all())
    assert MARKER not in _mails()


@pytest.mark.parametrize("breaks", ["course.fields.encrypt", "lessons.reflections._keep"])
def test_no_crash_tells_it(
    planted: Enrollment,
    scenario: Scenario,
    log: Place,
    error_mails: Place,
    reports: list[str],
    monkeypatch: pytest.MonkeyPatch,
    breaks: str,
) -> None:
    """A view that fails while it saves, in the report on a page, in the mail and in the log."""

    def broken(*args: Any, **_: Any) -> None:
        words = f"{args} {MARKER} in a variable"
        raise RuntimeError(len(words))

    monkeypatch.setattr(breaks, broken)
    ada = Client(raise_request_exception=False)
    ada.force_login(planted.person)
    address = reverse("reflection", args=[planted.pk, scenario.pk])
    for headers in ({}, HTMX):
        sent = {"text": f"{MARKER} typed", "revision": "3"}
        assert ada.post(address, sent, headers=headers).status_code == 500
    for told in (log(), error_mails(), "".join(reports)):
        assert "RuntimeError" in told
        assert MARKER not in told


# --- The search can fail ---------------------------------------------------------------------------------------------


@pytest.fixture
def in_plain_sight(enrollment: Enrollment, alma: Person) -> Person:
    """The marker where anybody may see it: in a name."""
    Person.objects.filter(pk=enrollment.person_id).update(name=f"Ada {MARKER}")
    return alma


def test_the_search_finds_what_stands_in_plain_sight(
    in_plain_sight: Person, tmp_path: Path, log: Place, error_mails: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MARKER in tables()
    assert MARKER in backed_up(tmp_path)
    client = signed_in(in_plain_sight)
    assert MARKER in admin_pages(client)
    assert MARKER in other_pages(client)
    logging.getLogger("course").warning("A careless line with %s in it.", MARKER)
    assert MARKER in log()
    assert MARKER in _careless_crash()
    logging.getLogger("django.request").error("A careless mail: %s", MARKER)
    assert MARKER in error_mails()


def _careless_crash() -> str:
    """The report of a view that hides nothing."""
    words = f"{MARKER} in a variable"
    try:
        raise RuntimeError(len(words))
    except RuntimeError as problem:
        reporter = ExceptionReporter(None, type(problem), problem, problem.__traceback__)
        return str(reporter.get_traceback_html())
