"""The columns of the review in SQL: the same ones from an attempt and from an enrollment joined with an exam."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf

from quizzes.models import Attempt

Columns = dict[str, Any]


class AnyCase(models.Func):
    """Text to sort by: small and capital letters alike, then by code point, on every database."""

    function = "LOWER"
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        # A database's own collation would put the same names in another order on another machine.
        return self.as_sql(compiler, connection, template='LOWER((%(expressions)s) COLLATE "C")', **context)


_percent = Cast("points", models.FloatField()) / NullIf(Cast("out_of", models.FloatField()), 0.0)

SORTS: dict[str, Any] = {
    "learner": AnyCase("learner"),
    "cohort": AnyCase("cohort_name"),
    "exam": AnyCase("exam_title"),
    "state": F("rank"),
    "score": _percent,
    "critical": F("critical"),
    "submitted": F("sent"),
    "time": F("seconds"),
}

# What a row is found again by, and what each order needs to know of it. Every other column costs a join, or more.
KEY = ("attempt_pk", "enrollment_pk", "exam_pk", "sitting")
NEEDED: dict[str, tuple[str, ...]] = {
    "learner": ("learner",),
    "cohort": ("cohort_name",),
    "exam": ("exam_title",),
    "state": ("rank",),
    "score": ("points", "out_of"),
    "critical": ("critical",),
    "submitted": ("sent",),
    "time": ("seconds",),
}


def name_of(person: str) -> Any:
    """What the person at that path is called: their address, where they gave no name."""
    name = NullIf(F(f"{person}__name"), Value(""))
    return Coalesce(name, F(f"{person}__email"), output_field=models.CharField())


def _nothing(field: models.Field[Any, Any]) -> Value:
    return Value(None, output_field=field)


ATTEMPT: Columns = {
    "attempt_pk": F("pk"),
    "enrollment_pk": F("enrollment_id"),
    "exam_pk": F("exam_id"),
    "sitting": F("number"),
    "rank": Case(When(state=Attempt.State.OPEN, then=1), When(voided_at=None, then=2), default=3),
    "learner": name_of("enrollment__person"),
    "email": F("enrollment__person__email"),
    "cohort_name": F("enrollment__cohort__name"),
    "exam_title": F("exam__step__title"),
    "points": F("score"),
    "out_of": F("possible"),
    "critical": F("critical_missed"),
    "began": F("started_at"),
    "sent": F("submitted_at"),
    "seconds": F("seconds_taken"),
}
NOT_STARTED: Columns = {
    "attempt_pk": _nothing(models.BigIntegerField()),
    "enrollment_pk": F("pk"),
    "exam_pk": F("course__lessons__steps__exam"),
    "sitting": Value(0),
    "rank": Value(0),
    "learner": name_of("person"),
    "email": F("person__email"),
    "cohort_name": F("cohort__name"),
    "exam_title": F("course__lessons__steps__title"),
    "points": _nothing(models.DecimalField(max_digits=8, decimal_places=2)),
    "out_of": _nothing(models.DecimalField(max_digits=8, decimal_places=2)),
    "critical": _nothing(models.IntegerField()),
    "began": _nothing(models.DateTimeField()),
    "sent": _nothing(models.DateTimeField()),
    "seconds": _nothing(models.IntegerField()),
}


def narrow(columns: Columns, sort: str) -> Columns:
    """Those of ``columns`` that finding a page in this order takes."""
    return {name: columns[name] for name in (*KEY, *NEEDED[sort.removeprefix("-")])}


def select(found: QuerySet[Any], columns: Columns, sort: str) -> QuerySet[Any, dict[str, Any]]:
    """Each row as a dict of ``columns`` and ``sort_key``, what it is sorted by. Not in any order yet."""
    rows: QuerySet[Any, dict[str, Any]] = (
        found.order_by()
        .annotate(**columns)
        .annotate(sort_key=SORTS[sort.removeprefix("-")])
        .values(*columns, "sort_key")
    )
    return rows
