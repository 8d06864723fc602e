"""What the tests of reflections share: ada's scenario, its address, and a way to write on it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.urls import reverse

from course.models import Enrollment
from lessons import reflections
from lessons.models import Reflection, Scenario
from tests.conftest import NOW

Write = Callable[..., Reflection]


@pytest.fixture
def scenario(enrollment: Enrollment) -> Scenario:
    return Scenario.objects.select_related("live", "topic__step").get()


@pytest.fixture
def url(enrollment: Enrollment, scenario: Scenario) -> str:
    """Ada's page for the scenario."""
    return reverse("reflection", args=[enrollment.pk, scenario.pk])


@pytest.fixture
def write(enrollment: Enrollment, scenario: Scenario) -> Write:
    """Ada writes: ``write("text")``, on top of whatever is stored unless a revision is given."""

    def write(text: str, *, revision: int | None = None, at: datetime = NOW, **more: Any) -> Reflection:
        if revision is None:
            stored = Reflection.objects.filter(enrollment=enrollment, scenario=scenario).values_list(
                "revision"
            )
            revision = (stored.first() or (0,))[0]
        saved = reflections.save(enrollment, scenario, text=text, revision=revision, at=at, **more)
        assert saved is not None
        return saved

    return write


def statements(queries: Iterable[dict[str, str]]) -> list[str]:
    """The SQL that counts against a budget: without BEGIN, COMMIT and savepoints."""
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return [query["sql"] for query in queries if not query["sql"].startswith(frame)]


def spoil(*models: type[Model]) -> None:
    """Make every text of these models one that no key at hand opens, as after a lost key."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"UPDATE {model._meta.db_table} SET text = %s", ["gAAAAABother"])
