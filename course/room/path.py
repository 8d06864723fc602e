"""One learner's way through the course, step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from course import labels, outline, registry
from course.hours import credit
from course.hours.credit import Rule, Work
from course.models import ActiveTime, Certificate, Completion, Enrollment, Person, Step
from course.models.outline import State
from course.protocols import StepScore


@dataclass(frozen=True)
class Stop:
    """One step. ``done_at`` None: not yet. ``time`` in words, empty where nothing was measured."""

    title: str
    kind: str
    done_at: datetime | None
    time: str
    score: StepScore | None


@dataclass(frozen=True)
class Stretch:
    """One lesson's stops."""

    title: str
    stops: Sequence[Stop]

    @property
    def done(self) -> int:
        return sum(stop.done_at is not None for stop in self.stops)

    @property
    def progress(self) -> str:
        return labels.steps_done(self.done, len(self.stops))


@dataclass(frozen=True)
class Path:
    stretches: Sequence[Stretch]
    done: int
    total: int
    credited: str
    measured: str
    statements: Sequence[Certificate]


def path_of(enrollment: Enrollment, viewer: Person) -> Path:
    """What ``viewer`` sees of it. Three statements."""
    steps = list(_steps(enrollment))
    live = [step for step in steps if step.state == step.lesson.state == State.LIVE]
    scores = registry.step_scores(viewer, [enrollment.pk])
    works = [_work(step) for step in steps]
    stated = {step.lesson_id: (step.lesson.credit_minutes or 0) * 60 for step in steps}
    granted = credit.credited(works, Rule(enrollment.cohort.course.credit_rule), stated)
    measured = credit.observed_total(work.observed for work in works)
    return Path(
        stretches=[_stretch(part, enrollment.pk, scores) for part in outline.parts(live)],
        done=sum(step.done_at is not None for step in live),
        total=len(live),
        credited=labels.duration(sum(granted)),
        measured="" if measured is None else labels.duration(measured),
        statements=list(enrollment.certificates.all()),
    )


def _steps(enrollment: Enrollment) -> QuerySet[Any]:
    """Live steps, and retired ones that were finished: those count for the hours."""
    mine = {"enrollment": enrollment.pk, "step": OuterRef("pk")}
    done = Completion.objects.filter(**mine)
    of_course = Step.objects.filter(lesson__course=enrollment.course_id)
    shown: Any = Step.objects.live().filter(lesson__course=enrollment.course_id) | of_course.filter(
        Exists(done)
    )
    times = ActiveTime.objects.filter(**mine).values("seconds")
    found: QuerySet[Any] = shown.annotate(done_at=Subquery(done.values("at")), observed=Subquery(times))
    return found.select_related("lesson").order_by("lesson__position", "position")


def _work(step: Any) -> Work:
    low, high = step.minutes_low * 60, step.minutes_high * 60
    return Work(step.lesson_id, low, high, step.observed, step.done_at is not None, {})


def _stretch(
    part: outline.Part[Any], enrollment: int, scores: Mapping[tuple[int, int], StepScore]
) -> Stretch:
    stops = [
        Stop(
            step.title,
            step.kind,
            step.done_at,
            "" if step.observed is None else labels.duration(step.observed),
            scores.get((enrollment, step.pk)),
        )
        for step in part.steps
    ]
    return Stretch(part.lesson.title, stops)
