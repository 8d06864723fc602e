"""Verbs on observed time: adding what a page tells, turning it off, deleting what was measured."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, Least

from course.hours import measure
from course.models import ActiveTime, Completion, Person, State, Step
from course.record import audit

# No rule of measuring says these numbers itself; they mark where person, step and seconds go.
_STAND_INS = (32_101, 32_102, 32_103)


@transaction.atomic
def beat(person: Person, step: int, *, seconds: int, at: datetime) -> None:
    """Add what a page of ``step`` tells to have been in use since it last told. Two statements.

    Nothing is stored for a person who turned it off. Raises Step.DoesNotExist for a step that they may not see.
    """
    if not person.measures_time:
        return
    since_last = None if person.beat_at is None else (at - person.beat_at).total_seconds()
    # Of two pages that tell at once, one finds that the other was first, and its seconds are not believed.
    me = Person.objects.filter(pk=person.pk, measures_time=True, beat_at=person.beat_at)
    if not me.update(beat_at=at):
        return
    if not _add(person.pk, step, measure.believed(seconds, since_last)):
        raise Step.DoesNotExist
    person.beat_at = at


def _add(person: int, step: int, seconds: int) -> bool:
    """Add to the person's time for a step up to its cap, in one statement. False where they may not see the step."""
    sql, params = _statement()
    told = dict(zip(_STAND_INS, (person, step, seconds), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(sql, [told.get(param, param) for param in params])
        return cursor.rowcount > 0


@cache
def _statement() -> tuple[str, list[Any]]:
    """Django has no INSERT … SELECT; the SELECT is the queryset of every other page, with its permissions.

    Made once in a process, as ``course.operation.prepared`` does: a page tells every minute.
    """
    person, step, seconds = _STAND_INS
    measured = ActiveTime.objects.filter(enrollment=OuterRef("enrollment_id"), step=OuterRef("pk"))
    before = Coalesce(Subquery(measured.values("seconds")), 0)
    most = Greatest(F("minutes_high") * (60 * measure.STEP_MULTIPLE), Value(measure.STEP_AT_LEAST))
    total = Greatest(before, Least(before + seconds, most))
    rows = Step.objects.taken_by(person).filter(_is_open(), pk=step).order_by()
    query = rows.values_list("enrollment_id", "pk", total).query
    select, params = query.get_compiler(connection=connection).as_sql()
    insert = f"INSERT INTO {ActiveTime._meta.db_table} (enrollment_id, step_id, seconds) {select} "
    return (
        insert + "ON CONFLICT (enrollment_id, step_id) DO UPDATE SET seconds = excluded.seconds",
        list(params),
    )


def _is_open() -> Q:
    """As ``course.outline.locked_by`` has it: what is required is done, or is no part of the course any more."""
    done = Completion.objects.filter(enrollment=OuterRef("enrollment_id"), step=OuterRef("requires"))
    free = ~Q(requires__state=State.LIVE) | ~Q(requires__lesson__state=State.LIVE)
    return Q(requires=None) | free | Q(Exists(done))


def choose(person: Person, *, measured: bool) -> None:
    """Turn measuring on or off, from now on."""
    Person.objects.filter(pk=person.pk).update(measures_time=measured)
    person.measures_time = measured


@transaction.atomic
def forget(person: Person, *, at: datetime) -> None:
    """Delete all that was measured of ``person``, in every course."""
    ActiveTime.objects.filter(enrollment__person=person).delete()
    Person.objects.filter(pk=person.pk).update(beat_at=None)
    audit.record("measured-time-deleted", person, actor=person, at=at)
