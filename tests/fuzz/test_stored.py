"""Whatever text the database holds, no page of the product takes it for markup."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField, QuerySet, SlugField, TextField, Value
from django.db.models.functions import Concat, Left

from course.fields import EncryptedTextField, TimeZoneField
from tests.fuzz import hostile
from tests.fuzz.hostile import UNESCAPED
from tests.fuzz.walk import VISITORS, client_of, opened

pytestmark = pytest.mark.fuzz

OURS = {"course", "lessons", "quizzes"}
OTHER = (SlugField, EncryptedTextField, TimeZoneField)
MEANT_FOR_PROGRAMS = {
    "email",
    "password",
    "join_code",
    "framework",
    "code",
    "key",
    "kind",
    "language",
    "activity",
}
ONLY_WHERE: dict[str, dict[str, Any]] = {
    "quizzes.Attempt.void_reason": {"voided_at__isnull": False},
    "quizzes.SignOff.digest": {"state": "signed"},
}
"""What a column may hold where the database ties it to another one."""
MEANT_FOR_PROGRAMS |= {"subject", "verb", "response_code", "grading"}


def write_markup() -> list[str]:
    """Put markup behind every text that people write. Returns where."""
    written = []
    for model in apps.get_models():
        if model._meta.app_label not in OURS:
            continue
        for column in model._meta.concrete_fields:
            text = isinstance(column, CharField | TextField) and not isinstance(column, OTHER)
            if not text or column.choices or column.name in MEANT_FOR_PROGRAMS or "html" in column.name:
                continue
            mark = hostile.SCRIPT if column.max_length is None or column.max_length > 40 else "<b>"
            if column.max_length is None or column.max_length > 10:
                text_with_mark = Concat(Value(mark + hostile.IMAGE), column.name)
                # PostgreSQL refuses what SQLite would store: text longer than its column.
                room = column.max_length or 1_000_000
                rows: QuerySet[Any] = QuerySet(model).filter(**ONLY_WHERE.get(str(column), {}))
                rows.update(**{column.name: Left(text_with_mark, room)})
                written.append(str(column))
    return written


@pytest.mark.parametrize("visitor", VISITORS)
def test_no_page_takes_stored_text_for_markup(world: None, visitor: str) -> None:
    client = client_of(visitor)
    written = write_markup()
    assert {"course.Person.name", "course.Step.title", "course.Cohort.name"} <= set(written)
    pages = list(opened(client))
    assert pages
    for address, page in pages:
        assert not [mark for mark in UNESCAPED if mark in page.html], address
