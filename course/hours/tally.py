"""The hours of one learner in one course, by lesson and by what the lessons teach."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _

from course import labels
from course.hours import credit
from course.hours.credit import Rule, Work
from course.models import ActiveTime, Competency, Completion, Enrollment, Step


@dataclass(frozen=True)
class Line:
    """Seconds of one lesson or area. ``observed`` None: not measured. ``reason``: why so much is credited."""

    title: str
    low: int
    high: int
    observed: int | None
    credited: int
    reason: str = ""

    @property
    def estimated_words(self) -> str:
        if self.low == self.high:
            return labels.duration(self.high)
        low, high = (labels.duration(end).replace(" ", "\N{NO-BREAK SPACE}") for end in (self.low, self.high))
        return f"{low} – {high}"

    @property
    def observed_words(self) -> str:
        return _("not measured") if self.observed is None else labels.duration(self.observed)

    @property
    def credited_words(self) -> str:
        return labels.duration(self.credited)


@dataclass(frozen=True)
class Framework:
    """A step's time, divided among the areas of one framework. The lines add up to the course's total."""

    name: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Hours:
    rule: Rule
    lessons: Sequence[Line]
    frameworks: Sequence[Framework]
    total: Line


def hours_of(enrollment: Enrollment) -> Hours:
    """Steps that are live, and those retired since that the learner had finished. Two statements."""
    steps = list(_steps(enrollment))
    rule = Rule(enrollment.course.credit_rule)
    works = [_work(step) for step in steps]
    stated = {step.lesson_id: (step.lesson.credit_minutes or 0) * 60 for step in steps}
    seconds = credit.credited(works, rule, stated)
    return Hours(
        rule=rule,
        lessons=list(_lessons(steps, works, seconds, rule)),
        frameworks=[
            Framework(labels.framework(name), _areas(name, areas, works, seconds))
            for name, areas in _taught(steps)
        ],
        total=_sum(_("Whole course"), works, seconds),
    )


def _steps(enrollment: Enrollment) -> QuerySet[Any]:
    mine = {"enrollment": enrollment.pk, "step": OuterRef("pk")}
    done = Completion.objects.filter(**mine)
    of_course = Step.objects.filter(lesson__course=enrollment.course_id)
    live = Step.objects.live().filter(lesson__course=enrollment.course_id)
    return (
        (live | of_course.filter(Exists(done)))
        .annotate(
            finished_at=Subquery(done.values("at")),
            observed=Subquery(ActiveTime.objects.filter(**mine).values("seconds")),
        )
        .select_related("lesson")
        .prefetch_related(
            Prefetch("competencies", Competency.objects.order_by("framework", "position", "pk"))
        )
        .in_order()
    )


def _work(step: Any) -> Work:
    areas: dict[str, list[int]] = {}
    for each in step.competencies.all():
        areas.setdefault(each.framework, []).append(each.pk)
    low, high = step.minutes_low * 60, step.minutes_high * 60
    return Work(step.lesson_id, low, high, step.observed, step.finished_at is not None, areas)


def _lessons(
    steps: Sequence[Any], works: Sequence[Work], seconds: Sequence[int], rule: Rule
) -> Iterator[Line]:
    lessons = {step.lesson_id: step.lesson for step in steps}
    for pk, lesson in lessons.items():
        mine = [index for index, work in enumerate(works) if work.lesson == pk]
        run = [works[index] for index in mine]
        reason = _reason(run, rule, lesson.credit_minutes)
        yield _sum(lesson.title, run, [seconds[index] for index in mine], reason)


def _sum(title: str, works: Sequence[Work], seconds: Sequence[int], reason: str = "") -> Line:
    observed = credit.observed_total(work.observed for work in works)
    return Line(title, sum(w.low for w in works), sum(w.high for w in works), observed, sum(seconds), reason)


def _reason(works: Sequence[Work], rule: Rule, stated: int | None) -> str:
    done = sum(work.done for work in works)
    if rule is Rule.FIXED and not stated:
        return _("The program states no time for this lesson.")
    if rule is Rule.FIXED and done < len(works):
        return _("Granted when every step is done.")
    if rule is Rule.OBSERVED and all(work.observed is None for work in works):
        return _("Nothing was measured.")
    return labels.steps_done(done, len(works))


def _taught(steps: Sequence[Any]) -> list[tuple[str, dict[Any, str]]]:
    """The frameworks in which the course teaches something, each with its areas' titles by key, in order."""
    areas = {each.pk: each for step in steps for each in step.competencies.all()}
    found: dict[str, dict[Any, str]] = {}
    for each in sorted(areas.values(), key=lambda area: (area.framework, area.position, area.pk)):
        found.setdefault(each.framework, {})[each.pk] = each.title
    return list(found.items())


def _areas(name: str, titles: dict[Any, str], works: Sequence[Work], seconds: Sequence[int]) -> list[Line]:
    measured = [work for work in works if work.observed is not None]
    low, high = ([getattr(work, end) for work in works] for end in ("low", "high"))
    lows, highs = credit.by_area(works, low, name), credit.by_area(works, high, name)
    observed = credit.by_area(measured, [work.observed or 0 for work in measured], name)
    granted = credit.by_area(works, seconds, name)
    shown = {**titles, **({None: _("No area named")} if None in granted else {})}
    return [
        Line(title, lows.get(area, 0), highs.get(area, 0), observed.get(area), granted.get(area, 0))
        for area, title in shown.items()
    ]
