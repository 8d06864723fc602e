"""The order of lessons and steps and what opens after what: where the admin changed it, files do not undo that unasked.

An arrangement is a list of lessons, each with its steps, each with the step that comes first, or "": all by their
slugs, as JSON keeps it. Two are compared by what both have, so that something new on one side is no other order.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _

from course.content.judge import Verdict, judge, settlement
from course.content.outline_files import Outline
from course.content.taking import Judging, Named, report_kept, update_row
from course.models import Course, State, Step
from course.versions import digest

Arrangement = Sequence[Any]
"""``[["foundations", [["roles", ""], ["duties", "roles"]]]]``."""


def follow_files(course: Course, outline: Outline, judging: Judging) -> bool:
    """Whether the files' arrangement is to be written; if not, the report says so, with both.

    ``course.loaded_arrangement`` remembers under ``files`` what they said when both agreed last, and under ``settled``
    that somebody chose the admin's over what the files said then.
    """
    assert outline.document is not None
    file, database, known = of_files(outline), of_course(course), course.loaded_arrangement
    theirs, ours = _in_common(database, file)
    mark = settlement(database=digest(theirs), file=digest(ours))
    before, then = _in_common(database, known["files"]) if "files" in known else (theirs, None)
    loaded = digest(theirs) if before == then else known.get("settled", "")
    verdict = judge(
        database=digest(theirs),
        file=digest(ours),
        loaded=loaded,
        settled=loaded == mark,
        prefer=judging.prefer,
    )
    if verdict in (Verdict.SAME, Verdict.TAKE):
        update_row(course, loaded_arrangement={"files": file})
        return True
    named = Named("order", course.slug, outline.document.place(("lessons",)))
    report_kept(judging, named, verdict, theirs, ours, source=_("database"))
    if verdict is Verdict.SETTLE:
        update_row(course, loaded_arrangement={**known, "settled": mark})
    return False


def of_files(outline: Outline) -> Arrangement:
    assert outline.course is not None
    return [
        [lesson.slug, [[step.slug, step.requires or ""] for step in outline.steps_of(lesson.slug)]]
        for lesson in outline.course.lessons
    ]


def of_course(course: Course) -> Arrangement:
    """What learners meet. Two statements."""
    found = course.lessons.filter(state=State.LIVE).order_by("position")
    lessons: dict[int, list[Any]] = {lesson.pk: [lesson.slug, []] for lesson in found}
    steps = Step.objects.filter(lesson__in=lessons, state=State.LIVE).select_related("requires")
    for step in steps.order_by("position"):
        lessons[step.lesson_id][1].append([step.slug, step.requires.slug if step.requires else ""])
    return list(lessons.values())


def _in_common(one: Arrangement, other: Arrangement) -> tuple[dict[str, str], dict[str, str]]:
    """What each says of what both have, as text to compare and to read."""
    lessons = {slug for slug, _steps in one} & {slug for slug, _steps in other}
    steps = _slugs(one) & _slugs(other)
    return _told(one, lessons, steps), _told(other, lessons, steps)


def _slugs(arrangement: Arrangement) -> set[str]:
    return {slug for _lesson, steps in arrangement for slug, _first in steps}


def _told(arrangement: Arrangement, lessons: Collection[str], known: Collection[str]) -> dict[str, str]:
    lines = []
    for lesson, steps in arrangement:
        mine = [(slug, first) for slug, first in steps if slug in known]
        if lesson in lessons or mine:
            lines.append(f"{lesson}:")
        for slug, first in mine:
            lines.append(f"  {slug}, requires {first}" if first in known else f"  {slug}")
    # The line end keeps a single lesson a text of lines.
    return {"lessons": "\n".join([*lines, ""])}
