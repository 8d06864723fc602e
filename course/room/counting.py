"""Counting how cohorts stand, and whether that is too much for every visit to the home page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from course import registry
from course.models import Cohort, Enrollment, Person
from course.room.standing import active_learners, live_steps, with_done
from course.room.stands import Learner, Stand, Stands, stands
from course.snapshots import taking
from course.snapshots.taking import Shown

LIVE_MOST = 1500
"""Learners who are counted at every visit: 0.03 ms each, a twentieth of a second together."""


@dataclass(frozen=True)
class StandingCount:
    """How the active learners of some cohorts stand at ``at``, which is now: a ``Countable``.

    ``learners`` is how many they are, ``totals`` how many live steps the course of each has. ``without`` leaves out a
    person who looks after cohorts and learns in one of them. That is rare, so it is counted at every visit: kept, it
    would be a count for one person.
    """

    cohorts: tuple[int, ...]
    learners: int
    totals: Mapping[int, int]
    at: datetime
    without: int | None = None

    kind = "standing"
    result = Stands

    @property
    def asked(self) -> Mapping[str, Any]:
        return {}

    def is_large(self) -> bool:
        return self.without is None and self.learners > LIVE_MOST

    def size(self) -> int:
        return self.learners

    def count(self) -> Stands:
        """One statement."""
        mine = Enrollment.objects.active().filter(cohort__in=self.cohorts).order_by()
        learners = mine if self.without is None else mine.exclude(person=self.without)
        found: Any = registry.with_last_work(with_done(learners, self.totals))
        rows = found.values_list("cohort", "done", "total", "last_work")
        return stands(map(Learner._make, rows.iterator()), at=self.at)


def assigned(person: Person) -> list[Any]:
    """The cohorts to which ``person`` is assigned, in order. One statement.

    Each with ``learners``, how many are active; ``total``, how many live steps its course has; and ``joined``, whether
    the person learns in it.
    """
    own = Enrollment.objects.active().filter(person=person, cohort=OuterRef("pk"))
    found: Any = (
        Cohort.objects.assigned_to(person).select_related("course").defer("course__loaded_arrangement")
    )
    found = found.annotate(learners=active_learners(), total=live_steps("course"), joined=Exists(own))
    return list(found.order_by("course__title", "course", "name"))


def standing(person: Person, cohorts: Sequence[Any], *, at: datetime) -> StandingCount:
    """How ``cohorts``, all that are ``assigned`` to the person, stand: without the person themselves."""
    return StandingCount(
        cohorts=tuple(each.pk for each in cohorts),
        learners=sum(each.learners for each in cohorts),
        totals={each.course_id: each.total for each in cohorts},
        at=at,
        without=person.pk if any(each.joined for each in cohorts) else None,
    )


def quiet_as_of(person: Person, *, at: datetime) -> tuple[int, datetime] | None:
    """How many learners of a large scope are quiet to the person, and as of when they were counted. Two statements.

    None where everybody is counted at every visit, or nobody has been yet.
    """
    cohorts = assigned(person)
    what = standing(person, cohorts, at=at)
    shown: Shown[Stands] | None = taking.show(what) if what.is_large() else None
    if shown is None or shown.figures is None or shown.as_of is None:
        return None
    mine = [shown.figures.of.get(each.pk, Stand()) for each in cohorts]
    return sum(each.quiet(person.quiet_days) for each in mine), shown.as_of


def seen_by(person: Person) -> Iterator[StandingCount]:
    """What the home page shows the person."""
    yield standing(person, assigned(person), at=timezone.now())
