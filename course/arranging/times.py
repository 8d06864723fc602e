"""What a step takes by its estimate, beside what it took learners: where the estimate misleads, a trainer sees it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from statistics import quantiles

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from course import labels
from course.models import ActiveTime, Completion, Course, Enrollment, Lesson, Person, Step

FEWEST = 10
"""From fewer learners, no figure is shown: it would say more about one person than about the text."""

MOST_LEARNERS = 500
"""Those who joined last: they met the text as it is, and the page takes no longer when thousands came before."""


class Verdict(Enum):
    """How the estimate stands to the middle half of learners."""

    LONGER = "longer"
    SHORTER = "shorter"
    FITS = "fits"


@dataclass(frozen=True)
class Observed:
    """Seconds: the quartiles of ``learners`` people, by linear interpolation between neighbors."""

    learners: int
    lower: int
    median: int
    upper: int

    @property
    def middle(self) -> str:
        return labels.rounded_minutes(self.median)

    @property
    def between(self) -> str:
        lower, upper = labels.rounded_minutes(self.lower), labels.rounded_minutes(self.upper)
        return _("%(lower)s to %(upper)s") % {"lower": lower, "upper": upper}

    def against(self, low: int, high: int) -> Verdict:
        """``low`` and ``high`` are the estimate, in seconds. It misleads where three of four took more, or less."""
        if self.lower > high:
            return Verdict.LONGER
        return Verdict.SHORTER if self.upper < low else Verdict.FITS


@dataclass(frozen=True)
class Timed:
    """``observed`` is None where too few learners finished the step with their time measured."""

    step: Step
    learners: int
    observed: Observed | None

    @property
    def verdict(self) -> Verdict | None:
        step, found = self.step, self.observed
        return found.against(step.minutes_low * 60, step.minutes_high * 60) if found else None


@dataclass(frozen=True)
class Part:
    lesson: Lesson
    steps: list[Timed]


def observed(seconds: Sequence[int]) -> Observed | None:
    """What learners took, each in seconds; None for fewer than ``FEWEST``."""
    if len(seconds) < FEWEST:
        return None
    return Observed(len(seconds), *map(round, quantiles(seconds, n=4, method="inclusive")))


def times(course: Course, person: Person) -> list[Part]:
    """The live steps of the course, with the time of those learners whom ``person`` trains or supervises.

    Two statements. Whoever turned measuring off, or whose browser runs no scripts, is not among them.
    """
    steps = Step.objects.live().filter(lesson__course=course).select_related("lesson").in_order()
    taken = _taken(course, person)
    timed = [Timed(step, len(taken[step.pk]), observed(taken[step.pk])) for step in steps]
    runs = [list(run) for _lesson, run in groupby(timed, key=lambda each: each.step.lesson_id)]
    return [Part(run[0].step.lesson, run) for run in runs]


def _taken(course: Course, person: Person) -> Mapping[int, list[int]]:
    """Seconds by step, of steps that were finished."""
    learners = Enrollment.objects.staffed_by(person).filter(course=course)
    newest = learners.order_by("-joined_at", "-pk").values("pk")[:MOST_LEARNERS]
    done = Completion.objects.filter(enrollment=OuterRef("enrollment"), step=OuterRef("step"))
    rows = ActiveTime.objects.filter(Exists(done), enrollment__in=newest, seconds__gt=0)
    found: dict[int, list[int]] = defaultdict(list)
    for step, seconds in rows.values_list("step", "seconds"):
        found[step].append(seconds)
    return found
