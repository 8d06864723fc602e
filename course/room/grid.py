"""A cohort as a grid: learners × steps, a page of learners at a time. Statements do not grow with either."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import BooleanField, Case, ExpressionWrapper, F, Q, Value, When
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from course import labels, outline, registry
from course.charts import Progress
from course.hours import credit
from course.hours.credit import Rule, Work
from course.models import ActiveTime, Cohort, Completion, Enrollment, Lesson, Person, Step
from course.models.cohorts import EnrollmentQuerySet
from course.models.outline import State
from course.protocols import StepScore
from course.room.over_time import Finished, finished_by, picture
from course.room.standing import is_quiet, with_standing

PAGE_SIZE = 50
SHOWS = [
    ("", _("Everybody")),
    ("quiet", _("Who is quiet")),
    ("open", _("Who has steps left")),
    ("finished", _("Who has finished")),
]
SORTS = [("", _("By name")), ("quiet", _("Quiet first")), ("progress", _("Least done first"))]


@dataclass(frozen=True)
class Cell:
    """One step of one learner."""

    step: Step
    done: bool
    score: StepScore | None


@dataclass(frozen=True)
class Group:
    """One lesson's cells of one learner."""

    lesson: Lesson
    cells: Sequence[Cell]

    @property
    def done(self) -> int:
        return sum(cell.done for cell in self.cells)


@dataclass(frozen=True)
class Row:
    """One learner: an enrollment ``with_standing`` and ``quiet``, the cells, and credited time in words."""

    learner: Any
    groups: Sequence[Group]
    hours: str


@dataclass(frozen=True)
class Total:
    """One lesson in the last line: how many learners have done each step."""

    lesson: Lesson
    done: Sequence[int]
    most: int

    @property
    def sum(self) -> int:
        return sum(self.done)


@dataclass(frozen=True)
class Grid:
    page: Page[Any]
    parts: Sequence[outline.Part[Any]]
    rows: Sequence[Row]
    totals: Sequence[Total]
    over_time: Progress

    @property
    def learners(self) -> int:
        """How many the filter leaves, on all pages."""
        return self.page.paginator.count

    @property
    def percent(self) -> int | None:
        """The share of steps that all of them have done; None where there is nothing to do."""
        most = self.learners * sum(part.total for part in self.parts)
        return 100 * sum(total.sum for total in self.totals) // most if most else None


def grid(
    cohort: Cohort, person: Person, *, at: datetime, page: str | None, name: str, show: str, sort: str
) -> Grid:
    """What ``person`` sees of the cohort's active learners, never themselves. Seven statements."""
    learners = _learners(cohort, person, at, name, show)
    shown = Paginator(_sorted(learners, sort), PAGE_SIZE).get_page(page)
    steps = list(Step.objects.filter(lesson__course=cohort.course_id).select_related("lesson").in_order())
    live: list[Any] = [step for step in steps if _is_live(step, cohort)]
    parts = outline.parts(live)
    keys = [learner.pk for learner in shown.object_list]
    done = _done(keys)
    seconds = _credited(cohort, steps, {step.pk for step in live}, keys, done)
    scores = registry.step_scores(person, keys)
    rows = [
        Row(
            learner,
            _groups(parts, learner.pk, done[learner.pk], scores),
            labels.duration(seconds[learner.pk]),
        )
        for learner in shown.object_list
    ]
    number, keys_of_live = shown.paginator.count, {step.pk for step in live}
    finished = [each for each in finished_by(learners) if each.step in keys_of_live]
    over_time = picture(finished, most=number * len(live), at=at)
    return Grid(shown, parts, rows, list(_totals(parts, finished, number)), over_time)


def _is_live(step: Step, cohort: Cohort) -> bool:
    return step.state == step.lesson.state == cohort.course.state == State.LIVE


def _learners(cohort: Cohort, person: Person, at: datetime, name: str, show: str) -> EnrollmentQuerySet:
    active = Enrollment.objects.active().filter(cohort=cohort).exclude(person=person)
    quiet = ExpressionWrapper(is_quiet(person, at=at), output_field=BooleanField())
    found = with_standing(active).annotate(quiet=quiet)
    if name:
        found = found.filter(Q(person__name__icontains=name) | Q(person__email__icontains=name))
    wanted = {
        "quiet": is_quiet(person, at=at),
        "open": Q(done__lt=F("total")),
        "finished": Q(done__gte=F("total"), total__gt=0),
    }
    return found.filter(wanted.get(show, Q()))


def _sorted(learners: EnrollmentQuerySet, sort: str) -> EnrollmentQuerySet:
    by_name = (Lower("person__name"), "person__email", "pk")
    quiet = Case(When(quiet=True, then=Value(0)), default=Value(1))
    first: dict[str, tuple[Any, ...]] = {"quiet": (quiet, "last_work"), "progress": ("done",)}
    return learners.select_related("person").order_by(*first.get(sort, ()), *by_name)


def _done(keys: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {key: set() for key in keys}
    rows = Completion.objects.filter(enrollment__in=keys)
    for enrollment, step in rows.values_list("enrollment_id", "step_id"):
        found[enrollment].add(step)
    return found


def _credited(
    cohort: Cohort,
    steps: Sequence[Step],
    live: set[int],
    keys: Sequence[int],
    done: Mapping[int, set[int]],
) -> dict[int, int]:
    """Seconds by enrollment, as ``course.hours.tally`` adds them up: retired steps that were finished count, too."""
    rule = Rule(cohort.course.credit_rule)
    stated = {step.lesson_id: (step.lesson.credit_minutes or 0) * 60 for step in steps}
    times = ActiveTime.objects.filter(enrollment__in=keys).values_list("enrollment_id", "step_id", "seconds")
    observed = {(enrollment, step): seconds for enrollment, step, seconds in times}

    def work(key: int, step: Step) -> Work:
        low, high = step.minutes_low * 60, step.minutes_high * 60
        return Work(step.lesson_id, low, high, observed.get((key, step.pk)), step.pk in done[key], {})

    def works(key: int) -> list[Work]:
        return [work(key, step) for step in steps if step.pk in live or step.pk in done[key]]

    return {key: sum(credit.credited(works(key), rule, stated)) for key in keys}


def _groups(
    parts: Iterable[outline.Part[Any]],
    learner: int,
    done: set[int],
    scores: Mapping[tuple[int, int], StepScore],
) -> list[Group]:
    return [
        Group(
            part.lesson,
            [Cell(step, step.pk in done, scores.get((learner, step.pk))) for step in part.steps],
        )
        for part in parts
    ]


def _totals(parts: Iterable[outline.Part[Any]], finished: Iterable[Finished], number: int) -> Iterator[Total]:
    counts: Counter[int] = Counter()
    for each in finished:
        counts[each.step] += each.number
    for part in parts:
        yield Total(part.lesson, [counts[step.pk] for step in part.steps], number * part.total)
