"""Writing the outline: competencies, the course, its lessons and steps, in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from course.content.outline_files import CompetencyEntry, CourseFile, LessonFile, Outline, StepEntry
from course.content.report import Did, Report
from course.content.taking import update_row
from course.models import Competency, Course, Lesson, Program, Step
from course.models.outline import State

R = TypeVar("R", Lesson, Step)


def write_competencies(entries: Iterable[CompetencyEntry], report: Report) -> None:
    """Add and change competencies. None is removed: another course may use it."""
    known = Competency.objects.in_bulk(field_name="code")
    for entry in entries:
        values = {"framework": entry.framework, "title": entry.title, "position": entry.position}
        if entry.code not in known:
            Competency.objects.create(code=entry.code, **values)
            report.add(Did.ADDED, "competency", entry.code)
        elif changed := update_row(known[entry.code], **values):
            report.add(Did.CHANGED, "competency", entry.code, changed)


def write_course(file: CourseFile, program: Program, report: Report) -> Course:
    values = file.model_dump(include={"title", "summary", "language", "words_per_minute"})
    course = Course.objects.select_for_update().filter(slug=file.slug).first()
    if course is None:
        report.add(Did.ADDED, "course", file.slug)
        return Course.objects.create(slug=file.slug, program=program, **values)
    if changed := update_row(course, **values):
        report.add(Did.CHANGED, "course", file.slug, changed)
    return course


def write_lessons(
    course: Course, files: Sequence[LessonFile], made_in_admin: Collection[int], report: Report
) -> dict[str, Lesson]:
    """Add, change, bring back and retire lessons, and put them in the files' order. Returns them by slug.

    ``made_in_admin`` are ids of steps; a lesson that holds a live one of them stays.
    """
    lessons = {lesson.slug: lesson for lesson in course.lessons.order_by("position")}
    before = [slug for slug in lessons if slug in {file.slug for file in files}]
    named = [_write_lesson(course, file, lessons, report) for file in files]
    held = Step.objects.filter(pk__in=made_in_admin, state=State.LIVE).values_list("lesson_id", flat=True)
    rest = [lesson for lesson in lessons.values() if lesson not in named]
    for lesson in rest:
        if lesson.pk not in set(held):
            _set_state(lesson, State.RETIRED, "lesson", report)
    if _in_other_order(before, [lesson.slug for lesson in named]):
        report.add(Did.CHANGED, "course", course.slug, _("order of lessons"))
    _place([*named, *_retired_last(rest)])
    return lessons


def write_steps(
    course: Course, outline: Outline, lessons: dict[str, Lesson], from_files: Collection[int], report: Report
) -> dict[str, Step]:
    """Add, move, bring back and retire steps. Returns the outline's steps by slug; a new one still lacks its body."""
    steps = list(Step.objects.filter(lesson__course=course).select_related("lesson").order_by("position"))
    old = {(step.lesson_id, step.slug): step for step in steps}
    named = {entry.slug: _write_step(entry, steps, lessons[entry.lesson], report) for entry in outline.steps}
    rest = [step for step in steps if step not in named.values()]
    for step in rest:
        if step.pk in from_files:
            _set_state(step, State.RETIRED, step.kind, report)
    for lesson in lessons.values():
        ordered = [named[entry.slug] for entry in outline.steps if entry.lesson == lesson.slug]
        before = [step.slug for (place, _slug), step in old.items() if place == lesson.pk and step in ordered]
        if _in_other_order(before, [step.slug for step in ordered]):
            report.add(Did.CHANGED, "lesson", lesson.slug, _("order of steps"))
    _place_steps(outline, named, rest, lessons, report)
    _write_requires(outline, named, {step.pk for step in old.values()}, report)
    return named


