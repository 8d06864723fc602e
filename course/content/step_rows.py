"""Writing the steps of an outline, and what opens after what."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from course.content.outline_files import Outline, StepEntry
from course.content.outline_rows import after_all, in_other_order, place_rows, retired_last, set_state
from course.content.report import Did, Report
from course.content.taking import update_row
from course.models import Course, Lesson, Step
from course.models.outline import State


def write_steps(
    course: Course,
    outline: Outline,
    lessons: dict[str, Lesson],
    from_files: Collection[int],
    report: Report,
    *,
    follows: bool,
) -> dict[str, Step]:
    """Add, bring back and retire steps; if the arrangement ``follows`` the files, put all where these have them.

    Returns the outline's steps by slug; a new one still lacks its body.
    """
    steps = list(Step.objects.filter(lesson__course=course).select_related("lesson", "requires"))
    steps.sort(key=lambda step: step.position)
    known, after = by_slug(steps), after_all(steps)
    named = {}
    for number, entry in enumerate(outline.steps):
        lesson = lessons[entry.lesson]
        named[entry.slug] = _write_step(entry, known, lesson, after + number, report, moves=follows)
    taken = {step.pk for step in named.values()}
    rest = [step for step in steps if step.pk not in taken]
    for step in rest:
        if step.pk in from_files:
            set_state(step, State.RETIRED, step.kind, report)
    old = {step.pk for step in steps}
    if follows:
        _tell_order(outline, named, steps, lessons, report)
        _place_steps(outline, named, rest, lessons, report)
        _write_requires(outline.steps, named, old, report)
    else:
        new = [entry for entry in outline.steps if named[entry.slug].pk not in old]
        _write_requires(_that_open(new, named, course), named, old, report)
    return named


def by_slug(steps: Iterable[Step]) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in steps:
        found.setdefault(step.slug, []).append(step)
    return found


def find_step(steps: Mapping[str, Sequence[Step]], entry: StepEntry, *, moves: bool = True) -> Step | None:
    """The row of a step that the outline names: the one in its lesson, else one that was elsewhere before.

    ``steps`` are those of the course by slug. Where files do not move steps, the one that learners meet comes first.
    """

    def rank(step: Step) -> tuple[bool, bool]:
        elsewhere, retired = step.lesson.slug != entry.lesson, step.state == State.RETIRED
        return (elsewhere, retired) if moves else (retired, elsewhere)

    return min(steps.get(entry.slug, ()), key=rank, default=None)


def _write_step(
    entry: StepEntry,
    steps: Mapping[str, Sequence[Step]],
    lesson: Lesson,
    position: int,
    report: Report,
    *,
    moves: bool,
) -> Step:
    """``position`` is for a new one."""
    step = find_step(steps, entry, moves=moves)
    if step is None:
        step = Step(lesson=lesson, kind=entry.kind, slug=entry.slug, title=entry.slug, position=position)
        step.save()
    else:
        set_state(step, State.LIVE, step.kind, report)
    return step


def _tell_order(
    outline: Outline,
    named: Mapping[str, Step],
    steps: Iterable[Step],
    lessons: Mapping[str, Lesson],
    report: Report,
) -> None:
    """Report the lessons whose steps the files put in another order. ``steps`` are as they stood."""
    stood: dict[int, list[str]] = {}
    for step in steps:
        stood.setdefault(step.lesson_id, []).append(step.slug)
    for lesson in lessons.values():
        after = [entry.slug for entry in outline.steps_of(lesson.slug)]
        before = [slug for slug in stood.get(lesson.pk, ()) if slug in after]
        if in_other_order(before, [slug for slug in after if named[slug].lesson_id == lesson.pk]):
            report.add(Did.CHANGED, "lesson", lesson.slug, _("order of steps"))


def _that_open(entries: Iterable[StepEntry], named: Mapping[str, Step], course: Course) -> list[StepEntry]:
    """Those that wait for nothing that comes later in the admin's order."""
    order = {pk: place for place, pk in enumerate(_course_order(course))}
    return [
        entry
        for entry in entries
        if entry.requires and order[named[entry.requires].pk] < order[named[entry.slug].pk]
    ]


def _course_order(course: Course) -> list[int]:
    """The ids of all steps, in the order of the course."""
    steps = Step.objects.filter(lesson__course=course).order_by("lesson__position", "position")
    return list(steps.values_list("pk", flat=True))


def _place_steps(
    outline: Outline, named: dict[str, Step], rest: Sequence[Step], lessons: dict[str, Lesson], report: Report
) -> None:
    """Each lesson's steps as in the files, then those made in the admin, then the retired ones."""
    aside = after_all([*named.values(), *rest])
    for number, entry in enumerate(outline.steps):
        step, lesson = named[entry.slug], lessons[entry.lesson]
        if step.lesson_id != lesson.pk:
            update_row(step, lesson=lesson, position=aside + number)
            report.add(
                Did.CHANGED, entry.kind, entry.slug, _("moved to lesson %(slug)s") % {"slug": lesson.slug}
            )
    others: dict[int, list[Step]] = {}
    for step in rest:
        others.setdefault(step.lesson_id, []).append(step)
    for lesson in lessons.values():
        ordered = [named[entry.slug] for entry in outline.steps_of(lesson.slug)]
        place_rows([*ordered, *retired_last(others.get(lesson.pk, []))])


def _write_requires(
    entries: Iterable[StepEntry], named: Mapping[str, Step], known: Collection[int], report: Report
) -> None:
    course = next(iter(named.values())).lesson.course_id if named else None
    retired = set(
        Step.objects.filter(lesson__course=course, state=State.RETIRED).values_list("pk", flat=True)
    )
    for entry in entries:
        first = named[entry.requires] if entry.requires else None
        if first is None and named[entry.slug].requires_id in retired:
            continue  # nobody waits for a retired step, and no file can name it
        if update_row(named[entry.slug], requires=first) and named[entry.slug].pk in known:
            opens = _("opens after %(slug)s") % {"slug": first.slug} if first else _("opens freely")
            report.add(Did.CHANGED, entry.kind, entry.slug, opens)
