"""The table of connected accounts, also where sign-in from elsewhere was turned off, and no model knows it any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models.signals import pre_delete
from django.utils.translation import gettext as _

from course.models import Person

TABLE = "socialaccount_socialaccount"


def own_data(person: Person, *, at: datetime) -> dict[str, Any]:
    """The numbers under which providers know the person."""
    return {"accounts_elsewhere": _numbers(person)}


class Erasing:
    """The part of signing in elsewhere in erasing somebody."""

    @staticmethod
    def goes(person: Person) -> Sequence[str]:
        return [_("The account of another organization that you sign in with")] if _numbers(person) else []

    @staticmethod
    def erase(person: Person, *, at: datetime) -> None:
        _forget(person)


def _numbers(person: Person) -> list[str]:
    return [str(uid) for (uid,) in _run("SELECT uid FROM {} WHERE user_id = %s", person)]


def _forget(instance: Person, **_kwargs: Any) -> None:
    """Delete what a person connected, as the cascade would: their row could not be deleted before it."""
    _run("DELETE FROM {} WHERE user_id = %s", instance)


def _run(sql: str, person: Person) -> list[Any]:
    """Nothing where the table was never made."""
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return []
        cursor.execute(sql.format(TABLE), [person.pk])
        return list(cursor.fetchall()) if cursor.description else []


def listen() -> None:
    pre_delete.connect(_forget, sender=Person, dispatch_uid="oidc-left-over")
