"""The verbs that move lessons and steps one place, or a step to another lesson. One person moves at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db import transaction
from django.utils.translation import gettext as _

from course.arranging.ordering import Row, renumber
from course.models import Course, Lesson, Person, Step
from course.record import audit


class CannotMove(Exception):
    """Says why, in words for the person who moves."""


@dataclass(frozen=True)
class Lines:
    """A whole course in order: its lessons, and each one's steps by its key, retired ones included."""

    lessons: list[Lesson]
    steps: dict[int, list[Step]]

    def in_order(self) -> list[Step]:
        return list(chain.from_iterable(self.steps[lesson.pk] for lesson in self.lessons))

    def lesson(self, pk: int) -> Lesson:
        return next(each for each in self.lessons if each.pk == pk)


@transaction.atomic
def move_lesson(lesson: Lesson, *, by: int, actor: Person, at: datetime) -> str:
    """Move a lesson ``by`` places (-1 is up). Returns where it stands now, in words. Raises CannotMove."""
    lines = _lock(lesson.course_id)
    moved = lines.lesson(lesson.pk)
    place = _swap(lines.lessons, lines.lessons.index(moved), by)
    _check(lines)
    renumber(lines.lessons)
    audit.record("moved", moved, actor=actor, at=at, after=place + 1)
    said = {"title": moved.title, "place": place + 1, "of": len(lines.lessons)}
    return _("“%(title)s” is lesson %(place)d of %(of)d now.") % said


@transaction.atomic
def move_step(step: Step, *, by: int, actor: Person, at: datetime) -> str:
    """Move a step ``by`` places; from either end of its lesson it goes on into the next one. As ``move_lesson``."""
    lines = _lock(step.lesson.course_id)
    line, moved = _find(lines, step.pk)
    index = line.index(moved)
    if 0 <= index + by < len(line):
        _swap(line, index, by)
        home = lines.lesson(moved.lesson_id)
    else:
        number = [lesson.pk for lesson in lines.lessons].index(moved.lesson_id) + by
        if not 0 <= number < len(lines.lessons):
            raise CannotMove(_("There is no place to move it to."))
        home = lines.lessons[number]
        line.remove(moved)
        lines.steps[home.pk].insert(0 if by > 0 else len(lines.steps[home.pk]), moved)
    _check(lines)
    _settle(lines, moved, home)
    return _tell(moved, home, lines.steps[home.pk], actor, at)


@transaction.atomic
def put_step(step: Step, *, lesson: Lesson, requires: Step | None, actor: Person, at: datetime) -> str:
    """Put a step at the end of ``lesson``, unless it is there, to open after ``requires``. Raises CannotMove."""
    lines = _lock(lesson.course_id)
    line, moved = _find(lines, step.pk)
    home = lines.lesson(lesson.pk)
    if moved.lesson_id != home.pk:
        line.remove(moved)
        lines.steps[home.pk].append(moved)
    moved.requires = requires
    _check(lines)
    _settle(lines, moved, home)
    Step.objects.filter(pk=moved.pk).update(requires=requires)
    return _tell(moved, home, lines.steps[home.pk], actor, at)


def _lock(course: int) -> Lines:
    """The course as it stands, which nobody else moves until this is done. Three statements."""
    Course.objects.select_for_update().get(pk=course)
    lessons = list(Lesson.objects.filter(course=course).order_by("position"))
    steps: dict[int, list[Step]] = {lesson.pk: [] for lesson in lessons}
    for step in Step.objects.filter(lesson__course=course).order_by("position"):
        steps[step.lesson_id].append(step)
    return Lines(lessons, steps)


def _find(lines: Lines, pk: int) -> tuple[list[Step], Step]:
    for line in lines.steps.values():
        for step in line:
            if step.pk == pk:
                return line, step
    raise CannotMove(_("It is no longer there."))


def _swap(rows: list[Row], index: int, by: int) -> int:
    """Exchange a row with its neighbor. Returns its new index."""
    to = index + by
    if not 0 <= to < len(rows):
        raise CannotMove(_("There is no place to move it to."))
    rows[index], rows[to] = rows[to], rows[index]
    return to


def _check(lines: Lines) -> None:
    """A step opens after one that comes before it: whoever follows the course must be able to get there."""
    seen: set[int] = set()
    titles = {step.pk: step.title for step in lines.in_order()}
    for step in lines.in_order():
        if step.requires_id is not None and step.requires_id not in seen:
            said = {"step": step.title, "first": titles.get(step.requires_id, "")}
            raise CannotMove(
                _("“%(step)s” opens after “%(first)s”, so it has to come after it. Nothing was moved.") % said
            )
        seen.add(step.pk)


def _settle(lines: Lines, moved: Step, home: Lesson) -> None:
    """Write the order of ``home``, and of the lesson that the step has left."""
    before = moved.lesson_id
    if before != home.pk:
        if any(other.slug == moved.slug and other is not moved for other in lines.steps[home.pk]):
            raise CannotMove(_("That lesson has a step with the same address already. Nothing was moved."))
        # Beyond all others at first: no two may share a place, not even for a moment.
        moved.position = _beyond(lines.steps[home.pk])
        moved.lesson = home
        moved.save(update_fields=["lesson", "position"])
        renumber(lines.steps[before])
    renumber(lines.steps[home.pk])


def _beyond(line: Sequence[Step]) -> int:
    return max((step.position for step in line), default=0) + 1


def _tell(moved: Step, home: Lesson, line: Sequence[Step], actor: Person, at: datetime) -> str:
    place = line.index(moved) + 1
    audit.record("moved", moved, actor=actor, at=at, scope=home.title, after=place)
    said = {"title": moved.title, "place": place, "of": len(line), "lesson": home.title}
    return _("“%(title)s” is step %(place)d of %(of)d in “%(lesson)s” now.") % said