def find_step(steps: Iterable[Step], entry: StepEntry) -> Step | None:
    """The row of a step that the outline names: the one in its lesson, else one that was elsewhere before."""
    same = [step for step in steps if step.slug == entry.slug]
    same.sort(key=lambda step: (step.lesson.slug != entry.lesson, step.state == State.RETIRED))
    return same[0] if same else None


def _write_lesson(course: Course, file: LessonFile, lessons: dict[str, Lesson], report: Report) -> Lesson:
    values = {"title": file.title, "summary": file.summary}
    lesson = lessons.get(file.slug)
    if lesson is None:
        report.add(Did.ADDED, "lesson", file.slug)
        after = _after(lessons.values())
        lesson = lessons[file.slug] = Lesson.objects.create(
            course=course, slug=file.slug, position=after, **values
        )
        return lesson
    _set_state(lesson, State.LIVE, "lesson", report)
    if changed := update_row(lesson, **values):
        report.add(Did.CHANGED, "lesson", file.slug, changed)
    return lesson


def _write_step(entry: StepEntry, steps: list[Step], lesson: Lesson, report: Report) -> Step:
    step = find_step(steps, entry)
    if step is None:
        step = Step(lesson=lesson, kind=entry.kind, slug=entry.slug, title=entry.slug, position=_after(steps))
        step.save()
        steps.append(step)
    else:
        _set_state(step, State.LIVE, step.kind, report)
    return step


def _place_steps(
    outline: Outline, named: dict[str, Step], rest: Sequence[Step], lessons: dict[str, Lesson], report: Report
) -> None:
    """Each lesson's steps as in the files, then those made in the admin, then the retired ones."""
    for entry in outline.steps:
        step, lesson = named[entry.slug], lessons[entry.lesson]
        if step.lesson_id != lesson.pk:
            aside = _after(Step.objects.filter(lesson__course=lesson.course_id))
            update_row(step, lesson=lesson, position=aside)
            report.add(
                Did.CHANGED, entry.kind, entry.slug, _("moved to lesson %(slug)s") % {"slug": lesson.slug}
            )
    for lesson in lessons.values():
        ordered = [named[entry.slug] for entry in outline.steps if entry.lesson == lesson.slug]
        ordered += _retired_last([step for step in rest if step.lesson_id == lesson.pk])
        _place(ordered)


def _write_requires(outline: Outline, named: dict[str, Step], known: Collection[int], report: Report) -> None:
    for entry in outline.steps:
        first = named[entry.requires] if entry.requires else None
        if update_row(named[entry.slug], requires=first) and named[entry.slug].pk in known:
            opens = _("opens after %(slug)s") % {"slug": first.slug} if first else _("opens freely")
            report.add(Did.CHANGED, entry.kind, entry.slug, opens)


def _set_state(row: Lesson | Step, state: State, kind: str, report: Report) -> None:
    if update_row(row, state=state):
        report.add(Did.RETIRED if state == State.RETIRED else Did.RETURNED, kind, row.slug)


def _retired_last(rows: Iterable[R]) -> list[R]:
    return sorted(rows, key=lambda row: (row.state == State.RETIRED, row.position))


def _after(rows: Iterable[Lesson | Step]) -> int:
    return max((row.position for row in rows), default=0) + 1


def _in_other_order(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether what was there before stands in another order now; what was added or left does not count."""
    return [slug for slug in before if slug in after] != [slug for slug in after if slug in before]


def _place(rows: Sequence[R]) -> None:
    """Number rows from 1 in two passes: aside first, so that no two ever hold one place.

    A plain unique constraint is checked row by row, and SQLite silently drops one that could wait.
    """
    moved: list[tuple[Any, int]] = [(row, n) for n, row in enumerate(rows, 1) if row.position != n]
    for aside in (_after(rows) + len(rows), None):
        for offset, (row, position) in enumerate(moved):
            row.position = position if aside is None else aside + offset
        if moved:
            type(moved[0][0])._default_manager.bulk_update([row for row, _ in moved], ["position"])
