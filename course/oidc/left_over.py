"""Where sign-in from elsewhere was turned off, its tables stay, and no model knows them any more."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models.signals import pre_delete

from course.models import Person

TABLE = "socialaccount_socialaccount"


def _forget(instance: Person, **_: Any) -> None:
    """Delete what a person connected, as the cascade would: their row could not be deleted before it."""
    with connection.cursor() as cursor:
        if TABLE in connection.introspection.table_names(cursor):
            cursor.execute(f"DELETE FROM {TABLE} WHERE user_id = %s", [instance.pk])


def listen() -> None:
    pre_delete.connect(_forget, sender=Person, dispatch_uid="oidc-left-over")
