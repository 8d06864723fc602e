"""A course as its trainers arrange it: every lesson and step, shown to learners or not, with what they come to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from course import registry
from course.arranging.bodies import NOTHING, Body, Total, in_words, total
from course.models import Course, Lesson, Step
from course.models.outline import State

NO_BODY = Body("")


@dataclass(frozen=True)
class Entry:
    """A step and its body. ``first`` and ``last`` are of the whole course: from there it cannot move on."""

    step: Step
    body: Body
    first: bool
    last: bool

    @property
    def key(self) -> str:
        return str(self.step.pk)

    @property
    def live(self) -> bool:
        return self.step.state == State.LIVE

    @property
    def about(self) -> str:
        """``Topic · 10–12 min · 860 words · 1 scenario · opens after “Start”``."""
        kind = {"topic": _("Topic"), "exam": _("Exam")}.get(self.step.kind, self.step.kind)
        said = [kind, self.step.time if self.step.minutes_high else "", *in_words(self.body.holds)]
        if self.step.requires:
            said.append(_("opens after “%s”") % self.step.requires)
        return " · ".join(filter(None, said))


@dataclass(frozen=True)
class Section:
    """A lesson, its steps in order, and what learners meet of it."""

    lesson: Lesson
    entries: list[Entry]
    total: Total
    first: bool
    last: bool

    @property
    def key(self) -> str:
        return str(self.lesson.pk)

    @property
    def live(self) -> bool:
        return self.lesson.state == State.LIVE


@dataclass(frozen=True)
class Overview:
    sections: list[Section]
    total: Total


def overview(course: Course) -> Overview:
    """Two statements, and those of the apps, however long the course is."""
    lessons = list(Lesson.objects.filter(course=course).order_by("position"))
    steps = list(
        Step.objects.filter(lesson__course=course)
        .select_related("requires")
        .order_by("lesson__position", "position")
    )
    bodies = registry.step_bodies(course)
    sections = [_section(lesson, lessons, steps, bodies) for lesson in lessons]
    return Overview(sections, sum((each.total for each in sections), NOTHING))


def _section(lesson: Lesson, lessons: list[Lesson], steps: list[Step], bodies: dict[int, Body]) -> Section:
    first, last = lesson == lessons[0], lesson == lessons[-1]
    mine = [step for step in steps if step.lesson_id == lesson.pk]
    entries = [
        Entry(
            step,
            bodies.get(step.pk, NO_BODY),
            first=first and step == mine[0],
            last=last and step == mine[-1],
        )
        for step in mine
    ]
    shown = [entry for entry in entries if entry.live and lesson.state == State.LIVE]
    sizes = ((each.step.minutes_low, each.step.minutes_high, Counter(each.body.holds)) for each in shown)
    return Section(lesson, entries, total(sizes), first, last)
