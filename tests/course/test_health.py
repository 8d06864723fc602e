"""What a balancer asks: short, public, by any host name, and true."""

import pytest
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from course.operation import health

pytestmark = pytest.mark.django_db


def test_a_balancer_is_answered_by_any_name_over_plain_http(settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/health/ready", headers={"host": "10.0.0.7:8000"})
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "migrations": "ok"}
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_no_other_page_is_answered_by_any_name() -> None:
    assert Client().get("/", headers={"host": "10.0.0.7:8000"}).status_code == 400


def test_it_lives_without_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", _away)
    assert Client().get("/health/live").status_code == 200
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"database": "unreachable"})


def _away(*_: object) -> None:

    raise OperationalError("could not connect to 10.1.2.3 as alongside")


def test_tables_of_another_version_are_not_ready() -> None:
    health._look_at_migrations.cache_clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'quizzes'")
    answer = Client().get("/health/ready")
    assert (answer.status_code, answer.json()["migrations"]) == (503, "waiting for migrate")


def test_asked_again_and_again_it_costs_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    Client().get("/health/ready")
    with django_assert_num_queries(1):
        Client().get("/health/ready")
