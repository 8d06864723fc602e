"""Every place of the database that holds encrypted values: columns, secrets of second steps, forms kept over a sign-in.

A place is read by pages of its primary key, and written by compare-and-swap: a value that somebody saved meanwhile is
never overwritten. What is stored may hold several tokens.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db.models import ExpressionWrapper, F, Model, QuerySet, TextField, Value

from course.fields import EncryptedTextField
from course.models import Session
from course.sign_in.sessions import KEPT_FORM, SessionStore

Change = Callable[[str], str]
AT_ONCE = 200
# How a Fernet token begins: its version, and the first bytes of a time in this century and the next.
TOKEN = "gAAAA"


class Place(ABC):
    """``about`` names it, without a word of what is in it."""

    about: str

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        """Each primary key with what is stored there, in order of the keys."""
        after: Any = None
        while page := list((self._rows() if after is None else self._rows().filter(pk__gt=after))[:AT_ONCE]):
            yield from page
            after = page[-1][0]

    def read(self, pk: Any) -> Any:
        """What is stored in one row now; None where it is gone."""
        return next((stored for _pk, stored in self._rows().filter(pk=pk)), None)

    @abstractmethod
    def _rows(self) -> QuerySet[Any, Any]: ...

    @abstractmethod
    def map(self, stored: Any, change: Change) -> Any:
        """What is stored with every token in it changed."""

    @abstractmethod
    def swap(self, pk: Any, old: Any, new: Any) -> bool:
        """Store ``new`` where ``old`` is still stored; whether it was."""


class Column(Place):
    """A field of our own class."""

    def __init__(self, model: type[Model], field: str) -> None:
        self.about, self._model, self._field = f"{model._meta.label}.{field}", model, field

    def _with_tokens(self) -> Any:
        token = ExpressionWrapper(F(self._field), output_field=TextField())
        return self._model._base_manager.annotate(token=token).order_by("pk")

    def _rows(self) -> QuerySet[Any, Any]:
        return self._with_tokens().exclude(token=None).values_list("pk", "token")

    def map(self, stored: Any, change: Change) -> Any:
        return change(stored)

    def swap(self, pk: Any, old: Any, new: Any) -> bool:
        as_it_is = Value(new, output_field=TextField())
        return bool(self._with_tokens().filter(pk=pk, token=old).update(**{self._field: as_it_is}))


class SecondSteps(Place):
    """Secrets that our adapter encrypts and allauth keeps in JSON."""

    about = "mfa.Authenticator.data"

    def _rows(self) -> QuerySet[Any, Any]:
        return Authenticator.objects.order_by("pk").values_list("pk", "data")

    def map(self, stored: Any, change: Change) -> Any:
        if isinstance(stored, dict):
            return {key: self.map(value, change) for key, value in stored.items()}
        if isinstance(stored, list):
            return [self.map(value, change) for value in stored]
        return change(stored) if isinstance(stored, str) and stored.startswith(TOKEN) else stored

    def swap(self, pk: Any, old: Any, new: Any) -> bool:
        return bool(Authenticator.objects.filter(pk=pk, data=old).update(data=new))


class KeptForms(Place):
    """What was typed when a session was lost, until its writer has signed in again."""

    about = "course.Session.session_data"

    def _rows(self) -> QuerySet[Any, Any]:
        return Session.objects.order_by("pk").values_list("pk", "session_data")

    def map(self, stored: Any, change: Change) -> Any:
        data: dict[str, Any] = SessionStore().decode(stored)
        path, token = data.get(KEPT_FORM, ["", ""])
        if not token or (changed := change(token)) == token:
            return stored
        return SessionStore().encode({**data, KEPT_FORM: [path, changed]})

    def swap(self, pk: Any, old: Any, new: Any) -> bool:
        return bool(Session.objects.filter(pk=pk, session_data=old).update(session_data=new))


def places() -> Iterator[Place]:
    """All of them: columns are found by the class of their field."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedTextField):
                yield Column(model, field.name)
    yield SecondSteps()
    yield KeptForms()
