"""Querysets whose SQL is made once in a process and run many times.

On the pages that learners open most, building SQL from expressions costs several times what the database takes to
answer. A prepared queryset keeps the compiled statement and exchanges its parameters; rows become the same model
instances.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from copy import copy
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)

# No real row has these as its number or name; they mark where a parameter goes.
_NUMBER, _NAME = 7_000_000_000_000_000_000, "stand-in-parameter-"


class Prepared(Generic[M]):
    """``build`` makes a queryset from parameters annotated ``int`` or ``str``, and must not branch on them.

    Calling the result with those parameters returns the rows as a list. One statement.
    """

    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        self._build = build
        self._statement = cache(self._compile)

    def __call__(self, **values: int | str) -> list[M]:
        return list(ModelIterable(_Run(self._statement(), values)))  # type: ignore[arg-type]

    def first(self, **values: int | str) -> M | None:
        rows = self(**values)
        return rows[0] if rows else None

    def _compile(self) -> tuple[SQLCompiler, str, list[Any]]:
        """The compiler with its select list, the SQL, and its parameters with stand-ins replaced by ``_Slot``."""
        kinds = {
            name: p.annotation for name, p in inspect.signature(self._build, eval_str=True).parameters.items()
        }
        stand_ins = {
            (_NUMBER + index if kind is int else f"{_NAME}{index}"): name
            for index, (name, kind) in enumerate(kinds.items())
        }
        queryset = self._build(**{name: stand_in for stand_in, name in stand_ins.items()})
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        slots = [_Slot(stand_ins[param]) if param in stand_ins else param for param in params]
        missing = set(kinds) - {slot.name for slot in slots if isinstance(slot, _Slot)}
        if missing:
            raise ValueError(
                f"{self._build.__qualname__} does not pass on {sorted(missing)} to the database."
            )
        return compiler, sql, slots


class _Slot:
    def __init__(self, name: str) -> None:
        self.name = name


class _Run:
    """One execution, in the shape that Django's ``ModelIterable`` reads: a queryset and its query in one."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, statement: tuple[SQLCompiler, str, list[Any]], values: dict[str, int | str]) -> None:
        self._compiler, self._sql, slots = statement
        self._params = tuple(values[slot.name] if isinstance(slot, _Slot) else slot for slot in slots)

    @property
    def query(self) -> _Run:
        return self

    def get_compiler(self, using: str) -> SQLCompiler:
        compiler = copy(self._compiler)
        compiler.connection = connections[using]
        compiler.as_sql = lambda *_, **__: (self._sql, self._params)  # type: ignore[method-assign]
        return compiler
