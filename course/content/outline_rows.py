"""Writing the outline: competencies, the course and its lessons, in order. Its steps: ``step_rows``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from course.content.outline_files import CompetencyEntry, LessonFile, Outline
from course.content.report import Did, Report
from course.content.taking import Judging, Named, take_facts, update_row
from course.models import Competency, Course, Lesson, Program, Step
from course.models.outline import State
from course.versions import digest

R = TypeVar("R", Lesson, Step)


def write_competencies(entries: Iterable[CompetencyEntry], judging: Judging) -> None:
    """Add and change competencies. None is removed: another course may use it."""
    known = Competency.objects.in_bulk(field_name="code")
    for entry in entries:
        facts = {"framework": entry.framework, "title": entry.title}
        row = known.get(entry.code)
        if row is None:
            judging.report.add(Did.ADDED, "competency", entry.code)
            Competency.objects.create(
                code=entry.code, position=entry.position, loaded_digest=digest(facts), **facts
            )
        else:
            _take_facts(row, Named("competency", entry.code, entry.place), facts, judging)
            update_row(row, position=entry.position)


def write_course(outline: Outline, program: Program, judging: Judging) -> Course:
    file, document = outline.course, outline.document
    assert file is not None
    assert document is not None
    facts = file.model_dump(include={"title", "summary", "language", "words_per_minute"})
    course = Course.objects.select_for_update().filter(slug=file.slug).first()
    if course is None:
        judging.report.add(Did.ADDED, "course", file.slug)
        return Course.objects.create(slug=file.slug, program=program, loaded_digest=digest(facts), **facts)
    _take_facts(course, Named("course", file.slug, document.place(())), facts, judging)
    return course


def write_lessons(
    course: Course, outline: Outline, lasting: Collection[int], judging: Judging, *, follows: bool
) -> dict[str, Lesson]:
    """Add, change, bring back and retire lessons. Returns them by slug.

    ``lasting`` are ids of steps; a lesson that holds a live one of them stays. If the arrangement ``follows`` the
    files, lessons are put in their order.
    """
    assert outline.course is not None
    files, report = outline.course.lessons, judging.report
    lessons = {lesson.slug: lesson for lesson in course.lessons.order_by("position")}
    slugs = {file.slug for file in files}
    before = [slug for slug in lessons if slug in slugs]
    named = [
        _write_lesson(course, file, lessons, _place_of_lesson(outline, index), judging)
        for index, file in enumerate(files)
    ]
    live = Step.objects.filter(lesson__course=course, state=State.LIVE).values_list("pk", "lesson_id")
    held = {lesson for pk, lesson in live if pk in lasting}
    rest = [lesson for slug, lesson in lessons.items() if slug not in slugs]
    for lesson in rest:
        if lesson.pk not in held:
            set_state(lesson, State.RETIRED, "lesson", report)
    if not follows:
        return lessons
    if in_other_order(before, [lesson.slug for lesson in named]):
        report.add(Did.CHANGED, "course", course.slug, _("order of lessons"))
    place_rows([*named, *retired_last(rest)])
    return lessons


def _write_lesson(
    course: Course, file: LessonFile, lessons: dict[str, Lesson], place: str, judging: Judging
) -> Lesson:
    facts = {"title": file.title, "summary": file.summary}
    lesson = lessons.get(file.slug)
    if lesson is None:
        judging.report.add(Did.ADDED, "lesson", file.slug)
        after = after_all(lessons.values())
        lesson = lessons[file.slug] = Lesson.objects.create(
            course=course, slug=file.slug, position=after, loaded_digest=digest(facts), **facts
        )
        return lesson
    set_state(lesson, State.LIVE, "lesson", judging.report)
    _take_facts(lesson, Named("lesson", file.slug, place), facts, judging)
    return lesson


def _place_of_lesson(outline: Outline, index: int) -> str:
    return outline.document.place(("lessons", index)) if outline.document else ""


def _take_facts(
    row: Course | Lesson | Competency, named: Named, facts: dict[str, Any], judging: Judging
) -> None:
    """Write what the file says of a row unless that was edited in the admin since the last load."""
    database = {name: getattr(row, name) for name in facts}
    takes, remember = take_facts(judging, named, database=database, file=facts, loaded=row.loaded_digest)
    update_row(row, loaded_digest=remember, **(facts if takes else {}))


def set_state(row: Lesson | Step, state: State, kind: str, report: Report) -> None:
    if update_row(row, state=state):
        report.add(Did.RETIRED if state == State.RETIRED else Did.RETURNED, kind, row.slug)


def retired_last(rows: Iterable[R]) -> list[R]:
    return sorted(rows, key=lambda row: (row.state == State.RETIRED, row.position))


def after_all(rows: Iterable[Lesson | Step]) -> int:
    return max((row.position for row in rows), default=0) + 1


def in_other_order(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether what was there before stands in another order now; what was added or left does not count."""
    then, now = set(before), set(after)
    return [slug for slug in before if slug in now] != [slug for slug in after if slug in then]


def place_rows(rows: Sequence[R]) -> None:
    """Number rows from 1 in two passes: aside first, so that no two ever hold one place.

    A plain unique constraint is checked row by row, and SQLite silently drops one that could wait.
    """
    moved: list[tuple[Any, int]] = [(row, n) for n, row in enumerate(rows, 1) if row.position != n]
    for aside in (after_all(rows) + len(rows), None):
        for offset, (row, position) in enumerate(moved):
            row.position = position if aside is None else aside + offset
        if moved:
            type(moved[0][0])._default_manager.bulk_update([row for row, _ in moved], ["position"])
