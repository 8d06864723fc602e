"""Querysets whose SQL is made once in a process and run many times.

On the pages that learners open most, building SQL from expressions costs several times what the database takes to
answer. A prepared queryset keeps the compiled statement and exchanges its parameters; rows become the same model
instances.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)

# No query here says these itself, and each fits the smallest column of its kind; they mark where a parameter goes.
_NUMBER, _NAME = 32_101, "stand-in-parameter-"


class _Slot(NamedTuple):
    name: str


class Prepared(Generic[M]):
    """``build`` makes a queryset from parameters annotated ``int`` or ``str``, and must not branch on them.

    Calling the result with those parameters returns the rows as a list. One statement.
    """

    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        self._build = build
        self._statement = cache(self._compile)

    def __call__(self, **values: int | str) -> list[M]:
        return list(self._statement().run(values))

    def first(self, **values: int | str) -> M | None:
        return next(self._statement().run(values), None)

    def _compile(self) -> _Statement:
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
        return _Statement(compiler, sql, slots)


class _Statement:
    """Compiled SQL, and how a row of it becomes a model instance: as ``ModelIterable`` does, but worked out once."""

    def __init__(self, compiler: SQLCompiler, sql: str, slots: list[Any]) -> None:
        self._compiler, self._sql, self._slots = compiler, sql, slots
        info: Any = compiler.klass_info
        selected: Any = compiler.select
        fields = info["select_fields"]
        self._model, self._start, self._end = info["model"], fields[0], fields[-1] + 1
        self._names = [each[0].target.attname for each in selected[self._start : self._end]]
        # The stubs are those of Django 6.1, which asks for one argument more.
        populators = get_related_populators(info, selected, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        fields = [each["field"] for each in info.get("related_klass_infos", [])]
        self._related = list(zip(populators, fields, strict=True))
        self._annotations = tuple((compiler.annotation_col_map or {}).items())
        self._converters = compiler.get_converters([each[0] for each in selected])

    def run(self, values: dict[str, int | str]) -> Iterator[Any]:
        params = [values[slot.name] if isinstance(slot, _Slot) else slot for slot in self._slots]
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(self._sql, params)
            rows: Any = cursor.fetchall()
        if self._converters:
            rows = self._compiler.apply_converters(rows, self._converters)
        known: dict[tuple[Any, Any], Any] = {}
        for row in rows:
            instance = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._start : self._end])
            for populator, field in self._related:
                # Rows that point to the same row share one instance of it: a course has many steps and few lessons.
                key = (field, getattr(instance, field.attname))
                if key in known:
                    field.set_cached_value(instance, known[key])
                else:
                    populator.populate(row, instance)
                    known[key] = field.get_cached_value(instance)
            for name, column in self._annotations:
                setattr(instance, name, row[column])
            yield instance
