"""The verb that makes a program: cohort by cohort, each a transaction of its own, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import connection, transaction

from course import registry
from course.content.progress import Progress, silent
from course.hours.measure import most_for_step
from course.models import (
    ActiveTime,
    Cohort,
    Completion,
    Course,
    Enrollment,
    Person,
    State,
    Step,
    Withdrawal,
)
from course.program_maker import lives, people
from course.program_maker.lives import End, Life
from course.program_maker.sizes import Size
from course.protocols import ProgramMaker, Took, Visit

OLDEST, YOUNGEST = timedelta(weeks=60), timedelta(weeks=5)
"""How long ago the first cohort and the last began."""


class CannotMake(Exception):
    """Carries a sentence for whoever runs the command."""


def make(
    course: Course,
    size: Size,
    *,
    seed: int,
    at: datetime,
    into_existing: bool = False,
    progress: Progress = silent,
) -> None:
    """Make a program of this size that has come to ``at``, of people who are all made up.

    Nobody else's rows are touched. Raises CannotMake where there are other people and ``into_existing`` does not say
    that this is meant, and where the same seed was used before.
    """
    refuse(seed, into_existing=into_existing)
    steps = _steps_of(course)
    with transaction.atomic():
        began = [_began(number, size.cohorts, at) for number in range(size.cohorts)]
        cohorts = [
            people.cohort(course, seed, number, began=day) for number, day in enumerate(began, start=1)
        ]
        trainer = people.staff(course, seed, cohorts, at=began[0])
    makers = {kind: registry.program_maker(kind)(course, until=at) for kind in {step.kind for step in steps}}
    tick = progress("Making learners", size.learners)
    for number, (cohort, day) in enumerate(zip(cohorts, began, strict=True)):
        with transaction.atomic():
            first = number * size.in_each + 1
            _Played(cohort, steps, makers, seed, first).play(size.in_each, day, at, trainer)
        for _ in range(size.in_each):
            tick()
    # Databases plan by what they counted last, and that was before all this.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def refuse(seed: int, *, into_existing: bool) -> None:
    """Raise CannotMake where ``make`` would."""
    others = Person.objects.count() - people.made().count()
    if others and not into_existing:
        raise CannotMake(
            f"There are people here who are not made up ({others}). Use a database of its own, such as "
            "VAR_DIR=var/try; or say --into-existing, and nothing of theirs is touched."
        )
    if Person.objects.filter(email=people.address(seed, "trainer")).exists():
        raise CannotMake(f"The program of seed {seed} is here already. Choose another --seed.")


def _steps_of(course: Course) -> list[Step]:
    steps = Step.objects.live().filter(lesson__course=course).in_order().select_related("requires__lesson")
    if not steps:
        raise CannotMake(f"The course “{course}” has no live steps to learn from.")
    return list(steps)


def _began(number: int, cohorts: int, at: datetime) -> datetime:
    share = number / (cohorts - 1) if cohorts > 1 else 0
    return (at - OLDEST + (OLDEST - YOUNGEST) * share).replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass
class _Played:
    """One cohort on its way through the course. ``first`` numbers its first learner."""

    cohort: Cohort
    steps: Sequence[Step]
    makers: dict[str, ProgramMaker]
    seed: int
    first: int

    def play(self, learners: int, began: datetime, until: datetime, trainer: Person) -> None:
        """Enroll as many, and take them all through each step in turn."""
        drawn = [self._life(self.first + index, began, until) for index in range(learners)]
        enrollments = people.learners(self.cohort, self.seed, self.first, drawn)
        done: dict[tuple[int, int], datetime] = {}
        for index, step in enumerate(self.steps):
            visits = [
                self._visit(enrollment, life, index)
                for enrollment, life in zip(enrollments, drawn, strict=True)
                if index < len(life.moments)
            ]
            visits = [visit for visit in visits if _is_open(visit, done)]
            took = self.makers[step.kind].take(visits)
            _store(took)
            done |= {(each.visit.enrollment.pk, step.pk): each.at for each in took if each.at is not None}
        gone = [pair for pair in zip(enrollments, drawn, strict=True) if pair[1].end is End.WITHDREW]
        _withdraw(gone, trainer, until)

    def _life(self, number: int, began: datetime, until: datetime) -> Life:
        return lives.live(Random(f"{self.seed} {number}"), began=began, until=until, steps=len(self.steps))

    def _visit(self, enrollment: Enrollment, life: Life, index: int) -> Visit:
        step = self.steps[index]
        return Visit(
            enrollment=enrollment,
            step=step,
            at=life.moments[index],
            ability=life.ability + life.gain * index / len(self.steps),
            pace=life.pace,
            measured=life.measured,
            leaves=life.is_left(index),
            rng=Random(f"{enrollment.person.email} {index}"),
        )


def _is_open(visit: Visit, done: dict[tuple[int, int], datetime]) -> bool:
    """As ``course.outline.locked_by`` has it, by when each enrollment finished which step."""
    required = visit.step.requires
    if required is None or required.state != State.LIVE or required.lesson.state != State.LIVE:
        return True
    finished = done.get((visit.enrollment.pk, required.pk))
    return finished is not None and finished < visit.at


def _store(took: Sequence[Took]) -> None:
    """What the spine keeps of visits: that steps are finished, and for how long they were in use."""
    Completion.objects.bulk_create(
        Completion(
            enrollment_id=each.visit.enrollment.pk,
            step_id=each.visit.step.pk,
            version=each.version,
            at=each.at,
        )
        for each in took
        if each.version is not None and each.at is not None
    )
    ActiveTime.objects.bulk_create(
        ActiveTime(
            enrollment_id=each.visit.enrollment.pk,
            step_id=each.visit.step.pk,
            seconds=min(each.seconds, most_for_step(each.visit.step.minutes_high)),
        )
        for each in took
        if each.visit.measured and each.seconds
    )


def _withdraw(gone: Sequence[tuple[Enrollment, Life]], by: Person, until: datetime) -> None:
    """End the part of those who left, two weeks after their last step, as ``leaving.withdraw`` does."""
    times = [min(until, (life.moments or (life.joined_at,))[-1] + timedelta(weeks=2)) for _, life in gone]
    enrollments = [enrollment for enrollment, _ in gone]
    ids = [enrollment.pk for enrollment in enrollments]
    Enrollment.objects.filter(pk__in=ids).update(state=Enrollment.State.WITHDRAWN)
    Withdrawal.objects.bulk_create(
        Withdrawal(enrollment=enrollment, reason="Told us that now is not the time.", at=at, by=by)
        for enrollment, at in zip(enrollments, times, strict=True)
    )
    people.record("withdrawn", enrollments, times, actor=by)
