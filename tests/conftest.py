"""The cast. ada learns, ben learns in another cohort, tess trains, sam supervises ada's cohort, rita supervises ben's,
alma administers, and sven is a stranger who is signed in but belongs to nothing."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.views.debug import ExceptionReporter
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from course.joining import people
from course.models import Assignment, Cohort, Course, Enrollment, Person, Program
from course.record import append_only
from tests.make import make_course

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """A test that commits is cleaned up by deleting every row: on SQLite, the trail must let go of its own."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            connection.cursor().execute(f"DROP TRIGGER {append_only.TABLE}_no_delete")


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Nobody pays for the tries of the test before: limits on signing in and up count in the cache."""
    cache.clear()


@pytest.fixture(scope="session")
def media_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new folder for each test, which nobody has made yet."""
    base = tmp_path_factory.mktemp("media")
    return (base / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_media(media_of_tests: Iterator[Path], settings: Settings) -> None:
    """No test finds what another one uploaded: a backup, for one, holds all that lies there."""
    settings.MEDIA_ROOT = next(media_of_tests)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def program(db: None) -> Program:
    return Program.objects.create(name="Harbor Peer Network", slug="harbor")


@pytest.fixture
def course(program: Program) -> Course:
    """A small course: topic ``roles`` (one scenario), exam ``start`` (4 questions), topic ``duties``."""
    return make_course(program)


@pytest.fixture
def spring(course: Course) -> Cohort:
    return Cohort.objects.create(program=course.program, course=course, name="Spring", join_code="SPRG-2345")


@pytest.fixture
def fall(course: Course) -> Cohort:
    return Cohort.objects.create(program=course.program, course=course, name="Fall", join_code="FALL-2345")


def _person(name: str, **fields: object) -> Person:
    return Person.objects.create_user(
        f"{name.split()[0].lower()}@example.org", "secret-word-1", name=name, **fields
    )


@pytest.fixture
def ada(spring: Cohort) -> Person:
    person = _person("Ada Lindgren")
    people.join(person, spring, at=NOW)
    return person


@pytest.fixture
def ben(fall: Cohort) -> Person:
    person = _person("Ben Okafor")
    people.join(person, fall, at=NOW)
    return person


@pytest.fixture
def tess(course: Course) -> Person:
    person = _person("Tess Moreau")
    people.assign(person, Assignment.Role.TRAINER, course=course)
    return person


@pytest.fixture
def sam(spring: Cohort) -> Person:
    person = _person("Sam Reyes")
    people.assign(person, Assignment.Role.SUPERVISOR, cohort=spring)
    return person


@pytest.fixture
def rita(fall: Cohort) -> Person:
    person = _person("Rita Novak")
    people.assign(person, Assignment.Role.SUPERVISOR, cohort=fall)
    return person


@pytest.fixture
def alma(db: None) -> Person:
    return _person("Alma Castro", is_superuser=True)


@pytest.fixture
def sven(db: None) -> Person:
    return _person("Sven Stranger")


@pytest.fixture
def enrollment(ada: Person) -> Enrollment:
    return ada.enrollments.get()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def as_ada(ada: Person) -> Client:
    return signed_in(ada)


@pytest.fixture
def as_ben(ben: Person) -> Client:
    return signed_in(ben)


@pytest.fixture
def as_tess(tess: Person) -> Client:
    return signed_in(tess)


@pytest.fixture
def as_sam(sam: Person) -> Client:
    return signed_in(sam)


@pytest.fixture
def as_rita(rita: Person) -> Client:
    return signed_in(rita)


@pytest.fixture
def as_alma(alma: Person) -> Client:
    return signed_in(alma)


@pytest.fixture
def as_sven(sven: Person) -> Client:
    return signed_in(sven)


@pytest.fixture
def reports() -> Iterator[list[str]]:
    """Every crash of a view, as its error mail would tell it."""
    written: list[str] = []

    def note(request: HttpRequest, **_: Any) -> None:
        kind, value, trace = sys.exc_info()
        reporter = ExceptionReporter(request, kind, value, trace, is_email=True)
        written.append(reporter.get_traceback_html() + reporter.get_traceback_text())

    got_request_exception.connect(note, weak=False)
    yield written
    got_request_exception.disconnect(note)
